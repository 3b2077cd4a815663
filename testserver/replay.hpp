// The program's other half: a server that answers from a record.
#pragma once

#include <webcid/base/result.hpp>

#include "testserver/program.hpp"

namespace webcid::testserver {

// Serves what --replay names until SIGINT or SIGTERM.
base::Result<void> serve_replay(const Options& options);

}  // namespace webcid::testserver
