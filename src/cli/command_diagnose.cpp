// webcid diagnose: saved evidence judged again.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/file.hpp>
#include <webcid/check/check.hpp>

#include "bilingual.hpp"
#include "command.hpp"
#include "delivery.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

struct DiagnoseCommand {
  OutputOptions output;
  std::string from;

  base::Result<ExitCode> run();

 private:
  base::Result<model::Report> judge(check::Detail detail) const;
};

base::Result<model::Report> DiagnoseCommand::judge(check::Detail detail) const {
  const bool is_input = from == "-";
  const std::string_view name = is_input ? std::string_view("standard input") : from;
  std::optional<base::InputFile> file;
  if (!is_input) {
    auto opened = base::InputFile::open(base::to_native(from));
    if (!opened) return tl::make_unexpected(std::move(opened.error()));
    file = std::move(*opened);
  }
  auto report = check::judge_evidence(
      [&](char* buffer, std::size_t size) {
        return file ? file->read({buffer, size}) : read_input({buffer, size});
      },
      detail);
  if (report || report.error().kind != base::ErrorKind::Malformed) return report;
  // Nothing of it says anything about the server: what cannot be read is this machine's.
  return base::fail(base::ErrorKind::LocalIo, fmt::format("{}: {}", name, report.error().message));
}

base::Result<ExitCode> DiagnoseCommand::run() {
  const std::string_view file = from == "-" ? std::string_view{} : from;
  const OtherFile evidence_file{"--from", file};
  auto delivery = Delivery::open(output, {&evidence_file, 1});
  if (!delivery) return tl::make_unexpected(delivery.error());
  const auto report = judge(delivery->detail());
  if (!report) return tl::make_unexpected(report.error());
  return finish(*delivery, *report);
}

}  // namespace

Action declare_diagnose(CLI::App& command) {
  auto options = std::make_shared<DiagnoseCommand>();
  command
      .add_option("--from", options->from,
                  both({"evidence saved by --save-evidence; - is standard input",
                        "--save-evidence で保存した記録。- は標準入力"}))
      ->type_name("FILE")
      ->required();
  options->output.add_to(command);
  options->output.add_reports_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
