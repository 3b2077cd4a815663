// webcid explain: the catalogue of causes.
#include <functional>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/report/explanation.hpp>

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
  std::string message = fmt::format("{}: no such cause", base::printable(id));
  std::string_view between = "; did you mean ";
  for (const std::string_view near : causes::nearest(id)) {
    message += fmt::format("{}{}", between, near);
    between = ", ";
  }
  if (between != ", ") message += "; `webcid explain` lists all";
  return {base::ErrorKind::Usage, message};
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
  const auto written = write_to(Stream::Out, text);
  if (!written) return tl::make_unexpected(written.error());
  return ExitCode::Healthy;
}

}  // namespace

Action declare_explain(CLI::App& command) {
  auto options = std::make_shared<ExplainCommand>();
  command.add_option("cause", options->cause, "id of a cause, as reports name it; without it, all are listed");
  command.add_option("--format", options->format, "of the list: text, json, or markdown (the document docs/CAUSES.md)")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();
  options->output.add_text_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
