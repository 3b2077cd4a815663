#include <webcid/model/endpoint_settings.hpp>

#include <webcid/model/names.hpp>

namespace webcid::model {
namespace {

constexpr NameTable<SettingsKind, 3> kKinds{{
    {SettingsKind::Iconn, "iconn.cfg"},
    {SettingsKind::Preferences, "com.sophos.sau.plist"},
    {SettingsKind::Savconfig, "savconfig"},
}};

}  // namespace

std::string_view name_of(SettingsKind kind) {
  return name_in(kKinds, kind);
}

}  // namespace webcid::model
