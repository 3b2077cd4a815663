// Nothing there prints its settings.
#ifdef _WIN32
#include "command.hpp"

namespace webcid::endpoint {

std::optional<std::string> output_of(const std::string&, const std::vector<std::string>&, std::chrono::milliseconds) {
  return std::nullopt;
}

}  // namespace webcid::endpoint
#endif
