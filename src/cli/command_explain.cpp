// webcid explain: the catalogue of causes.
#include <functional>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/report/explanation.hpp>

#include "bilingual.hpp"
#include "command.hpp"
#include "delivery.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

struct ExplainCommand {
  OutputOptions output;
  std::string cause;
  std::string format = "text";

  base::Result<ExitCode> run() const;
};

base::Error unknown_cause(const std::string& id) {
  const std::string shown = base::printable(id);
  const auto near = causes::nearest(id);
  return {base::ErrorKind::Usage,
          near.empty() ? fmt::format("{}: no such cause; `webcid explain` lists all", shown)
                       : fmt::format("{}: no such cause; did you mean {}", shown, fmt::join(near, ", "))};
}

base::Result<ExitCode> ExplainCommand::run() const {
  std::string text;
  if (format != "text") {
    if (!cause.empty()) return base::fail(base::ErrorKind::Usage, "--format is for the list, without a cause");
    text = format == "json" ? report::render_causes_json(output.chosen_language()) : report::render_causes_markdown();
  } else if (cause.empty()) {
    text = report::render_causes(output.style());
  } else {
    const causes::Cause* const row = causes::find(cause);
    if (row == nullptr) return tl::make_unexpected(unknown_cause(cause));
    text = report::render_cause(*row, output.style());
  }
  const auto written = write_to(Stream::Out, text, format == "text" ? Form::Text : Form::Bytes);
  if (!written) return tl::make_unexpected(written.error());
  return ExitCode::Healthy;
}

}  // namespace

Action declare_explain(CLI::App& command) {
  auto options = std::make_shared<ExplainCommand>();
  std::vector<std::string> ids;
  for (const causes::Cause& row : causes::all()) ids.emplace_back(row.id);
  command
      .add_option("cause", options->cause,
                  both({"id of a cause, as reports name it; without it, all are listed",
                        "原因の ID (レポートに表示されるもの)。省略するとすべてを一覧表示"}))
      ->type_name(value_among("CAUSE", ids));
  command
      .add_option(
          "--format", options->format,
          both({"of the list; markdown is the document docs/CAUSES.md", "一覧の形式。markdown は文書 docs/CAUSES.md"}))
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();
  options->output.add_text_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
