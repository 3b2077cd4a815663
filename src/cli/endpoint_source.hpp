// --from-endpoint, --endpoint-file: a check of what an endpoint's own settings say.
#pragma once

#include <string>

#include <webcid/base/result.hpp>
#include <webcid/check/check.hpp>

#include "connection_options.hpp"
#include "options.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace webcid::cli {

struct EndpointSource {
  bool is_own = false;  // --from-endpoint
  std::string file;     // --endpoint-file

  // The address of the command line then stays away.
  void add_to(CLI::App& command, CLI::Option& address);
  bool is_given() const { return is_own || !file.empty(); }

  // Reads the settings; puts the primary address into `address`, the proxy into `connection` where the command line has
  // none, and what was taken or left into `from`. An address that cannot be one is put there all the same: the check
  // judges it before any traffic. Usage where updates come from the vendor; else what reading gives.
  base::Result<void> read(std::string& address, ConnectionOptions& connection, check::FromSettings& from) const;
};

}  // namespace webcid::cli
