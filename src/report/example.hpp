// A cause as a finding may name it, for documents that have no finding.
#pragma once

#include <webcid/causes/causes.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

// With the parameters of causes::example_parameters, else with the parameter's own name in capitals ("HOST:PORT").
model::CauseRef example_of(const causes::Cause& cause);

}  // namespace webcid::report
