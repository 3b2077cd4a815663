// HTTP.sys, the kernel's part of IIS, answering before any site is asked.
#pragma once

#include "observations.hpp"

namespace webcid::diagnose {

bool is_from_http_sys(const Seen& answer, const Observations& seen);

}  // namespace webcid::diagnose
