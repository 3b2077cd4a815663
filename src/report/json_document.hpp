// A run as a JSON document, for the forms that hold one or several.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <webcid/causes/language.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

// What render_json writes.
nlohmann::ordered_json json_of(const model::Report& report, causes::Language language);  // keys stay in their order
// Parts of it.
nlohmann::ordered_json json_of(const model::Finding& finding, const causes::RemedyContext& context,
                               causes::Language language);
nlohmann::ordered_json json_of(const std::vector<model::Statement>& statements, causes::Language language);
std::string text_of(const nlohmann::ordered_json& json);  // indented, with a final '\n'

}  // namespace webcid::report
