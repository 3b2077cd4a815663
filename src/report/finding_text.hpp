// Parts of a report as plain text, for the forms that carry texts.
#pragma once

#include <string>
#include <string_view>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>
#include <webcid/report/terminal.hpp>

namespace webcid::report {

// The finding as it stands in render_terminal, remedies included.
std::string finding_text(const model::Report& report, const model::Finding& finding, const TerminalStyle& style);

// "812 files, for example a, b and c"; empty where no file is affected.
std::string affected_text(const model::Affected& affected, causes::Language language);

// "200 (174 verified, 26 failed, 0 skipped), 1.2 MB", and what was asked for, in the words of the report's basis.
std::string files_line(const model::Report& report, causes::Language language);
causes::Text requests_label(const model::Report& report);
std::string requests_line(const model::Report& report, causes::Language language);

// "127.0.0.1:3128 (from http_proxy)", and what --proxy auto found; empty where no proxy was used nor looked for.
std::string proxy_line(const model::Target& target, causes::Language language);
// Whether an account was given and which; empty without one.
std::string account_line(const model::Target& target, causes::Language language);

// The layer of a cause: "iis" of "iis.hidden-segment"; kOtherLayer of an id that the catalogue of causes does not have.
inline constexpr std::string_view kOtherLayer = "other";
std::string_view layer_of(std::string_view cause);

}  // namespace webcid::report
