// Who answers: handlers with their access policy, modules, what CGI and ISAPI may run, WebDAV.
#include <algorithm>
#include <array>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "config_collections.hpp"
#include "sections.hpp"

namespace webcid::iis {
namespace {

Handler read_handler(ConfigReader& reader, const pugi::xml_node& node) {
  Handler handler;
  reader.read(node, "name", handler.name);
  reader.read(node, "path", handler.path);
  handler.verbs = words_of(node.attribute("verb").value());
  handler.modules = words_of(node.attribute("modules").value());
  reader.read(node, "type", handler.type);
  reader.read(node, "scriptProcessor", handler.script_processor);
  reader.read_enum(node, "resourceType", {"File", "Directory", "Either", "Unspecified"}, handler.resource_type);
  reader.read_enum(node, "requireAccess", {"None", "Read", "Write", "Script", "Execute"}, handler.require_access);
  handler.preconditions = words_of(node.attribute("preCondition").value());
  reader.check_attributes(node, {"name", "path", "verb", "modules", "type", "scriptProcessor", "resourceType",
                                 "requireAccess", "preCondition", "allowPathInfo", "responseBufferLimit"});
  return handler;
}

void merge_handlers(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  Handlers& handlers = place.rules.handlers;
  reader.check_attributes(node, {"accessPolicy"});
  const auto flags = reader.read_flags(node, "accessPolicy",
                                       {"None", "Read", "Write", "Script", "Execute", "Source", "NoRemoteRead",
                                        "NoRemoteWrite", "NoRemoteExecute", "NoRemoteScript"});
  if (flags) {
    handlers.access_policy.clear();
    for (std::size_t flag : *flags) {
      if (flag >= 1 && flag <= 4) handlers.access_policy.insert(static_cast<Permission>(flag));
      if (flag > 4) reader.ignore(node, "/@accessPolicy");
    }
  }
  merge_rows(
      reader, node, {"add", {{"name"}}, "path", {}, ConfigReader::EntryCheck::Caller}, handlers.list,
      [](const Handler& handler) { return fold_name(handler.name); },
      [&](const pugi::xml_node& child) { return read_handler(reader, child); }, Added::InFront);
}

void merge_modules(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.check_attributes(node, {"runAllManagedModulesForAllRequests", "runManagedModulesForWebDavRequests"});
  merge_rows(
      reader, node, {"add", {{"name"}}, "", {"type", "preCondition"}}, place.rules.modules,
      [](const std::string& module) { return fold_name(module); },
      [](const pugi::xml_node& child) { return std::string(child.attribute("name").value()); });
}

void merge_cgi_restriction(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  CgiRestriction& restriction = place.rules.cgi_restriction;
  reader.read(node, "notListedIsapisAllowed", restriction.allows_unlisted_isapis);
  reader.read(node, "notListedCgisAllowed", restriction.allows_unlisted_cgis);
  reader.check_attributes(node, {"notListedIsapisAllowed", "notListedCgisAllowed"});
  merge_map(reader, node, {"add", {{"path"}}, "allowed", {"groupId", "description"}}, restriction.allowed,
            [&](const pugi::xml_node& child) { return read_flag(reader, child, "allowed", false); });
}

void merge_webdav_authoring(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.read(node, "enabled", place.rules.webdav_authoring);
  // What it lets clients write is of no interest to one that reads.
}

constexpr std::array<Section, 4> kSections{{
    {"system.webServer/handlers", &merge_handlers},
    {"system.webServer/modules", &merge_modules},
    {"system.webServer/security/isapiCgiRestriction", &merge_cgi_restriction},
    {"system.webServer/webdav/authoring", &merge_webdav_authoring},
}};

}  // namespace

std::span<const Section> handler_sections() {
  return kSections;
}

}  // namespace webcid::iis
