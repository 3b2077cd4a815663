// What must hold of every report.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <webcid/model/report.hpp>

namespace webcid::fuzz {

// No finding without evidence, or of a cause that there is not.
void require_well_founded(const model::Report& report);
// Every form, in both languages: printable, and JSON reads back.
std::vector<std::string> renderings(const model::Report& report);

enum class Run : std::uint8_t { Check, Update };
// A run, and what its evidence says afterwards.
void require_same_judgement(const model::Report& live, const model::Report& judged, Run run);

}  // namespace webcid::fuzz
