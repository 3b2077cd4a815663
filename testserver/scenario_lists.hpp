// The scenarios, the kinds of faults and the assumptions as text.
#pragma once

#include <string>
#include <vector>

#include "testserver/scenario.hpp"

namespace webcid::testserver {

std::string list_text(const std::vector<Scenario>& scenarios);
std::string list_json(const std::vector<Scenario>& scenarios);
// docs/SCENARIOS.md
std::string list_markdown(const std::vector<Scenario>& scenarios);
std::string assumptions_text();

}  // namespace webcid::testserver
