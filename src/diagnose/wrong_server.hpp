// An address that leads to another server than the one that publishes.
#pragma once

#include "observations.hpp"

namespace webcid::diagnose {

// Nothing of IIS, nothing of the published tree, no folder of the address: whatever answers, it answers "not found".
bool is_wrong_server(const Observations& seen);

}  // namespace webcid::diagnose
