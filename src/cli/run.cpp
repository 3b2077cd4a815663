#include <webcid/cli/run.hpp>

#include <exception>
#include <map>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/text.hpp>

#include "command.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

constexpr const char* kAbout =
    "webcid updates from an HTTP share as an endpoint does and names the server fault behind each failure.\n\n"
    "Examples:\n"
    "  webcid check http://srv/SophosUpdate\n"
    "  webcid check http://srv/SophosUpdate --lang ja --report json=report.json\n";
constexpr const char* kExitCodes =
    "Exit codes: 0 healthy, 1 works but deviates, 2 an update fails, 3 undecided, 64 wrong usage,\n"
    "70 a bug of webcid, 74 this machine could not read or write, 130 interrupted.";

// CLI11's texts are sentences over several lines; ours is one line, lower case, no full stop.
std::string one_line(std::string message) {
  for (char& c : message) {
    if (c == '\n') c = ' ';
  }
  while (!message.empty() && (message.back() == '.' || message.back() == ' ')) message.pop_back();
  if (!message.empty() && message.front() >= 'A' && message.front() <= 'Z') message.front() += 'a' - 'A';
  return message;
}

// What is wrong with the words, most telling first: CLI11 reports a missing argument before an unknown one.
std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  for (const CLI::App* const command : app.get_subcommands()) {
    if (const auto unknown = command->remaining(); !unknown.empty()) {
      return fmt::format("{}: unknown argument {}", command->get_name(), unknown.front());
    }
  }
  if (const auto unknown = app.remaining(); !unknown.empty()) {
    return fmt::format("unknown command or option {}", unknown.front());
  }
  return one_line(error.what());
}

int run_commands(const std::vector<std::string>& arguments) {
  CLI::App app{kAbout, "webcid"};
  app.footer(kExitCodes);
  app.set_version_flag("--version", "webcid " WEBCID_VERSION);
  app.require_subcommand(1);
  std::map<const CLI::App*, Action> actions;
  for (const Command& row : commands()) {
    const std::string about = fmt::format("{}\n\nExamples:\n{}", row.summary, row.examples);
    CLI::App* const command = app.add_subcommand(std::string(row.name), about);
    command->footer(kExitCodes);
    actions[command] = row.declare(*command);
  }
  // CLI11 takes the words in reverse, without the program's name.
  std::vector<std::string> words(arguments.rbegin(), arguments.rend());
  if (!words.empty()) words.pop_back();
  try {
    app.parse(words);
  } catch (const CLI::Success& wish) {
    return app.exit(wish);  // --help, --version
  } catch (const CLI::ParseError& error) {
    complain(fmt::format("{}; see `webcid --help`", complaint(app, error)));
    return static_cast<int>(ExitCode::Usage);
  }
  base::interrupt();
  return static_cast<int>(actions.at(app.get_subcommands().front())());
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  try {
    return run_commands(arguments);
  } catch (const std::exception& broken) {
    complain(fmt::format("a bug of webcid, please report it: {}", broken.what()));
    return static_cast<int>(ExitCode::Bug);
  }
}

}  // namespace webcid::cli
