// An endpoint's update settings for a reader and for programs.
#pragma once

#include <string>

#include <webcid/causes/language.hpp>
#include <webcid/model/endpoint_settings.hpp>
#include <webcid/report/terminal.hpp>

namespace webcid::report {

// Where it updates from, where each value stands, what is wrong with it; the last line is the verdict.
// `style.verbosity` Quiet leaves only that.
std::string render_endpoint(const model::EndpointSettings& settings, const model::SettingsVerdict& verdict,
                            const TerminalStyle& style);

// {"schema": "webcid-endpoint/1", "verdict", "origin", "kind", "primary", "secondary", "last_update", "findings"}:
// docs/ENDPOINT.md.
std::string render_endpoint_json(const model::EndpointSettings& settings, const model::SettingsVerdict& verdict,
                                 causes::Language language);

}  // namespace webcid::report
