#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <webcid/base/text.hpp>
#include <webcid/report/collection.hpp>

#include "json_document.hpp"
#include "json_keys.hpp"

namespace webcid::report {
namespace {

using Json = nlohmann::ordered_json;

Json printable_names(const std::vector<std::string>& names) {
  Json list = Json::array();
  for (const std::string& name : names) list.push_back(base::printable(name));
  return list;
}

Json difference_json(const model::Difference& difference) {
  Json json{{"what", name_of(difference.aspect)}};
  if (!difference.about.empty()) json["about"] = base::printable(difference.about);
  json["values"] = Json::array();
  for (const auto& [value, nodes] : difference.values) {
    json["values"].push_back(Json{{"value", base::printable(value)}, {"nodes", printable_names(nodes)}});
  }
  return json;
}

Json nodes_json(const model::Collection& collection, causes::Language language) {
  Json json{{"host", base::printable(collection.host)}, {"differences", Json::array()}, {"findings", Json::array()}};
  for (const model::Difference& difference : collection.differences)
    json["differences"].push_back(difference_json(difference));
  const model::Target target = collection.runs.empty() ? model::Target{} : collection.runs.front().report.target;
  for (const model::Finding& finding : collection.findings) {
    json["findings"].push_back(json_of(finding, causes::context_of(target, ""), language));
  }
  json["notes"] = json_of(collection.notes, language);
  return json;
}

}  // namespace

std::string render_collection_json(const model::Collection& collection, causes::Language language) {
  Json json{{"schema", kSchema},
            {"tool", Json{{"name", "webcid"}, {"version", WEBCID_VERSION}}},
            {"language", name_of(language)},
            {"verdict", name_of(collection.verdict)}};
  if (!collection.host.empty()) json["nodes"] = nodes_json(collection, language);
  json["runs"] = Json::array();
  for (const model::NamedReport& one : collection.runs) {
    Json run{{"name", base::printable(one.name)}};
    run.update(json_of(one.report, language));
    json["runs"].push_back(std::move(run));
  }
  return text_of(json);
}

}  // namespace webcid::report
