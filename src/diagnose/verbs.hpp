// Whether the verbs that webcid asks with are refused where GET is served.
#pragma once

#include "observations.hpp"

namespace webcid::diagnose {

bool is_head_refused(const Observations& seen);

}  // namespace webcid::diagnose
