// What became of an earlier run's findings.
#pragma once

#include <webcid/model/report.hpp>

namespace webcid::check {

// A note in `report` for each error and warning of `earlier` that is found no more. None where something of now could
// hide it: an error about the share as a whole, something unexplained, a run that was broken off.
void add_mended(const model::Report& earlier, model::Report& report);

}  // namespace webcid::check
