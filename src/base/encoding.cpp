#include <webcid/base/encoding.hpp>

#include <cstddef>

namespace webcid::base {

std::string as_utf8(std::string text) {
  const bool is_little = text.starts_with("\xff\xfe");
  if (!is_little && !text.starts_with("\xfe\xff")) return text;
  const auto unit_at = [&](std::size_t at) {
    const auto low = static_cast<unsigned char>(text[is_little ? at : at + 1]);
    const auto high = static_cast<unsigned char>(text[is_little ? at + 1 : at]);
    return static_cast<char32_t>(low | (high << 8U));
  };
  std::string out;
  for (std::size_t at = 2; at + 1 < text.size(); at += 2) {
    char32_t code = unit_at(at);
    if (code >= 0xd800 && code < 0xdc00 && at + 3 < text.size()) {
      code = 0x10000 + ((code - 0xd800) << 10U) + (unit_at(at + 2) & 0x3ffU);
      at += 2;
    }
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xc0 | (code >> 6U));
      put(0x80 | (code & 0x3fU));
    } else if (code < 0x10000) {
      put(0xe0 | (code >> 12U));
      put(0x80 | ((code >> 6U) & 0x3fU));
      put(0x80 | (code & 0x3fU));
    } else {
      put(0xf0 | (code >> 18U));
      put(0x80 | ((code >> 12U) & 0x3fU));
      put(0x80 | ((code >> 6U) & 0x3fU));
      put(0x80 | (code & 0x3fU));
    }
  }
  return out;
}

}  // namespace webcid::base
