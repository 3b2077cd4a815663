// UTF-16, which Windows has for names, for its console, and in what its editors and exports write, and UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace webcid::base {

// As UTF-8. Half a surrogate pair, which Windows admits in the name of a file, becomes the three bytes that its number
// would have (no UTF-8: see printable), and to_utf16 makes the same name of them again.
std::string to_utf8(std::u16string_view units);
// Back. Any other byte that is no UTF-8 becomes U+FFFD.
std::u16string to_utf16(std::string_view bytes);

// The longest beginning of at most `most` units that cuts no surrogate pair in two; `most` is at least 2.
std::u16string_view first_units(std::u16string_view units, std::size_t most);

// Every line with the end that Windows has, CR LF; one that has it already keeps it.
std::string with_carriage_returns(std::string_view text);

// UTF-16 with a byte order mark as UTF-8; anything else as it is. Half a surrogate pair becomes bytes that are no UTF-8
// (see printable), an odd last byte is dropped.
std::string as_utf8(std::string text);

}  // namespace webcid::base
