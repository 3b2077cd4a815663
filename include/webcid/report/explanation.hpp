// The catalogue of causes for a reader: one row, or all of them.
#pragma once

#include <string>

#include <webcid/causes/causes.hpp>
#include <webcid/causes/language.hpp>
#include <webcid/report/terminal.hpp>

namespace webcid::report {

// "iis.hidden-segment  error  ..." for each cause, in the order of the table.
std::string render_causes(const TerminalStyle& style);

// Everything about one cause, with its remedies for parameters such as a finding of it has. `style.verbosity` does not
// matter.
std::string render_cause(const causes::Cause& cause, const TerminalStyle& style);

// The whole catalogue as a document (docs/CAUSES.md): English, with the summaries in Japanese.
std::string render_causes_markdown();

// The whole catalogue for programs: [{"id", "severity", "parameter", "summary", ..., "remedies": [...]}].
std::string render_causes_json(causes::Language language);

}  // namespace webcid::report
