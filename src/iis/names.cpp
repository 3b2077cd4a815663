#include <cstddef>
#include <webcid/iis/names.hpp>

namespace webcid::iis {
namespace {

// Two-byte sequences whose lower-case partner is another two-byte sequence; `lead` and `trail` are replaced in place.
void fold_two_bytes(unsigned char& lead, unsigned char& trail) {
  unsigned code = ((lead & 0x1fU) << 6U) | (trail & 0x3fU);
  if ((code >= 0xc0 && code <= 0xde && code != 0xd7) ||     // Latin-1
      (code >= 0x391 && code <= 0x3a9 && code != 0x3a2) ||  // Greek
      (code >= 0x410 && code <= 0x42f)) {                   // Cyrillic
    code += 0x20;
  } else if (code >= 0x400 && code <= 0x40f) {
    code += 0x50;
  }
  lead = static_cast<unsigned char>(0xc0U | (code >> 6U));
  trail = static_cast<unsigned char>(0x80U | (code & 0x3fU));
}

}  // namespace

std::string fold_name(std::string_view name) {
  std::string folded(name);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    auto byte = static_cast<unsigned char>(folded[i]);
    if (byte >= 'A' && byte <= 'Z') {
      folded[i] = static_cast<char>(byte - 'A' + 'a');
    } else if (byte >= 0xc3 && byte <= 0xd1 && i + 1 < folded.size()) {
      auto trail = static_cast<unsigned char>(folded[i + 1]);
      if ((trail & 0xc0U) != 0x80) continue;
      fold_two_bytes(byte, trail);
      folded[i] = static_cast<char>(byte);
      folded[++i] = static_cast<char>(trail);
    }
  }
  return folded;
}

}  // namespace webcid::iis
