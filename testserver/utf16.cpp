#include "testserver/utf16.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace webcid::testserver {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

void append_utf8(std::string& out, char32_t code) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6U);
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12U);
    put(0x80 | (code >> 6U & 0x3F));
  } else {
    put(0xF0 | code >> 18U);
    put(0x80 | (code >> 12U & 0x3F));
    put(0x80 | (code >> 6U & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

// The character at `at`, which moves behind it; a byte that begins none is one replacement character.
char32_t next_of_utf8(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  const char32_t lead = byte(at++);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || at + more > text.size()) return kReplacement;
  char32_t code = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return kReplacement;
    code = code << 6U | (byte(at + i) & 0x3F);
  }
  constexpr std::array<char32_t, 4> kLeast{0, 0x80, 0x800, 0x10000};
  if (code < kLeast[more] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return kReplacement;
  at += more;
  return code;
}

struct Letters {
  char16_t first;
  char16_t last;
  char16_t minus;  // from the small letter to the capital
};
constexpr std::array kLetters{
    Letters{0x61, 0x7A, 0x20},   Letters{0xE0, 0xF6, 0x20},     Letters{0xF8, 0xFE, 0x20},
    Letters{0x3B1, 0x3C1, 0x20}, Letters{0x3C3, 0x3C9, 0x20},   Letters{0x430, 0x44F, 0x20},
    Letters{0x450, 0x45F, 0x50}, Letters{0xFF41, 0xFF5A, 0x20},
};

}  // namespace

std::u16string to_utf16(std::string_view utf8) {
  std::u16string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t code = next_of_utf8(utf8, at);
    if (code < 0x10000) {
      out.push_back(static_cast<char16_t>(code));
    } else {
      out.push_back(static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10U)));
      out.push_back(static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF)));
    }
  }
  return out;
}

std::string to_utf8(std::u16string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char16_t unit = text[i];
    if (unit < 0xD800 || unit > 0xDFFF) {
      append_utf8(out, unit);
      continue;
    }
    const bool is_pair = unit < 0xDC00 && i + 1 < text.size() && text[i + 1] >= 0xDC00 && text[i + 1] <= 0xDFFF;
    if (is_pair) {
      const char32_t high = static_cast<char32_t>(unit) - 0xD800;
      append_utf8(out, 0x10000 + (high << 10U) + (static_cast<char32_t>(text[++i]) - 0xDC00));
    } else {
      append_utf8(out, kReplacement);
    }
  }
  return out;
}

std::string to_little_endian(std::u16string_view text) {
  std::string out;
  out.reserve(text.size() * 2);
  for (const char16_t unit : text) {
    out.push_back(static_cast<char>(unit & 0xFFU));
    out.push_back(static_cast<char>(unit >> 8U));
  }
  return out;
}

std::optional<std::u16string> from_little_endian(std::string_view bytes) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  const std::u16string units = widened(bytes);
  std::u16string out;
  out.reserve(units.size() / 2);
  for (std::size_t i = 0; i < units.size(); i += 2) {
    out.push_back(static_cast<char16_t>(units[i] | units[i + 1] << 8U));
  }
  return out;
}

std::u16string widened(std::string_view bytes) {
  std::u16string out;
  out.reserve(bytes.size());
  for (const char byte : bytes) out.push_back(static_cast<unsigned char>(byte));
  return out;
}

std::u16string to_upper(std::u16string_view text) {
  std::u16string out(text);
  for (char16_t& unit : out) {
    const auto row = std::find_if(kLetters.begin(), kLetters.end(),
                                  [unit](const Letters& each) { return unit >= each.first && unit <= each.last; });
    if (row != kLetters.end()) unit = static_cast<char16_t>(unit - row->minus);
  }
  return out;
}

}  // namespace webcid::testserver
