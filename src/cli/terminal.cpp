#include "terminal.hpp"

#include <fmt/format.h>

#include <webcid/base/environment.hpp>
#include <webcid/base/text.hpp>

#include "messages.hpp"
#include "terminal_parts.hpp"

namespace webcid::cli {

base::Result<void> cannot_write(Stream stream, const std::string& why) {
  return base::fail(base::ErrorKind::LocalIo, stream == Stream::Out
                                                  ? fmt::format("cannot write to standard output: {}", why)
                                                  : fmt::format("cannot write to standard error: {}", why));
}

tl::unexpected<base::Error> cannot_read_input(const std::string& why) {
  return base::fail(base::ErrorKind::LocalIo, fmt::format("cannot read standard input: {}", why));
}

tl::unexpected<base::Error> interrupted_input() {
  return base::fail(base::ErrorKind::Interrupted, "interrupted while something was typed");
}

void complain(std::string_view message, causes::Language language) {
  // Nobody is left to tell when stderr is gone.
  static_cast<void>(write_to(Stream::Error, "webcid: " + base::printable(said_in(message, language)) + "\n"));
}

std::optional<std::string> environment(const char* name) {
  auto value = base::environment(name);
  return value && value->empty() ? std::nullopt : value;
}

base::Result<std::string> read_line_from_input() {
  // Byte by byte: what follows the line is left to whoever has the same input, such as a script's next command.
  std::string line;
  for (char byte = 0;;) {
    const auto count = read_input({&byte, 1});
    if (!count) return tl::make_unexpected(count.error());
    if (*count == 0 || byte == '\n') break;
    if (line.size() == kMaxPassword) return base::fail(base::ErrorKind::Usage, "standard input: line too long");
    line += byte;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace webcid::cli
