// A report to paste into a ticket.
#pragma once

#include <string>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

// Headings, lists, code spans and fenced code only: what GitHub, GitLab and Jira read alike (no tables, no HTML, which
// Jira shows as text). Names from outside stand in code spans, so that they are no markup, link, mention or reference.
std::string render_markdown(const model::Report& report, causes::Language language);

}  // namespace webcid::report
