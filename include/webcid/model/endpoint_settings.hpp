// What an endpoint's own configuration says of where it updates from. Never a password, never a user name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/model/report.hpp>

namespace webcid::model {

// What the settings were read from.
enum class SettingsKind : std::uint8_t {
  Iconn,        // Windows: iconn.cfg
  Preferences,  // macOS: com.sophos.sau.plist
  Savconfig,    // Linux: what `savconfig` prints
};
std::string_view name_of(SettingsKind kind);  // "iconn.cfg", "com.sophos.sau.plist", "savconfig"

// A value and where it stands: raw bytes both, the value without credentials.
struct Setting {
  std::string text;
  std::string key;  // "[PPI.WebConfig_Primary] ConnectionAddress", "PrimaryServerURL"
  friend bool operator==(const Setting&, const Setting&) = default;
};

// Who publishes what an endpoint updates from.
enum class Publisher : std::uint8_t {
  Site,    // the site's own server: the addresses say which
  Vendor,  // the vendor's servers: no address
};

// The primary or the secondary location.
struct UpdateSource {
  bool is_configured = false;  // the settings speak of it
  Publisher publisher = Publisher::Site;
  std::vector<Setting> addresses;  // the first is the one in use; "" where a key for it is there and empty
  std::optional<Setting> proxy;    // "host:port", or what stands there instead
  bool has_account = false;
  bool proxy_has_account = false;
};

struct EndpointSettings {
  std::string origin;  // the file, or the command
  SettingsKind kind = SettingsKind::Iconn;
  UpdateSource primary;
  UpdateSource secondary;
  std::optional<Setting> last_update;  // RFC 3339 where the format is known, else as it stands there
};

// What is to be said of them.
struct SettingsVerdict {
  // Healthy; Broken: the primary address cannot be updated from; Deviates: only the secondary cannot; Unknown: updates
  // come from the vendor, so that there is no address to judge.
  Verdict verdict = Verdict::Unknown;
  std::vector<Finding> findings;  // errors (the primary address) first, then warnings (the secondary one)
};

}  // namespace webcid::model
