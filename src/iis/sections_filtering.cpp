// security/requestFiltering, all of it.
#include <algorithm>
#include <array>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "config_collections.hpp"
#include "sections.hpp"

namespace webcid::iis {
namespace {

// A collection of strings; entries are compared folded and kept folded.
void merge_list(ConfigReader& reader, const pugi::xml_node& node, std::string_view key,
                std::vector<std::string>& list) {
  merge_rows(
      reader, node, {"add", {{key}}}, list, [](const std::string& row) { return row; },
      [key](const pugi::xml_node& child) { return fold_name(child.attribute(std::string(key).c_str()).value()); });
}

void merge_hidden_segments(ConfigReader& reader, const pugi::xml_node& node, RequestFiltering& filtering) {
  auto& hidden = filtering.hidden_segments;
  reader.check_attributes(node, {"applyToWebDAV"});
  reader.merge(node, {"add",
                      {{"segment"}},
                      "",
                      [&](const std::string& key) { return hidden.contains(key); },
                      [&](const std::string& key, const pugi::xml_node&) { hidden.insert(key); },
                      [&](const std::string& key) { hidden.erase(key); },
                      [&] { hidden.clear(); }});
}

// fileExtensions and verbs: what is listed is allowed or denied, the rest as allowUnlisted says.
void merge_allowances(ConfigReader& reader, const pugi::xml_node& node, std::string_view key, bool& allow_unlisted,
                      std::map<std::string, bool, std::less<>>& allowed) {
  reader.read(node, "allowUnlisted", allow_unlisted);
  reader.check_attributes(node, {"allowUnlisted", "applyToWebDAV"});
  merge_map(reader, node, {"add", {{key}}, "", {"allowed"}}, allowed,
            [&](const pugi::xml_node& child) { return read_flag(reader, child, "allowed", true); });
}

void merge_file_extensions(ConfigReader& reader, const pugi::xml_node& node, RequestFiltering& filtering) {
  merge_allowances(reader, node, "fileExtension", filtering.allow_unlisted_extensions, filtering.extensions);
}

void merge_verbs(ConfigReader& reader, const pugi::xml_node& node, RequestFiltering& filtering) {
  merge_allowances(reader, node, "verb", filtering.allow_unlisted_verbs, filtering.verbs);
}

void merge_limits(ConfigReader& reader, const pugi::xml_node& node, RequestFiltering& filtering) {
  reader.read(node, "maxUrl", filtering.max_url);
  reader.read(node, "maxQueryString", filtering.max_query_string);
  reader.read(node, "maxAllowedContentLength", filtering.max_content_length);
  reader.check_attributes(node, {"maxUrl", "maxQueryString", "maxAllowedContentLength"});
  reader.check_children(node, {"headerLimits"});
  const pugi::xml_node headers = node.child("headerLimits");
  if (!headers) return;
  merge_map(reader, headers, {"add", {{"header"}}, "sizeLimit"}, filtering.header_limits,
            [&](const pugi::xml_node& child) {
              std::uint32_t limit = 0;
              reader.read(child, "sizeLimit", limit);
              return limit;
            });
}

void merge_sequences(ConfigReader& reader, const pugi::xml_node& node, RequestFiltering& filtering) {
  merge_list(reader, node, "sequence", filtering.denied_sequences);
}

void merge_allowed_urls(ConfigReader& reader, const pugi::xml_node& node, RequestFiltering& filtering) {
  merge_list(reader, node, "url", filtering.always_allowed_urls);
}

void merge_query_sequences(ConfigReader& reader, const pugi::xml_node& node, RequestFiltering& filtering) {
  merge_list(reader, node, "sequence", filtering.denied_queries);
}

void merge_allowed_queries(ConfigReader& reader, const pugi::xml_node& node, RequestFiltering& filtering) {
  merge_list(reader, node, "queryString", filtering.always_allowed_queries);
}

FilteringRule read_rule(ConfigReader& reader, const pugi::xml_node& node) {
  FilteringRule rule;
  rule.name = node.attribute("name").value();
  reader.read(node, "scanUrl", rule.scans_url);
  reader.read(node, "scanQueryString", rule.scans_query);
  reader.check_attributes(node, {"name", "scanUrl", "scanQueryString"}, {"scanAllRaw", "denyUnescapedPercent"});
  reader.check_children(node, {"scanHeaders", "appliesTo", "denyStrings"});
  for (const pugi::xml_node& header : node.child("scanHeaders").children("add")) {
    rule.scanned_headers.emplace_back(header.attribute("requestHeader").value());
  }
  for (const pugi::xml_node& extension : node.child("appliesTo").children("add")) {
    rule.applies_to.insert(fold_name(extension.attribute("fileExtension").value()));
  }
  for (const pugi::xml_node& text : node.child("denyStrings").children("add")) {
    const std::string denied = fold_name(text.attribute("string").value());
    if (!denied.empty()) rule.denied.push_back(denied);
  }
  return rule;
}

void merge_rules(ConfigReader& reader, const pugi::xml_node& node, RequestFiltering& filtering) {
  merge_rows(
      reader, node, {"filteringRule", {{"name"}}, "", {}, ConfigReader::EntryCheck::Caller}, filtering.rules,
      [](const FilteringRule& rule) { return fold_name(rule.name); },
      [&](const pugi::xml_node& child) { return read_rule(reader, child); });
}

struct Part {
  std::string_view element;
  void (*merge)(ConfigReader&, const pugi::xml_node&, RequestFiltering&);
};

constexpr std::array<Part, 9> kParts{{
    {"hiddenSegments", &merge_hidden_segments},
    {"fileExtensions", &merge_file_extensions},
    {"verbs", &merge_verbs},
    {"requestLimits", &merge_limits},
    {"denyUrlSequences", &merge_sequences},
    {"alwaysAllowedUrls", &merge_allowed_urls},
    {"denyQueryStringSequences", &merge_query_sequences},
    {"alwaysAllowedQueryStrings", &merge_allowed_queries},
    {"filteringRules", &merge_rules},
}};

void merge_request_filtering(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  RequestFiltering& filtering = place.rules.request_filtering;
  reader.read(node, "allowDoubleEscaping", filtering.allow_double_escaping);
  reader.read(node, "allowHighBitCharacters", filtering.allow_high_bit);
  reader.read(node, "removeServerHeader", filtering.remove_server_header);
  reader.check_attributes(node, {"allowDoubleEscaping", "allowHighBitCharacters", "removeServerHeader"},
                          {"unescapeQueryString"});
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    const auto* const part = std::find_if(kParts.begin(), kParts.end(),
                                          [&](const Part& p) { return p.element == std::string_view(child.name()); });
    if (part != kParts.end()) {
      part->merge(reader, child, filtering);
    } else {
      reader.fail(child, kInvalidData, std::string("Unrecognized element '") + base::printable(child.name()) + "'");
    }
  }
}

constexpr std::array<Section, 1> kSections{{
    {"system.webServer/security/requestFiltering", &merge_request_filtering},
}};

}  // namespace

std::span<const Section> filtering_sections() {
  return kSections;
}

}  // namespace webcid::iis
