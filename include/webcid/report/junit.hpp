// A report as test results that Jenkins, GitLab and their like read (docs/junit.xsd, docs/REPORTS.md).
#pragma once

#include <string>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

// One suite for the run, one for each layer of causes, one for the guide. An error is a failure, a warning or a note a
// success with its text as output: an update works with it. What could not be seen is skipped, never passed.
// Well-formed XML 1.0 whatever names hold; no two cases of one name.
std::string render_junit(const model::Report& report, causes::Language language);

}  // namespace webcid::report
