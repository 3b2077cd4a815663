#include <webcid/base/secret.hpp>

namespace webcid::base {

void wipe_bytes(char* begin, std::size_t count) {
  volatile char* const bytes = begin;
  for (std::size_t i = 0; i < count; ++i) bytes[i] = 0;
}

void wipe(std::string& text) {
  text.resize(text.capacity());
  wipe_bytes(text.data(), text.size());
  text.clear();
}

}  // namespace webcid::base
