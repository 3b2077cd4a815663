#include <webcid/base/secret.hpp>

namespace webcid::base {

void wipe(std::string& text) {
  text.resize(text.capacity());
  volatile char* const bytes = text.data();
  for (std::size_t i = 0; i < text.size(); ++i) bytes[i] = 0;
  text.clear();
}

}  // namespace webcid::base
