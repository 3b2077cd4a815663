// The fields of the texts in .webcid: separated by one blank, "-" for nothing.
#pragma once

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include <webcid/model/catalogue.hpp>

namespace webcid::store::fields {

// Bytes of an entity tag that is worth keeping.
inline constexpr std::size_t kMostTag = 255;

template <class Number>
bool parse(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end;
}

// The text up to the next blank, taken off the line.
std::string_view next(std::string_view& line);

// With %XX for '%', blanks, control characters and a leading '-'; "-" for none and for one too long.
void encode_tag(std::string_view tag, std::string& into);
// Adds what encode_tag was given; false for what it never writes.
bool decode_tag(std::string_view text, std::string& into);

// "sha256:HEX"; "-" for null.
void encode_digest(const model::Digest* digest, std::string& into);
bool decode_digest(std::string_view text, model::Digest& into);

}  // namespace webcid::store::fields
