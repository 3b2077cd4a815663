// What a server's own files say of files that were refused elsewhere: for whoever met the refusals from outside.
#pragma once

#include <string>
#include <vector>

#include <webcid/audit/audit.hpp>
#include <webcid/model/server_fact.hpp>

namespace webcid::audit {

// Of each of `paths` (below options.path) that the logs or the configuration refuse with a sub-status, the latest: a
// log says what was, and wins. Without paths only whether the files can be used. Errors as of run().
base::Result<std::vector<model::ServerFact>> facts_of(const AuditOptions& options,
                                                      const std::vector<std::string>& paths,
                                                      base::Cancellation& cancellation);

}  // namespace webcid::audit
