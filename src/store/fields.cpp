#include "fields.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

namespace webcid::store::fields {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The byte that two hex digits are; -1 for anything else.
int byte_of(char high, char low) {
  const int a = hex_value(high), b = hex_value(low);
  return a < 0 || b < 0 ? -1 : a * 16 + b;
}

bool needs_encoding(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == '%' || c == 0x7F;
}

}  // namespace

std::string_view next(std::string_view& line) {
  const std::size_t blank = std::min(line.find(' '), line.size());
  const std::string_view field = line.substr(0, blank);
  line.remove_prefix(std::min(blank + 1, line.size()));
  return field;
}

void encode_tag(std::string_view tag, std::string& into) {
  if (tag.empty() || tag.size() > kMostTag) {
    into += '-';
    return;
  }
  for (std::size_t i = 0; i < tag.size(); ++i) {
    if (needs_encoding(tag[i]) || (i == 0 && tag[i] == '-')) {
      fmt::format_to(std::back_inserter(into), "%{:02x}", static_cast<unsigned char>(tag[i]));
    } else {
      into += tag[i];
    }
  }
}

bool decode_tag(std::string_view text, std::string& into) {
  if (text == "-") return true;
  std::array<char, kMostTag> decoded;
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (length == decoded.size()) return false;
    if (text[i] != '%') {
      decoded[length++] = text[i];
      continue;
    }
    if (text.size() - i < 3) return false;
    const int byte = byte_of(text[i + 1], text[i + 2]);
    if (byte < 0) return false;
    decoded[length++] = static_cast<char>(byte);
    i += 2;
  }
  into.append(decoded.data(), length);
  return length > 0;
}

void encode_digest(const model::Digest* digest, std::string& into) {
  if (digest == nullptr) {
    into += '-';
    return;
  }
  into += model::name_of(digest->algorithm);
  into += ':';
  base::append_hex(digest->bytes.data(), model::size_of(digest->algorithm), into);
}

bool decode_digest(std::string_view text, model::Digest& into) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const auto algorithm = model::digest_algorithm(text.substr(0, colon));
  const std::string_view hex = text.substr(colon + 1);
  if (!algorithm || hex.size() != 2 * model::size_of(*algorithm)) return false;
  into.algorithm = *algorithm;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int byte = byte_of(hex[i], hex[i + 1]);
    if (byte < 0) return false;
    into.bytes[i / 2] = static_cast<std::uint8_t>(byte);
  }
  return true;
}

}  // namespace webcid::store::fields
