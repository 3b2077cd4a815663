// `--config` and `--print-config`: options from a file. The command line wins over the file, the file over the
// environment, and a file's [command] over what stands before its first section.
#pragma once

#include <string>
#include <vector>

#include <webcid/base/result.hpp>

namespace CLI {
class App;
}

namespace webcid::cli {

void add_configuration_to(CLI::App& command);

// Whether the words ask for what is in force instead of a run: then no argument is required.
bool wants_configuration(const std::vector<std::string>& arguments);
void require_nothing(CLI::App& app);

// After parsing: sets every option of `command` that its --config file has and the words have not.
base::Result<void> apply_configuration(CLI::App& command);

// What is in force, as a file that --config reads. No secret is in it.
std::string render_configuration(const CLI::App& command);

}  // namespace webcid::cli
