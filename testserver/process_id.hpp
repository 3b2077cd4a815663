#pragma once

namespace webcid::testserver {

// This process's id, for the line that announces readiness.
long process_id();

}  // namespace webcid::testserver
