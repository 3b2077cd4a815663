// What Windows keeps beside iconn.cfg.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace webcid::endpoint {

struct LastUpdate {
  std::uint64_t seconds = 0;  // since 1970
  std::string key;
};

// HKLM\SOFTWARE\[WOW6432Node\]Sophos\AutoUpdate\UpdateStatus, LastUpdateTime: the later one of both views. Nothing on
// other systems.
std::optional<LastUpdate> last_update();

}  // namespace webcid::endpoint
