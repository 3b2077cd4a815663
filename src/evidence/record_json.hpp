// A run, its records and its end as parts of a HAR log, and back. The only place that knows the names of the fields.
#pragma once

#include <nlohmann/json.hpp>

#include <webcid/base/result.hpp>
#include <webcid/evidence/har_reader.hpp>
#include <webcid/model/evidence.hpp>

namespace webcid::evidence {

using Json = nlohmann::ordered_json;

Json json_of_run(const model::Target& target, std::string_view tool_version, base::Time started);
// `keep`: how many bytes of the body to write, at most.
Json json_of_record(const model::Record& record, std::size_t keep);

Json json_of_completion(const model::Completion& completion);

// Errors name the field and quote its value; the reader adds where.
base::Result<RunFacts> run_of_json(const Json& json);
base::Result<model::Record> record_of_json(const Json& json);
base::Result<model::Completion> completion_of_json(const Json& json);

}  // namespace webcid::evidence
