#include "text_lines.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <webcid/base/encoding.hpp>
#include <webcid/endpoint/parse.hpp>

namespace webcid::endpoint {

base::Result<std::string> text_of(std::string_view bytes) {
  if (bytes.size() > kMaxBytes) {
    return base::fail(base::ErrorKind::Malformed, fmt::format("it is larger than {} bytes", kMaxBytes));
  }
  std::string text = base::as_utf8(std::string(bytes));
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (text.starts_with(kMark)) text.erase(0, kMark.size());
  if (text.find('\0') != std::string::npos) {
    return base::fail(base::ErrorKind::Malformed, "a NUL character in it: no text, or UTF-16 without its mark");
  }
  return text;
}

std::string_view unquoted(std::string_view value) {
  const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return is_quoted ? value.substr(1, value.size() - 2) : value;
}

std::string shown_key(std::string_view section, std::string_view key) {
  constexpr std::size_t kMost = 100;
  const auto cut = [](std::string_view text) {
    return text.size() <= kMost ? std::string(text) : fmt::format("{}...", text.substr(0, kMost));
  };
  return section.empty() ? cut(key) : fmt::format("[{}] {}", cut(section), cut(key));
}

}  // namespace webcid::endpoint
