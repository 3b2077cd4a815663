// webcid report: reports of earlier runs, compared or read as one.
#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/file.hpp>
#include <webcid/report/collection.hpp>
#include <webcid/report/comparison.hpp>
#include <webcid/report/json.hpp>

#include "bilingual.hpp"
#include "command.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

struct ReportCommand {
  OutputOptions output;
  std::string what;
  std::vector<std::string> files;
  std::string format = "text";
  bool is_quiet = false;

  base::Result<ExitCode> run() const;

 private:
  base::Result<ExitCode> difference(const std::vector<model::NamedReport>& reports) const;
  base::Result<ExitCode> together(std::vector<model::NamedReport> reports) const;
  report::TerminalStyle style() const;
};

// The runs of a report, named by its file; several ones by their own names, too.
base::Result<std::vector<model::NamedReport>> read_reports(const std::string& file) {
  const auto text = base::read_file(base::to_native(file), report::kMaxReportBytes);
  if (!text) return tl::make_unexpected(text.error());
  auto runs = report::read_runs(*text);
  if (!runs) return base::fail(base::ErrorKind::Usage, fmt::format("{}: {}", file, runs.error().message));
  for (model::NamedReport& run : *runs) run.name = run.name.empty() ? file : fmt::format("{} [{}]", file, run.name);
  return runs;
}

report::TerminalStyle ReportCommand::style() const {
  report::TerminalStyle style = output.style();
  if (is_quiet) style.verbosity = report::Verbosity::Quiet;
  return style;
}

base::Result<ExitCode> ReportCommand::difference(const std::vector<model::NamedReport>& reports) const {
  if (reports.size() != 2) return base::fail(base::ErrorKind::Usage, "report diff: expected two reports");
  const report::Comparison comparison = compare(reports[0], reports[1], style());
  if (auto written = write_to(Stream::Out, comparison.text); !written) return tl::make_unexpected(written.error());
  // As diff(1) has it.
  return comparison.differences == 0 ? ExitCode::Healthy : ExitCode::Deviates;
}

base::Result<ExitCode> ReportCommand::together(std::vector<model::NamedReport> reports) const {
  model::Collection whole;
  whole.verdict = model::worst_of(reports);
  whole.runs = std::move(reports);
  const std::string text = format == "json" ? report::render_collection_json(whole, output.chosen_language())
                                            : report::render_collection(whole, style());
  const Form form = format == "json" ? Form::Bytes : Form::Text;
  if (auto written = write_to(Stream::Out, text, form); !written) return tl::make_unexpected(written.error());
  return exit_code_of(whole.verdict);
}

base::Result<ExitCode> ReportCommand::run() const {
  std::vector<model::NamedReport> reports;
  for (const std::string& file : files) {
    auto read = read_reports(file);
    if (!read) return tl::make_unexpected(read.error());
    std::move(read->begin(), read->end(), std::back_inserter(reports));
  }
  return what == "diff" ? difference(reports) : together(std::move(reports));
}

}  // namespace

Action declare_report(CLI::App& command) {
  auto options = std::make_shared<ReportCommand>();
  command
      .add_option(
          "what", options->what,
          both({"diff: what two reports do not have in common (exit code 1), merge: all as one, with the worst "
                "verdict",
                "diff は 2 つのレポートの相違点 (あれば終了コード 1)、merge は全レポートのまとめと最も悪い判定"}))
      ->type_name("WHAT")
      ->check(CLI::IsMember({"diff", "merge"}))
      ->required();
  command
      .add_option("files", options->files,
                  both({"reports as `check --report json=FILE` writes them",
                        "`check --report json=FILE` で書き出したレポート"}))
      ->type_name("FILE")
      ->required();
  command.add_option("--format", options->format, both({"of merge: how it is printed", "merge の表示形式"}))
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command.add_flag("-q,--quiet", options->is_quiet, both(kQuiet));
  options->output.add_text_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
