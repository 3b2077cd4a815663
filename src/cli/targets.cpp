#include "targets.hpp"

#include <array>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

#include "terminal.hpp"

namespace webcid::cli {
namespace {

using base::ErrorKind;

constexpr std::size_t kMaxBytes = 4U * 1024 * 1024;

base::Result<std::string> read_all_input() {
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto count = read_input(buffer);
    if (!count) return tl::make_unexpected(count.error());
    if (*count == 0) return text;
    text.append(buffer.data(), *count);
    if (text.size() > kMaxBytes) {
      return base::fail(ErrorKind::Usage, fmt::format("standard input: larger than {} bytes", kMaxBytes));
    }
  }
}

// A '#' within an address is a part of it, which the check refuses.
std::string_view without_remark(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) return line.substr(0, i);
  }
  return line;
}

}  // namespace

base::Result<std::vector<std::string>> read_targets(const std::string& file) {
  const auto text =
      file == "-" ? read_all_input() : base::read_file(base::to_native(file), kMaxBytes, base::Accept::Anything);
  if (!text) return tl::make_unexpected(text.error());
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string_view rest = *text;
  if (rest.starts_with(kByteOrderMark)) rest.remove_prefix(kByteOrderMark.size());
  if (rest.find('\0') != std::string_view::npos) {
    return base::fail(ErrorKind::Usage, fmt::format("--targets: {} is no UTF-8 text (UTF-16?)", file));
  }
  std::vector<std::string> out;
  for (const std::string_view line : base::split(rest, '\n')) {
    const std::string_view address = base::trim(without_remark(line));
    if (address.empty()) continue;
    if (out.size() == kMostTargets) {
      return base::fail(ErrorKind::Usage, fmt::format("--targets: {}: more than {} addresses", file, kMostTargets));
    }
    out.emplace_back(address);
  }
  if (out.empty()) return base::fail(ErrorKind::Usage, fmt::format("--targets: {}: no address in it", file));
  return out;
}

}  // namespace webcid::cli
