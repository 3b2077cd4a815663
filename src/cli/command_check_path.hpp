// webcid check PATH: a folder or file share instead of an address.
#pragma once

#include <string>

#include <webcid/base/result.hpp>
#include <webcid/cli/exit_code.hpp>

namespace CLI {
class App;
}

namespace webcid::cli {

struct OutputOptions;

// Usage when `command` was given an option that only an address has any use for.
base::Result<ExitCode> check_path(const CLI::App& command, const std::string& path, const std::string& catalogue,
                                  const OutputOptions& output);

}  // namespace webcid::cli
