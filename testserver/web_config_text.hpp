// A web.config put together from named pieces, so that scenarios which each change one thing can be combined.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace webcid::testserver {

// One setting, where an administrator would find it.
struct ConfigPiece {
  std::string name;                               // by which a scenario drops or replaces it
  std::string section;                            // below <system.webServer>: "security/requestFiltering"
  std::map<std::string, std::string> attributes;  // of the section's element, in order of their names
  std::string text;                               // child elements, XML; "" when there are none
};

// The file's text: sections in the order in which they first appear, pieces of one section together.
std::string web_config_text(const std::vector<ConfigPiece>& pieces);

// The same as a <location> of applicationHost.config; "" without pieces.
std::string location_text(const std::string& path, const std::vector<ConfigPiece>& pieces);

}  // namespace webcid::testserver
