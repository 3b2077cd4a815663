#ifndef _WIN32
#include <webcid/endpoint/endpoint.hpp>

#include "registry.hpp"

namespace webcid::endpoint {

Places usual_places() {
  Places out;
  out.preferences = "/Library/Preferences/com.sophos.sau.plist";
  out.savconfig = "/opt/sophos-av/bin/savconfig";
  return out;
}

std::optional<LastUpdate> last_update() {
  return std::nullopt;
}

}  // namespace webcid::endpoint
#endif
