// Faults as scenario files write them.
#pragma once

#include <string_view>

#include <webcid/base/result.hpp>

#include "testserver/fault_kinds.hpp"

namespace webcid::testserver {

// One object of a scenario's "faults". Malformed, with the reason, when it is none: an unknown kind, a member that the
// kind does not take, a value out of its range.
base::Result<Fault> parse_fault(std::string_view json);

}  // namespace webcid::testserver
