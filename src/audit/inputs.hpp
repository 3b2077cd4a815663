// The files of an audit, by what they are.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <webcid/audit/audit.hpp>

#include "logs.hpp"
#include "share.hpp"

namespace webcid::audit {

struct Inputs {
  Share::Files configuration;
  std::vector<std::pair<std::string, FileKind>> logs;
  bool has_configuration() const { return configuration.application_host || configuration.web_config; }
};

// Errors as of audit::run.
base::Result<Inputs> sort_files(const AuditOptions& options);

// The path that logs are confined to, as they write it; "" is everything.
std::string scope_of(const AuditOptions& options);

// From a version's name; "" is 10.0. Usage: none that is known.
base::Result<iis::Version> version_of(const std::string& name);

}  // namespace webcid::audit
