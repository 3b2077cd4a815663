// What sends a request elsewhere: httpRedirect and the inbound rules of URL Rewrite.
#include <algorithm>
#include <array>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "rewriting.hpp"
#include "sections.hpp"

namespace webcid::iis {
namespace {

void merge_http_redirect(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  HttpRedirect& redirect = place.rules.http_redirect;
  redirect.base = place.url;
  reader.read(node, "enabled", redirect.enabled);
  reader.read(node, "destination", redirect.destination);
  reader.read(node, "exactDestination", redirect.is_exact);
  reader.read(node, "childOnly", redirect.children_only);
  std::size_t status = 4;
  reader.read_enum(node, "httpResponseStatus", {"Permanent", "Found", "Temporary", "PermRedirect"}, status);
  constexpr std::array<int, 4> kStatuses{301, 302, 307, 308};
  if (status < kStatuses.size()) redirect.status = kStatuses[status];
  reader.check_attributes(node, {"enabled", "destination", "exactDestination", "childOnly", "httpResponseStatus"});
  reader.check_children(node, {}, {"add", "remove", "clear"});
}

RewriteCondition read_condition(ConfigReader& reader, const pugi::xml_node& node) {
  RewriteCondition condition;
  reader.read(node, "input", condition.input);
  reader.read(node, "pattern", condition.pattern);
  reader.read(node, "ignoreCase", condition.ignores_case);
  reader.read(node, "negate", condition.is_negated);
  reader.read_enum(node, "matchType", {"Pattern", "IsFile", "IsDirectory"}, condition.kind);
  return condition;
}

void read_action(ConfigReader& reader, const pugi::xml_node& node, RewriteRule& rule) {
  reader.read_enum(node, "type", {"None", "Rewrite", "Redirect", "CustomResponse", "AbortRequest"}, rule.action);
  reader.read(node, "url", rule.url);
  reader.read(node, "appendQueryString", rule.appends_query);
  if (rule.action == RewriteAction::Redirect) {
    std::size_t type = 0;
    reader.read_enum(node, "redirectType", {"Permanent", "Found", "SeeOther", "Temporary"}, type);
    constexpr std::array<int, 4> kStatuses{301, 302, 303, 307};
    rule.status = kStatuses[type];
  }
  if (rule.action == RewriteAction::CustomResponse) {
    std::uint32_t status = 0;
    std::uint32_t sub_status = 0;
    reader.read(node, "statusCode", status);
    reader.read(node, "subStatusCode", sub_status);
    reader.read(node, "statusReason", rule.reason);
    rule.status = static_cast<int>(std::min<std::uint32_t>(status, 999));
    rule.sub_status = static_cast<int>(std::min<std::uint32_t>(sub_status, 999));
  }
}

RewriteRule read_rule(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  RewriteRule rule;
  rule.base = place.url;
  reader.read(node, "name", rule.name);
  reader.read_enum(node, "patternSyntax", {"ECMAScript", "Wildcard", "ExactMatch"}, rule.syntax);
  reader.read(node, "stopProcessing", rule.stops);
  const pugi::xml_node match = node.child("match");
  reader.read(match, "url", rule.pattern);
  reader.read(match, "ignoreCase", rule.ignores_case);
  reader.read(match, "negate", rule.is_negated);
  const pugi::xml_node conditions = node.child("conditions");
  reader.read_enum(conditions, "logicalGrouping", {"MatchAny", "MatchAll"}, rule.needs_all_conditions);
  for (const pugi::xml_node& child : conditions.children("add")) {
    rule.conditions.push_back(read_condition(reader, child));
  }
  reader.check_children(node, {"match", "conditions", "action"}, {"serverVariables"});
  if (const pugi::xml_node action = node.child("action")) read_action(reader, action, rule);
  return rule;
}

void merge_rule_list(ConfigReader& reader, const pugi::xml_node& node, const Place& place,
                     std::vector<RewriteRule>& rules) {
  const auto position = [&](const std::string& key) {
    return std::find_if(rules.begin(), rules.end(),
                        [&](const RewriteRule& rule) { return fold_name(rule.name) == key; });
  };
  reader.merge(node, {"rule",
                      {{"name"}},
                      "",
                      [&](const std::string& key) { return position(key) != rules.end(); },
                      [&](const std::string&, const pugi::xml_node& child) {
                        if (std::string_view(child.attribute("enabled").value()) == "false") return;
                        RewriteRule rule = read_rule(reader, child, place);
                        if (const std::string why = why_not_followed(rule); !why.empty()) {
                          reader.ignore(child, "[@name='" + base::printable(rule.name) + "']: " + why);
                        } else {
                          rules.push_back(std::move(rule));
                        }
                      },
                      [&](const std::string& key) {
                        if (const auto found = position(key); found != rules.end()) rules.erase(found);
                      },
                      [&] { rules.clear(); },
                      {},
                      ConfigReader::EntryCheck::Caller});
}

void merge_global_rules(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  merge_rule_list(reader, node, place, place.rules.global_rewrite_rules);
}

void merge_rules(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  merge_rule_list(reader, node, place, place.rules.rewrite_rules);
}

constexpr std::array<Section, 3> kSections{{
    {"system.webServer/httpRedirect", &merge_http_redirect},
    {"system.webServer/rewrite/globalRules", &merge_global_rules},
    {"system.webServer/rewrite/rules", &merge_rules},
}};

}  // namespace

std::span<const Section> redirect_sections() {
  return kSections;
}

}  // namespace webcid::iis
