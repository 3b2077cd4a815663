#include "declarations.hpp"

namespace webcid::iis {
namespace {

constexpr int kMaxDepth = 16;

}  // namespace

void Declarations::add(const pugi::xml_node& configuration) {
  for (const pugi::xml_node& sections : configuration.children("configSections")) add_group(sections, "", 0);
}

void Declarations::add_group(const pugi::xml_node& group, const std::string& path, int depth) {
  if (depth > kMaxDepth) return;
  for (const pugi::xml_node& child : group.children()) {
    const std::string_view element = child.name();
    const std::string name = child.attribute("name").value();
    if (name.empty()) continue;
    const std::string full = path.empty() ? name : path + "/" + name;
    if (element == "sectionGroup") {
      m_groups.insert(full);
      add_group(child, full, depth + 1);
    } else if (element == "section") {
      const std::string_view where = child.attribute("allowDefinition").value();
      m_sections[full] = {std::string_view(child.attribute("overrideModeDefault").value()) == "Deny",
                          where == "AppHostOnly" || where == "MachineOnly", where == "MachineToApplication"};
    }
  }
}

bool Declarations::is_server_only(std::string_view path) const {
  const auto found = m_sections.find(path);
  return found != m_sections.end() && found->second.is_server_only;
}

bool Declarations::is_application_only(std::string_view path) const {
  const auto found = m_sections.find(path);
  return found != m_sections.end() && found->second.is_application_only;
}

std::vector<std::string> Declarations::locked_sections() const {
  std::vector<std::string> locked;
  for (const auto& [path, declared] : m_sections) {
    if (declared.is_locked) locked.push_back(path);
  }
  return locked;
}

}  // namespace webcid::iis
