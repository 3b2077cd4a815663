// Several runs as one report: of a fleet's endpoints, of several addresses, of the machines behind one name.
#pragma once

#include <string>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/causes/language.hpp>
#include <webcid/model/collection.hpp>
#include <webcid/report/terminal.hpp>

namespace webcid::report {

// A line for each run, what machines of one name differ in as one table, then each finding with the runs that have it,
// most of them first; the last line is the verdict.
std::string render_collection(const model::Collection& collection, const TerminalStyle& style);

// The verdict line alone, without colour and without '\n': "broken: 3 runs, 1 broken, 2 healthy".
std::string verdict_line(const model::Collection& collection, causes::Language language);

// {"schema":"webcid-report/1",...,"verdict":...,"runs":[...]}: each run as render_json gives it, with its name; of
// machines also "nodes": what they differ in and what that means.
std::string render_collection_json(const model::Collection& collection, causes::Language language);

// The runs of a file that render_json or render_collection_json wrote; a single run has no name. As read_json.
base::Result<std::vector<model::NamedReport>> read_runs(std::string_view text);

// Each other form: every run in it, told apart by name.
std::string render_collection_html(const model::Collection& collection, causes::Language language);
std::string render_collection_junit(const model::Collection& collection, causes::Language language);
std::string render_collection_markdown(const model::Collection& collection, causes::Language language);
std::string render_collection_openmetrics(const model::Collection& collection, causes::Language language);
std::string render_collection_nagios(const model::Collection& collection, causes::Language language);

}  // namespace webcid::report
