#include "quoting.hpp"

#include <fmt/format.h>

#include <cstdint>

#include <webcid/base/text.hpp>

namespace webcid::causes {
namespace {

// The code point at the start of well-formed, non-empty UTF-8; `text` is moved behind it.
char32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t at) { return static_cast<char32_t>(static_cast<unsigned char>(text[at])); };
  const char32_t first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t value = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) value = (value << 6U) | (byte(i) & 0x3FU);
  text.remove_prefix(length);
  return value;
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

}  // namespace

std::optional<std::string> xml_attribute(std::string_view utf8) {
  if (!base::is_utf8(utf8)) return std::nullopt;
  std::string escaped;
  while (!utf8.empty()) {
    const char32_t c = take_code_point(utf8);
    if (is_control(c) || c == 0xFFFE || c == 0xFFFF) return std::nullopt;
    if (c > 0x7E || c == '&' || c == '<' || c == '>' || c == '"' || c == '\'') {
      escaped += fmt::format("&#x{:X};", static_cast<std::uint32_t>(c));
    } else {
      escaped += static_cast<char>(c);
    }
  }
  return escaped;
}

std::optional<std::string> command_prompt(std::string_view utf8) {
  if (utf8.empty() || utf8.back() == '\\') return std::nullopt;
  for (const char c : utf8) {
    if (c < 0x20 || c > 0x7E || c == '"' || c == '\'' || c == '%') return std::nullopt;
  }
  return std::string(utf8);
}

std::optional<std::string> power_shell(std::string_view utf8) {
  if (!base::is_utf8(utf8)) return std::nullopt;
  std::string expression = "'";
  bool is_sum = false;
  while (!utf8.empty()) {
    const char32_t c = take_code_point(utf8);
    if (is_control(c)) return std::nullopt;
    if (c > 0x7E) {
      expression += fmt::format("' + [char]::ConvertFromUtf32(0x{:X}) + '", static_cast<std::uint32_t>(c));
      is_sum = true;
    } else {
      expression += c == '\'' ? "''" : std::string(1, static_cast<char>(c));
    }
  }
  expression += "'";
  return is_sum ? "(" + expression + ")" : expression;
}

}  // namespace webcid::causes
