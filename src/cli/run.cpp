#include <webcid/cli/run.hpp>

#include <algorithm>
#include <exception>
#include <map>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/text.hpp>
#include <webcid/report/formats.hpp>

#include "command.hpp"
#include "delivery.hpp"
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

base::Result<ExitCode> run_commands(const std::vector<std::string>& arguments) {
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
    return static_cast<ExitCode>(app.exit(wish));  // --help, --version
  } catch (const CLI::ParseError& error) {
    return base::fail(base::ErrorKind::Usage, fmt::format("{}; see `webcid --help`", complaint(app, error)));
  }
  base::interrupt();
  return actions.at(app.get_subcommands().front())();
}

base::Result<ExitCode> run_guarded(const std::vector<std::string>& arguments) {
  try {
    return run_commands(arguments);
  } catch (const std::exception& broken) {
    return base::fail(base::ErrorKind::Bug, fmt::format("a bug of webcid, please report it: {}", broken.what()));
  }
}

// Whether standard output is to be a monitoring plugin's. Seen in the words as they are: a plugin called wrongly is
// one, too.
bool is_plugin(const std::vector<std::string>& arguments) {
  constexpr std::string_view kOption = "--report";
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view word = arguments[i];
    std::string_view value;
    if (arguments[i - 1] == kOption) value = word;
    if (word.substr(0, kOption.size()) == kOption && word.substr(kOption.size(), 1) == "=") {
      value = word.substr(kOption.size() + 1);
    }
    const auto choice = parse_report(value);
    if (choice && choice->is_stdout() && choice->format->role == report::Role::Plugin) return true;
  }
  return false;
}

// Plugins have no other exit codes than 0 to 3: what is ours is unknown of the server.
ExitCode end_as_plugin(const base::Result<ExitCode>& ending) {
  if (ending) return std::min(*ending, ExitCode::Unknown);
  const std::string line = fmt::format("UNKNOWN - webcid: {}\n", base::printable(ending.error().message));
  if (!write_to(Stream::Out, line)) complain(ending.error().message);
  return ExitCode::Unknown;
}

ExitCode end(const base::Result<ExitCode>& ending) {
  if (ending) return *ending;
  complain(ending.error().message);
  return exit_code_of(ending.error());
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  hold_standard_streams();
  const base::Result<ExitCode> ending = run_guarded(arguments);
  return static_cast<int>(is_plugin(arguments) ? end_as_plugin(ending) : end(ending));
}

}  // namespace webcid::cli
