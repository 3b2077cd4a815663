// webcid endpoint: where an endpoint updates from.
#include <memory>

#include <CLI/CLI.hpp>

#include <webcid/endpoint/endpoint.hpp>
#include <webcid/report/endpoint.hpp>

#include "bilingual.hpp"
#include "command.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

struct EndpointCommand {
  OutputOptions output;
  std::string file;
  std::string format = "text";

  base::Result<ExitCode> run() const;
};

base::Result<ExitCode> EndpointCommand::run() const {
  const auto settings = file.empty() ? endpoint::read_machine() : endpoint::read_file(file);
  if (!settings) return tl::make_unexpected(settings.error());
  const model::SettingsVerdict verdict = endpoint::judge(*settings);
  const auto written =
      format == "json"
          ? write_to(Stream::Out, report::render_endpoint_json(*settings, verdict, output.chosen_language()),
                     Form::Bytes)
          : write_to(Stream::Out, report::render_endpoint(*settings, verdict, output.style()));
  if (!written) return tl::make_unexpected(written.error());
  return exit_code_of(verdict.verdict);
}

}  // namespace

Action declare_endpoint(CLI::App& command) {
  auto options = std::make_shared<EndpointCommand>();
  command
      .add_option("--file", options->file,
                  both({"a copied file instead of this machine's own settings: iconn.cfg (Windows), "
                        "com.sophos.sau.plist (macOS), or what savconfig -v prints (Linux)",
                        "このコンピューターの設定の代わりに読み取る、コピーしたファイル。iconn.cfg (Windows)、"
                        "com.sophos.sau.plist (macOS)、または savconfig -v の出力 (Linux)"}))
      ->type_name("FILE");
  command.add_option("--format", options->format, both({"of what is printed", "表示の形式"}))
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  options->output.add_text_to(command);
  command.add_flag("-q,--quiet", options->output.quiet, both(kQuiet));
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
