#include <webcid/iis/configuration.hpp>

namespace webcid::iis {

std::optional<std::string_view> StaticContent::type_of(std::string_view extension) const {
  auto found = types.find(extension.empty() ? std::string_view(".") : extension);
  if (found == types.end() && !extension.empty()) found = types.find(std::string_view(".*"));
  if (found == types.end()) return std::nullopt;
  return found->second;
}

}  // namespace webcid::iis
