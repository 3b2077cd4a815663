// Many reports as one: of a fleet's endpoints, of several addresses.
#pragma once

#include <span>
#include <string>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>
#include <webcid/report/comparison.hpp>
#include <webcid/report/terminal.hpp>

namespace webcid::report {

// The worst of all: broken, unknown, deviates, healthy. Unknown of none.
model::Verdict verdict_of(std::span<const NamedReport> reports);

// A line for each report, then each finding with the reports that have it, most of them first; the last line is the
// verdict.
std::string render_collection(std::span<const NamedReport> reports, const TerminalStyle& style);

// {"schema":"webcid-report/1",...,"verdict":...,"runs":[...]}: each run as render_json gives it, with its name.
std::string render_collection_json(std::span<const NamedReport> reports, causes::Language language);

}  // namespace webcid::report
