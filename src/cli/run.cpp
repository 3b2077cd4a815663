#include <webcid/cli/run.hpp>

#include <algorithm>
#include <exception>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/text.hpp>
#include <webcid/report/formats.hpp>

#include "arguments.hpp"
#include "bilingual.hpp"
#include "configuration.hpp"
#include "delivery.hpp"
#include "program.hpp"
#include "terminal.hpp"
#include "usage_error.hpp"

namespace webcid::cli {
namespace {

// What --report says, in words or in a file: whether standard output is to be a monitoring plugin's.
bool is_plugin_report(std::string_view value) {
  const auto choice = parse_report(value);
  return choice && choice->is_stdout() && choice->format->role == report::Role::Plugin;
}

bool has_plugin_report(const CLI::App& command) {
  const CLI::Option* const reports = command.get_option_no_throw("--report");
  if (reports == nullptr) return false;
  const std::vector<std::string>& values = reports->results();
  return std::any_of(values.begin(), values.end(), is_plugin_report);
}

// Seen in the words as they are: a plugin called wrongly is one, too.
bool is_plugin(const std::vector<std::string>& arguments) {
  const auto values = values_of(arguments, "--report");
  return std::any_of(values.begin(), values.end(), is_plugin_report);
}

base::Result<ExitCode> print(const std::string& text) {
  const auto written = write_to(Stream::Out, text);
  if (!written) return tl::make_unexpected(written.error());
  return ExitCode::Healthy;
}

enum class Caller { Person, Plugin };

base::Result<ExitCode> run_commands(const std::vector<std::string>& arguments, Caller& caller) {
  CLI::App app;
  const causes::Language language = language_of(arguments);
  const Actions actions = declare_program(app, language);
  const bool prints_configuration = wants_configuration(arguments);
  if (prints_configuration) require_nothing(app);
  // CLI11 takes the words in reverse, without the program's name.
  std::vector<std::string> words(arguments.rbegin(), arguments.rend());
  if (!words.empty()) words.pop_back();
  try {
    app.parse(words);
  } catch (const CLI::CallForHelp&) {
    return print(app.help());
  } catch (const CLI::CallForVersion& version) {
    return print(std::string(version.what()) + "\n");
  } catch (const CLI::ParseError& error) {
    return base::fail(base::ErrorKind::Usage, complaint(app, error, language));
  }
  CLI::App& command = *app.get_subcommands().front();
  if (auto applied = apply_configuration(command); !applied) return tl::make_unexpected(applied.error());
  if (prints_configuration) return print(render_configuration(command));
  if (has_plugin_report(command)) caller = Caller::Plugin;
  base::interrupt();
  return actions.at(&command)();
}

base::Result<ExitCode> run_guarded(const std::vector<std::string>& arguments, Caller& caller) {
  try {
    return run_commands(arguments, caller);
  } catch (const std::exception& broken) {
    return base::fail(base::ErrorKind::Bug, fmt::format("a bug of webcid, please report it: {}", broken.what()));
  }
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
  Caller caller = is_plugin(arguments) ? Caller::Plugin : Caller::Person;
  const base::Result<ExitCode> ending = run_guarded(arguments, caller);
  return static_cast<int>(caller == Caller::Plugin ? end_as_plugin(ending) : end(ending));
}

}  // namespace webcid::cli
