// What became of an earlier run's findings.
#pragma once

#include <string_view>
#include <vector>

#include <webcid/model/report.hpp>

namespace webcid::check {

inline constexpr std::string_view kMended = "mended";  // the id of its notes

// A note for each error and warning of `earlier` that `now` does not have. None where something of now could hide it:
// an error about the share as a whole, something unexplained, a run that was broken off.
std::vector<model::Statement> mended_since(const model::Report& earlier, const model::Report& now);

}  // namespace webcid::check
