// <configSections>: which sections a file may hold, and which of them are locked by default.
#pragma once

#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace webcid::iis {

class Declarations {
 public:
  explicit Declarations(const pugi::xml_node& configuration) { add(configuration); }

  // Those of another file's root element on top.
  void add(const pugi::xml_node& configuration);

  bool is_section(std::string_view path) const { return m_sections.find(path) != m_sections.end(); }
  bool is_group(std::string_view path) const { return m_groups.find(path) != m_groups.end(); }
  // allowDefinition="AppHostOnly" or "MachineOnly": never in a web.config.
  bool is_server_only(std::string_view path) const;
  // allowDefinition="MachineToApplication": in the web.config of an application's root, not below it.
  bool is_application_only(std::string_view path) const;
  // overrideModeDefault="Deny"
  std::vector<std::string> locked_sections() const;

 private:
  struct Declared {
    bool is_locked = false;
    bool is_server_only = false;
    bool is_application_only = false;
  };
  void add_group(const pugi::xml_node& group, const std::string& path, int depth);

  std::map<std::string, Declared, std::less<>> m_sections;
  std::set<std::string, std::less<>> m_groups;
};

}  // namespace webcid::iis
