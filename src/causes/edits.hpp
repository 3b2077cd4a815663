// Changes to the configuration of IIS as data: every form that a remedy has is derived from these.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace webcid::causes {

// Where a section may be set on a server as it is installed (overrideModeDefault of applicationHost.config).
enum class Home : std::uint8_t {
  WebConfig,   // in the share's own web.config
  ServerOnly,  // locked: 500.19 in a web.config, hence only in applicationHost.config
};

// A section, in the two ways the tools name it.
struct Section {
  std::string_view name;  // "requestFiltering": appcmd
  std::string_view path;  // "system.webServer/security/requestFiltering": PowerShell, and the elements of a web.config
  Home home = Home::WebConfig;
};

namespace sections {
inline constexpr Section kStaticContent{"staticContent", "system.webServer/staticContent"};
inline constexpr Section kRequestFiltering{"requestFiltering", "system.webServer/security/requestFiltering"};
inline constexpr Section kDirectoryBrowse{"directoryBrowse", "system.webServer/directoryBrowse"};
// Locked by its definition, but the installed applicationHost.config opens it with a <location path="">.
inline constexpr Section kHandlers{"handlers", "system.webServer/handlers"};
inline constexpr Section kHttpRedirect{"httpRedirect", "system.webServer/httpRedirect"};
inline constexpr Section kUrlCompression{"urlCompression", "system.webServer/urlCompression"};
inline constexpr Section kAuthorization{"authorization", "system.webServer/security/authorization"};
inline constexpr Section kAccess{"access", "system.webServer/security/access", Home::ServerOnly};
inline constexpr Section kIpSecurity{"ipSecurity", "system.webServer/security/ipSecurity", Home::ServerOnly};
inline constexpr Section kDynamicIpSecurity{"dynamicIpSecurity", "system.webServer/security/dynamicIpSecurity",
                                            Home::ServerOnly};
inline constexpr Section kAnonymous{
    "anonymousAuthentication", "system.webServer/security/authentication/anonymousAuthentication", Home::ServerOnly};
}  // namespace sections

enum class Act : std::uint8_t {
  Set,     // an attribute
  Put,     // an entry of a collection: removed first, because a duplicate is an error of its own (500.19), while
           // removing an absent one is harmless in a web.config
  Remove,  // an entry of a collection, also an inherited one
  Clear,   // all entries; in a web.config only
};

// Whether the finding tells what was there before, so that the change can be taken back by itself.
enum class Former : std::uint8_t { Unknown, Known };

struct Attribute {
  std::string_view name;
  std::string value;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

struct Edit {
  Act act = Act::Set;
  Section section;
  std::string_view part;               // element below the section: "hiddenSegments"; "" for the section itself
  std::string_view entry;              // of a collection, as a web.config calls it: "add", "mimeMap"
  std::vector<Attribute> keys;         // what tells the entry from others
  std::vector<Attribute> values;       // Set: the one attribute; Put: what the entry has beside its keys
  Former former = Former::Unknown;     // Put: there was none of these keys; Remove: there was exactly this one
  std::string_view former_value = {};  // Set: what the attribute was
};

Edit set_attribute(Section section, std::string_view part, Attribute attribute, std::string_view former_value = {});
Edit put_entry(Section section, std::string_view part, std::string_view entry, std::vector<Attribute> keys,
               std::vector<Attribute> values, Former former);
Edit remove_entry(Section section, std::string_view part, std::vector<Attribute> keys);
Edit clear_entries(Section section, std::string_view part);

// A map to application/octet-stream.
Edit put_mime_map(std::string extension);

// The same change twice changes nothing: of edits of the same attribute or entry the last one stays, in the place of
// the first. Entries are told apart as IIS does, ASCII case ignored.
std::vector<Edit> merged(std::vector<Edit> edits);

// What takes the edit back; empty where the former state is not known.
std::vector<Edit> taken_back(const Edit& edit);

}  // namespace webcid::causes
