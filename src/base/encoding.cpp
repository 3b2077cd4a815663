#include <webcid/base/encoding.hpp>

#include <cstddef>

namespace webcid::base {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_high(char32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(char32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

void append(std::string& out, char32_t code) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6U));
    put(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12U));
    put(0x80 | ((code >> 6U) & 0x3FU));
    put(0x80 | (code & 0x3FU));
  } else {
    put(0xF0 | (code >> 18U));
    put(0x80 | ((code >> 12U) & 0x3FU));
    put(0x80 | ((code >> 6U) & 0x3FU));
    put(0x80 | (code & 0x3FU));
  }
}

// The code point at `at`, which moves behind it; surrogates pass. A stray byte is U+FFFD, one at a time.
char32_t take(std::string_view bytes, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(bytes[i])); };
  const char32_t first = byte(at++);
  if (first < 0x80) return first;
  const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first > 0xF4 || bytes.size() - at < more) return kReplacement;
  char32_t code = first & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) return kReplacement;
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
  if (code < kLeast[more] || code > 0x10FFFF) return kReplacement;
  at += more;
  return code;
}

}  // namespace

std::string to_utf8(std::u16string_view units) {
  std::string out;
  out.reserve(units.size());
  for (std::size_t at = 0; at < units.size(); ++at) {
    char32_t code = units[at];
    if (is_high(code) && at + 1 < units.size() && is_low(units[at + 1])) {
      code = 0x10000 + ((code - 0xD800) << 10U) + (units[++at] - 0xDC00U);
    }
    append(out, code);
  }
  return out;
}

std::u16string to_utf16(std::string_view bytes) {
  std::u16string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const char32_t code = take(bytes, at);
    if (code < 0x10000) {
      out.push_back(static_cast<char16_t>(code));
    } else {
      out.push_back(static_cast<char16_t>(0xD7C0 + (code >> 10U)));
      out.push_back(static_cast<char16_t>(0xDC00 + (code & 0x3FFU)));
    }
  }
  return out;
}

std::u16string_view first_units(std::u16string_view units, std::size_t most) {
  if (units.size() <= most) return units;
  return units.substr(0, is_high(units[most - 1]) && is_low(units[most]) ? most - 1 : most);
}

std::string with_carriage_returns(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  char before = 0;
  for (const char c : text) {
    if (c == '\n' && before != '\r') out += '\r';
    out += c;
    before = c;
  }
  return out;
}

std::string as_utf8(std::string text) {
  const bool is_little = text.starts_with("\xff\xfe");
  if (!is_little && !text.starts_with("\xfe\xff")) return text;
  std::u16string units;
  units.reserve(text.size() / 2);
  for (std::size_t at = 2; at + 1 < text.size(); at += 2) {
    const auto low = static_cast<unsigned char>(text[is_little ? at : at + 1]);
    const auto high = static_cast<unsigned char>(text[is_little ? at + 1 : at]);
    units.push_back(static_cast<char16_t>(low | (high << 8U)));
  }
  return to_utf8(units);
}

}  // namespace webcid::base
