#include <webcid/base/text.hpp>

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

namespace webcid::base {
namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;  // bytes; 0 when the bytes at this place are no UTF-8
};

// RFC 3629, section 4: the well-formed byte sequences.
CodePoint decode(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned { return static_cast<unsigned char>(bytes[at + i]); };
  const auto continuation = [&](std::size_t i) { return at + i < bytes.size() && (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return {static_cast<char32_t>(first), 1};
  if (first >= 0xC2 && first <= 0xDF && continuation(1)) {
    return {static_cast<char32_t>((first & 0x1FU) << 6 | (byte(1) & 0x3FU)), 2};
  }
  if (first >= 0xE0 && first <= 0xEF && continuation(1) && continuation(2)) {
    const char32_t value = (first & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) return {value, 3};
  }
  if (first >= 0xF0 && first <= 0xF4 && continuation(1) && continuation(2) && continuation(3)) {
    const char32_t value = (first & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    if (value >= 0x10000 && value <= 0x10FFFF) return {value, 4};
  }
  return {};
}

struct Range {
  char32_t first;
  char32_t last;
};

bool is_in(char32_t value, const Range* begin, const Range* end) {
  const auto* found =
      std::lower_bound(begin, end, value, [](const Range& range, char32_t wanted) { return range.last < wanted; });
  return found != end && found->first <= value;
}

// Characters that change how the text around them is shown, or that a terminal obeys instead of showing.
constexpr std::array<Range, 8> kUnprintable{{{0x00, 0x1F},
                                             {0x7F, 0x9F},
                                             {0x061C, 0x061C},
                                             {0x200B, 0x200F},
                                             {0x2028, 0x202E},
                                             {0x2066, 0x2069},
                                             {0xFEFF, 0xFEFF},
                                             {0xE0000, 0xE007F}}};

// Unicode East Asian Width W and F, in the blocks that occur in names and in our Japanese texts.
constexpr std::array<Range, 15> kWide{{{0x1100, 0x115F},
                                       {0x231A, 0x231B},
                                       {0x2329, 0x232A},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0x33FF},
                                       {0x3400, 0x4DBF},
                                       {0x4E00, 0x9FFF},
                                       {0xA000, 0xA4CF},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1FAFF},
                                       {0x20000, 0x3FFFD}}};

constexpr std::array<Range, 7> kCombining{{{0x0300, 0x036F},
                                           {0x0483, 0x0489},
                                           {0x0591, 0x05BD},
                                           {0x1AB0, 0x1AFF},
                                           {0x20D0, 0x20FF},
                                           {0x3099, 0x309A},
                                           {0xFE00, 0xFE0F}}};

template <std::size_t N>
bool is_in(char32_t value, const std::array<Range, N>& table) {
  return is_in(value, table.data(), table.data() + N);
}

std::size_t width_of(char32_t value) {
  if (is_in(value, kCombining)) return 0;
  return is_in(value, kWide) ? 2 : 1;
}

// Characters that must not begin a line (JIS X 4051, the closing ones that our texts use).
bool is_closing(char32_t value) {
  constexpr std::u32string_view kClosing = U"、。,.:;!?)]}」』】〉》・ー…：；！？）";
  return kClosing.find(value) != std::u32string_view::npos;
}

bool is_opening(char32_t value) {
  constexpr std::u32string_view kOpening = U"([{「『【〈《（";
  return kOpening.find(value) != std::u32string_view::npos;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// By byte: catalogues have millions of digits.
constexpr std::array<std::int8_t, 256> kHexValues = [] {
  std::array<std::int8_t, 256> values{};
  for (std::int8_t& value : values) value = -1;
  for (int digit = 0; digit < 10; ++digit)
    values[static_cast<std::size_t>('0' + digit)] = static_cast<std::int8_t>(digit);
  for (int letter = 0; letter < 6; ++letter) {
    const auto value = static_cast<std::int8_t>(10 + letter);
    values[static_cast<std::size_t>('a' + letter)] = value;
    values[static_cast<std::size_t>('A' + letter)] = value;
  }
  return values;
}();

}  // namespace

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const CodePoint point = decode(bytes, at);
    if (point.length == 0) return false;
    at += point.length;
  }
  return true;
}

std::string printable(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const CodePoint point = decode(bytes, at);
    if (point.length == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes[at]));
      ++at;
      continue;
    }
    if (!is_in(point.value, kUnprintable)) {
      out += bytes.substr(at, point.length);
    } else if (point.value < 0x80) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(point.value));
    } else {
      out += fmt::format("\\u{{{:04x}}}", static_cast<unsigned>(point.value));
    }
    at += point.length;
  }
  return out;
}

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint point = decode(utf8, at);
    if (point.length == 0) {
      ++at;
      ++width;
      continue;
    }
    width += width_of(point.value);
    at += point.length;
  }
  return width;
}

std::vector<std::string> wrap(std::string_view utf8, std::size_t width) {
  // A piece is what no line break may split: a word of a spaced script, or one East Asian character with the
  // punctuation that clings to it.
  struct Piece {
    std::string text;
    std::size_t width = 0;
    std::size_t blanks = 0;  // before it; kept within a line, since names may have several
  };
  std::vector<Piece> pieces;
  std::size_t blanks = 0;
  bool glue = true;
  char32_t previous = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    CodePoint point = decode(utf8, at);
    if (point.length == 0) point = {U'?', 1};
    const std::string_view text = utf8.substr(at, point.length);
    at += point.length;
    if (point.value == U' ') {
      ++blanks;
      previous = point.value;
      continue;
    }
    const bool wide = width_of(point.value) == 2;
    const bool clings = is_closing(point.value) || is_opening(previous);
    const bool previous_wide = previous != 0 && width_of(previous) == 2;
    glue = !pieces.empty() && blanks == 0 && (clings || (!wide && !previous_wide));
    if (!glue) pieces.push_back({{}, 0, blanks});
    pieces.back().text += text;
    pieces.back().width += width_of(point.value);
    blanks = 0;
    previous = point.value;
  }
  std::vector<std::string> lines;
  std::size_t used = 0;
  for (const Piece& piece : pieces) {
    const std::size_t gap = used > 0 ? piece.blanks : 0;
    if (lines.empty() || (used > 0 && used + gap + piece.width > width)) {
      lines.push_back(piece.text);
      used = piece.width;
    } else {
      lines.back().append(gap, ' ').append(piece.text);
      used += gap + piece.width;
    }
  }
  return lines;
}

std::string to_lower(std::string_view ascii) {
  std::string out(ascii);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

int hex_value(char digit) {
  return kHexValues[static_cast<unsigned char>(digit)];
}

void append_hex(const std::uint8_t* bytes, std::size_t size, std::string& into) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::size_t begin = into.size();
  into.resize(begin + size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    into[begin + 2 * i] = kDigits[bytes[i] >> 4U];
    into[begin + 2 * i + 1] = kDigits[bytes[i] & 0x0FU];
  }
}

std::string to_hex(const std::uint8_t* bytes, std::size_t size) {
  std::string out;
  append_hex(bytes, size, out);
  return out;
}

bool read_hex(std::string_view hex, std::span<std::uint8_t> into) {
  if (hex.size() != 2 * into.size()) return false;
  int wrong = 0;  // negative as soon as one value is
  for (std::size_t i = 0; i < into.size(); ++i) {
    const int high = hex_value(hex[2 * i]), low = hex_value(hex[2 * i + 1]);
    wrong |= high | low;
    into[i] = static_cast<std::uint8_t>((high << 4) | low);
  }
  return wrong >= 0;
}

std::optional<std::vector<std::uint8_t>> from_hex(std::string_view hex) {
  std::vector<std::uint8_t> bytes(hex.size() / 2);
  if (!read_hex(hex, bytes)) return std::nullopt;
  return bytes;
}

std::optional<std::uint64_t> parse_unsigned(std::string_view digits) {
  if (digits.empty()) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (std::numeric_limits<std::uint64_t>::max() - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

}  // namespace webcid::base
