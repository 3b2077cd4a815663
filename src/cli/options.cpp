#include "options.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/file.hpp>
#include <webcid/catalogue/read.hpp>
#include <webcid/report/formats.hpp>

#include "bilingual.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

constexpr causes::Text kOutputGroup{"Output", "出力"};

using base::ErrorKind;

// Where the command line leaves it open: the variables that command-line tools have agreed on.
bool environment_wants_colour() {
  if (environment("NO_COLOR")) return false;
  if (const auto force = environment("CLICOLOR_FORCE"); force && *force != "0") return true;
  const bool is_off = environment("CLICOLOR").value_or("1") == "0" || environment("TERM").value_or("") == "dumb";
  return is_terminal(Stream::Out) && !is_off;
}

}  // namespace

void OutputOptions::add_language_to(CLI::App& command) {
  command
      .add_option("--lang", language,
                  both({"language of what is printed; the system's where it is not given",
                        "表示の言語。指定しない場合はシステムの言語"}))
      ->type_name("LANGUAGE")
      ->check(CLI::IsMember({"en", "ja"}))
      ->group(both(kOutputGroup));
}

void OutputOptions::add_text_to(CLI::App& command) {
  add_language_to(command);
  command
      .add_option("--color", colour,
                  both({"colours on the terminal; NO_COLOR switches them off for auto",
                        "端末での色付け。auto の場合は NO_COLOR で無効になる"}))
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str()
      ->group(both(kOutputGroup));
}

void OutputOptions::add_to(CLI::App& command) {
  add_text_to(command);
  const std::string group = both(kOutputGroup);
  command
      .add_flag("--no-progress", no_progress, both({"no progress line on the terminal", "端末に進行状況を表示しない"}))
      ->group(group);
  auto* const silent = command.add_flag("-q,--quiet", quiet, both(kQuiet))->group(group);
  command
      .add_flag("-v,--verbose", verbose,
                both({"every remedy, every step of the guide", "すべての対処方法と、手順書のすべての手順を表示"}))
      ->excludes(silent)
      ->group(group);
}

void OutputOptions::add_reports_to(CLI::App& command) {
  std::vector<std::string> names;
  for (const report::Format& row : report::formats()) names.emplace_back(row.name);
  command
      .add_option("--report", reports,
                  both({"report to write; FILE - is standard output", "書き出すレポート。FILE が - なら標準出力"}))
      ->type_name(value_among("FORMAT=FILE", names))
      ->allow_extra_args(false)
      ->group(both(kOutputGroup));
  command
      .add_flag("--syslog", syslog,
                both({"one line to the system's log, with the severity of the verdict",
                      "判定の重大度で、システムのログに 1 行書き込む"}))
      ->group(both(kOutputGroup));
}

std::string OutputOptions::format_names() {
  std::string out;
  for (const report::Format& row : report::formats()) {
    if (!out.empty()) out += ", ";
    out += row.name;
  }
  return out;
}

causes::Language OutputOptions::chosen_language() const {
  return causes::language_named(language).value_or(system_language());
}

report::TerminalStyle OutputOptions::style() const {
  report::TerminalStyle out;
  const bool wanted = colour == "always" || (colour == "auto" && environment_wants_colour());
  out.colour = wanted && !shows_escapes_as_text(Stream::Out) ? report::Colour::Always : report::Colour::Never;
  // Wider lines are harder to read, narrower ones break the layout.
  out.width = std::clamp<std::size_t>(terminal_width(Stream::Out).value_or(80), 60, 120);
  out.language = chosen_language();
  out.verbosity = quiet ? report::Verbosity::Quiet : verbose ? report::Verbosity::Verbose : report::Verbosity::Normal;
  return out;
}

base::Result<catalogue::Source> read_catalogue_file(const std::string& path) {
  auto text = base::read_file(base::to_native(path), catalogue::kMaxText);
  if (!text) return tl::make_unexpected(std::move(text.error()));
  const std::string name = base::from_native(base::to_native(path).filename());
  auto parsed = catalogue::read(name, *text);
  if (!parsed) {
    const model::ParseProblem& problem = parsed.error();
    // Without the text of the line: the file may be another one than was meant, such as that of a password.
    return base::fail(ErrorKind::Malformed,
                      fmt::format("{}:{}:{}: {}", path, problem.line, problem.column, problem.message));
  }
  return catalogue::Source{std::move(*parsed), "", name};
}

}  // namespace webcid::cli
