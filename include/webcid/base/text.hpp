// Text that people see and bytes that servers send. Names are bytes; they are shown as UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace webcid::base {

// True when `bytes` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes);

// `bytes` made safe for a terminal and for any report: well-formed UTF-8, with control characters (C0, DEL, C1),
// bidirectional overrides, line separators and stray bytes written as \xNN or \u{NNNN}. A backslash stays as it is.
std::string printable(std::string_view bytes);

// Columns that well-formed UTF-8 takes on a terminal: 2 for East Asian wide and full-width, 0 for combining marks.
std::size_t display_width(std::string_view utf8);

// `utf8` broken into lines of at most `width` columns: at blanks, and between East Asian characters,
// never before closing punctuation. A word wider than `width` gets a line of its own.
std::vector<std::string> wrap(std::string_view utf8, std::size_t width);

std::string to_lower(std::string_view ascii);                       // ASCII letters only
bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII letters only
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
std::string_view trim(std::string_view text);  // blanks, tabs, CR, LF
std::vector<std::string_view> split(std::string_view text, char separator);

std::string to_hex(const std::uint8_t* bytes, std::size_t size);  // lower case
void append_hex(const std::uint8_t* bytes, std::size_t size, std::string& into);
// The value of a hex digit in either case; -1 for anything else.
int hex_value(char digit);
// The bytes of a hex text in either case that is twice as long as `into`; false, and anything in `into`, for any other.
bool read_hex(std::string_view hex, std::span<std::uint8_t> into);
// The bytes of an even-length hex text in either case; nothing for anything else.
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view hex);

// A decimal number without sign, blanks or overflow; nothing for anything else.
std::optional<std::uint64_t> parse_unsigned(std::string_view digits);

}  // namespace webcid::base
