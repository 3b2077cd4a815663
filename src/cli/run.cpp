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
#include "messages.hpp"
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

// Who reads what a run ends with, as far as the words and the file of --config have said it.
struct Reader {
  Caller caller = Caller::Person;
  causes::Language language = causes::Language::English;
};

base::Result<ExitCode> run_commands(const std::vector<std::string>& arguments, Reader& reader) {
  CLI::App app;
  const Actions actions = declare_program(app, reader.language);
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
    return base::fail(base::ErrorKind::Usage, complaint(app, error));
  }
  CLI::App& command = *app.get_subcommands().front();
  auto applied = apply_configuration(command);
  reader.language = language_of(command);
  if (!applied) return tl::make_unexpected(applied.error());
  if (prints_configuration) return print(render_configuration(command));
  if (has_plugin_report(command)) reader.caller = Caller::Plugin;
  base::interrupt();
  return actions.at(&command)();
}

base::Result<ExitCode> run_guarded(const std::vector<std::string>& arguments, Reader& reader) {
  try {
    return run_commands(arguments, reader);
  } catch (const std::exception& broken) {
    return base::fail(base::ErrorKind::Bug, fmt::format("a bug of webcid, please report it: {}", broken.what()));
  }
}

// Plugins have no other exit codes than 0 to 3: what is ours is unknown of the server.
ExitCode end_as_plugin(const base::Result<ExitCode>& ending, causes::Language language) {
  if (ending) return std::min(*ending, ExitCode::Unknown);
  const std::string why = base::printable(said_in(ending.error().message, language));
  if (!write_to(Stream::Out, fmt::format("UNKNOWN - webcid: {}\n", why))) complain(ending.error().message, language);
  return ExitCode::Unknown;
}

ExitCode end(const base::Result<ExitCode>& ending, causes::Language language) {
  if (ending) return *ending;
  complain(ending.error().message, language);
  return exit_code_of(ending.error());
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  hold_standard_streams();
  Reader reader{is_plugin(arguments) ? Caller::Plugin : Caller::Person, language_of(arguments)};
  const base::Result<ExitCode> ending = run_guarded(arguments, reader);
  return static_cast<int>(reader.caller == Caller::Plugin ? end_as_plugin(ending, reader.language)
                                                          : end(ending, reader.language));
}

}  // namespace webcid::cli
