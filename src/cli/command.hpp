// One row a command: everything else (help, lookup, man page, completions) follows from the table in commands.cpp and
// from what each `declare` says.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/causes/language.hpp>
#include <webcid/cli/exit_code.hpp>

namespace CLI {
class App;
}

namespace webcid::cli {

// Runs a command whose options were read. An error has not been told to anybody yet.
using Action = std::function<base::Result<ExitCode>()>;

enum class Configured { Yes, No };  // whether its options may come from a file

struct Command {
  std::string_view name;
  causes::Text summary;       // one line of `webcid --help`
  std::string_view examples;  // shown first in `webcid <name> --help`
  Configured configured;
  Action (*declare)(CLI::App& command);  // adds its options, returns what runs them
};

std::span<const Command> commands();

Action declare_check(CLI::App& command);
Action declare_update(CLI::App& command);
Action declare_list(CLI::App& command);
Action declare_catalogue(CLI::App& command);
Action declare_verify(CLI::App& command);
Action declare_diagnose(CLI::App& command);
Action declare_audit(CLI::App& command);
Action declare_explain(CLI::App& command);
Action declare_fix(CLI::App& command);
Action declare_report(CLI::App& command);
Action declare_endpoint(CLI::App& command);
Action declare_completion(CLI::App& command);
Action declare_man(CLI::App& command);

}  // namespace webcid::cli
