// webcid fix: a report's remedies as one script.
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/file.hpp>
#include <webcid/causes/script.hpp>
#include <webcid/report/json.hpp>

#include "bilingual.hpp"
#include "command.hpp"
#include "delivery.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

struct FixCommand {
  OutputOptions output;
  std::string report;
  std::string form = "steps";
  std::string site;
  std::string physical_path;
  std::string pool;

  base::Result<ExitCode> run() const;
};

base::Result<ExitCode> FixCommand::run() const {
  const auto text = base::read_file(base::to_native(report), report::kMaxReportBytes);
  if (!text) return tl::make_unexpected(text.error());
  const auto read = report::read_json(*text);
  if (!read) return base::fail(read.error().kind, fmt::format("{}: {}", report, read.error().message));

  causes::RemedyContext context = causes::context_of(read->target, read->server);
  if (!site.empty()) context.site = site;
  if (!physical_path.empty()) context.physical_path = physical_path;
  if (!pool.empty()) context.pool = pool;
  // The option admits only names of forms.
  const causes::RemedyForm as = causes::remedy_form_named(form).value_or(causes::RemedyForm::Steps);
  const auto script = causes::script(*read, as, context, output.chosen_language());
  if (!script) return tl::make_unexpected(script.error());
  const auto written = write_to(Stream::Out, *script, as == causes::RemedyForm::WebConfig ? Form::Bytes : Form::Text);
  if (!written) return tl::make_unexpected(written.error());
  return ExitCode::Healthy;
}

}  // namespace

Action declare_fix(CLI::App& command) {
  auto options = std::make_shared<FixCommand>();
  command
      .add_option(
          "report", options->report,
          both({"report as `check --report json=FILE` writes it", "`check --report json=FILE` で書き出したレポート"}))
      ->type_name("FILE")
      ->required();
  command
      .add_option("--as", options->form,
                  both({"what to print: appcmd is a .cmd file, powershell a .ps1 file; scripts are in English",
                        "出力の種類。appcmd は .cmd ファイル、powershell は .ps1 ファイル (スクリプトは英語)"}))
      ->type_name("FORM")
      ->check(CLI::IsMember({"steps", "web.config", "appcmd", "powershell"}))
      ->capture_default_str();
  command
      .add_option(
          "--site", options->site,
          both({"site and alias on the server; \"Default Web Site\" and the path of the address where it is not "
                "given",
                "サーバー上のサイト名とエイリアス。省略すると「Default Web Site」とアドレスのパス"}))
      ->type_name("SITE");
  command
      .add_option(
          "--physical-path", options->physical_path,
          both({"folder of the published updates on the server", "公開しているフォルダーのサーバー上の物理パス"}))
      ->type_name("PATH");
  command
      .add_option("--app-pool", options->pool,
                  both({"application pool of the site", "サイトのアプリケーション プール"}))
      ->type_name("POOL");
  options->output.add_language_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
