#include <webcid/base/text.hpp>
#include <webcid/iis/configuration.hpp>

#include <algorithm>

namespace webcid::iis {

std::optional<std::string_view> StaticContent::type_of(std::string_view extension) const {
  auto found = types.find(extension.empty() ? std::string_view(".") : extension);
  if (found == types.end() && !extension.empty()) found = types.find(std::string_view(".*"));
  if (found == types.end()) return std::nullopt;
  return found->second;
}

const CustomError* HttpErrors::find(int status, int sub_status) const {
  const CustomError* general = nullptr;
  for (const CustomError& error : errors) {
    if (error.status != status) continue;
    if (error.sub_status == sub_status) return &error;
    if (error.sub_status == -1) general = &error;
  }
  return general;
}

bool Configuration::has_module(std::string_view name) const {
  return std::any_of(modules.begin(), modules.end(),
                     [&](const std::string& module) { return base::equals_ignoring_case(module, name); });
}

}  // namespace webcid::iis
