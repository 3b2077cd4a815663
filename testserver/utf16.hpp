// UTF-16, in which NTLM takes names and passwords.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace webcid::testserver {

// Bytes that are no UTF-8, and surrogates without their other half, become U+FFFD.
std::u16string to_utf16(std::string_view utf8);
std::string to_utf8(std::u16string_view text);

// Little-endian, as NTLM has it on the wire. Nothing for an odd number of bytes.
std::string to_little_endian(std::u16string_view text);
std::optional<std::u16string> from_little_endian(std::string_view bytes);

// Every byte as a code unit of its own: what clients make of a name in an "OEM" message when they compute with it.
std::u16string widened(std::string_view bytes);

// Upper case as Windows has it for account names: the letters of ASCII, Latin-1, Greek, Cyrillic and full-width Latin.
std::u16string to_upper(std::u16string_view text);

}  // namespace webcid::testserver
