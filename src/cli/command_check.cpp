// webcid check.
#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/audit/facts.hpp>
#include <webcid/base/cancellation.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/url.hpp>
#include <webcid/check/check.hpp>
#include <webcid/report/json.hpp>

#include "bilingual.hpp"
#include "command.hpp"
#include "command_check_path.hpp"
#include "delivery.hpp"
#include "local_place.hpp"
#include "options.hpp"
#include "progress_line.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

struct CheckCommand {
  const CLI::App* command = nullptr;  // what was given
  ConnectionOptions connection;
  OutputOptions output;
  std::string address;
  std::string catalogue;
  std::string reference;
  std::string keep;
  std::string save_evidence;
  std::size_t max_probes = diagnose::Case::kMaxProbes;
  std::uint16_t tls_port = 443;
  bool quick = false;
  bool acceptance = false;
  std::string install_source;
  std::string only_failed;
  std::vector<std::string> iis_logs;
  std::vector<std::string> iis_configuration;

  base::Result<ExitCode> run();
};

// The report of an earlier run, in which something failed.
base::Result<model::Report> read_failed(const std::string& path) {
  const auto text = base::read_file(base::to_native(path), report::kMaxReportBytes);
  if (!text) return base::fail(text.error().kind, fmt::format("--only-failed: {}", text.error().message));
  auto earlier = report::read_json(*text);
  if (!earlier) return base::fail(base::ErrorKind::Usage, fmt::format("{}: {}", path, earlier.error().message));
  const auto& findings = earlier->findings;
  if (std::all_of(findings.begin(), findings.end(),
                  [](const model::Finding& finding) { return finding.severity == model::Severity::Note; })) {
    return base::fail(base::ErrorKind::Usage,
                      fmt::format("{}: nothing failed in that run: check without --only-failed", path));
  }
  return earlier;
}

base::Result<ExitCode> CheckCommand::run() {
  // An acceptance judges what the policy has as the address of the web update: no path may be that.
  if (!acceptance && is_place(address)) return check_path(*command, address, catalogue, output);
  check::CheckOptions options;
  options.address = address;
  options.max_probes = max_probes;
  options.tls_port = tls_port;
  const bool good_address = base::parse_address(address).has_value();
  if (good_address) {
    // Passwords are read only for an address that will be contacted.
    auto client = connection.resolve_for(address, output.chosen_language());
    if (!client) return tl::make_unexpected(client.error());
    options.client = std::move(*client);
  }
  if (!catalogue.empty()) {
    auto source = read_catalogue_file(catalogue);
    if (!source) return tl::make_unexpected(source.error());
    options.catalogue = std::move(*source);
  }
  if (!reference.empty() && good_address) {
    auto opened = open_reference(reference);
    if (!opened) return tl::make_unexpected(opened.error());
    options.reference = std::move(*opened);
  }
  options.is_acceptance = acceptance;
  options.install_source = install_source;
  if (quick) options.extent = check::Extent::Sample;
  if (!only_failed.empty()) {
    auto earlier = read_failed(only_failed);
    if (!earlier) return tl::make_unexpected(earlier.error());
    options.extent = check::Extent::Failed;
    options.earlier = std::move(*earlier);
  }
  if (good_address && !(iis_logs.empty() && iis_configuration.empty())) {
    audit::AuditOptions files;
    files.files = iis_configuration;
    files.files.insert(files.files.end(), iis_logs.begin(), iis_logs.end());
    files.path = base::decode_percent(base::parse_address(address)->path);
    files.host = base::parse_address(address)->host;
    files.user_agent = connection.user_agent;
    // What cannot be read is said before anything is sent.
    if (auto readable = audit::facts_of(files, {}, base::interrupt()); !readable) {
      return tl::make_unexpected(readable.error());
    }
    options.server_facts = [files = std::move(files)](const std::vector<std::string>& paths) {
      return audit::facts_of(files, paths, base::interrupt());
    };
  }
  if (!keep.empty()) options.keep = base::to_native(keep);
  const OtherFile evidence_file{"--save-evidence", save_evidence};
  auto delivery = Delivery::open(output, {&evidence_file, 1});
  if (!delivery) return tl::make_unexpected(delivery.error());
  options.detail = delivery->detail();
  std::optional<store::AtomicFile> evidence;
  std::optional<base::Error> evidence_error;
  if (!save_evidence.empty() && good_address) {
    auto opened = store::AtomicFile::create(base::to_native(save_evidence));
    if (!opened) return tl::make_unexpected(opened.error());
    evidence = std::move(*opened);
    options.evidence = [&evidence, &evidence_error](std::string_view piece) {
      auto written = evidence->write(piece);
      if (!written && !evidence_error) evidence_error = written.error();
      return written;
    };
  }

  ProgressLine progress(output);
  auto report = check::run(options, progress, base::interrupt());
  progress.clear();
  if (!report) return tl::make_unexpected(report.error());
  if (evidence && !evidence_error) {
    if (auto saved = evidence->commit(store::Durability::File); !saved) evidence_error = saved.error();
  }
  // The findings first: a full disk must not cost them.
  auto ending = finish(*delivery, *report);
  if (!evidence_error) return ending;
  if (!ending) evidence_error->message = fmt::format("{}; {}", evidence_error->message, ending.error().message);
  return tl::make_unexpected(std::move(*evidence_error));
}

}  // namespace

Action declare_check(CLI::App& command) {
  auto options = std::make_shared<CheckCommand>();
  options->command = &command;
  command
      .add_option(
          "address", options->address,
          both({"http:// address of the share or of a package folder; or a folder or file share, whose files are "
                "read instead",
                "共有またはパッケージ フォルダーの http:// アドレス。"
                "フォルダーまたはファイル共有のパスを指定すると、そのファイルを直接確認する"}))
      ->type_name("ADDRESS|PATH")
      ->required();
  command.add_option("--catalogue", options->catalogue, both(kCatalogue))->type_name("FILE");
  command
      .add_option("--reference", options->reference,
                  both({"what should be there: the published folder or its share, or a catalogue of it; tells missing "
                        "from refused",
                        "あるべきファイルを示す配信フォルダーまたはその共有、またはそのカタログ。"
                        "ファイルがないのか拒否されているのかを判別する"}))
      ->type_name("DIR|FILE");
  command
      .add_option("--keep", options->keep,
                  both({"folder that keeps what was downloaded and verified",
                        "ダウンロードして検証できたファイルを残すフォルダー"}))
      ->type_name("DIR");
  command
      .add_option("--save-evidence", options->save_evidence,
                  both({"HAR file with every exchange, without secrets; for `webcid diagnose --from`",
                        "すべての通信を記録する HAR ファイル (秘密情報は含まない)。`webcid diagnose --from` で使用"}))
      ->type_name("FILE");
  command
      .add_option("--max-probes", options->max_probes,
                  both({"extra requests that diagnosis may make, 0 to 1000",
                        "診断のために追加で送信してよい要求の数 (0 から 1000)"}))
      ->type_name("N")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  command
      .add_option("--tls-port", options->tls_port,
                  both({"where the server speaks HTTPS, if it does: asked once at most",
                        "サーバーが HTTPS で応答する場合のポート (問い合わせは多くても 1 回)"}))
      ->type_name("PORT")
      ->check(CLI::Range(1, 65535))
      ->capture_default_str();
  auto* const quick = command.add_flag("--quick", options->quick,
                                       both({"the smallest sample that covers every kind of name, not every file",
                                             "全ファイルではなく、あらゆる種類の名前を含む最小限のファイルのみ取得"}));
  command
      .add_option(
          "--only-failed", options->only_failed,
          both({"JSON report of an earlier check: only what is like the files that failed there, and what has "
                "been mended",
                "以前の確認の JSON レポート。そこで失敗したファイルと同種のもののみ取得し、解消した問題も示す"}))
      ->type_name("FILE")
      ->excludes(quick);
  command
      .add_flag("--acceptance", options->acceptance,
                both({"every step of the guide with its proof; accepted (exit code 0) when none is broken or deviates",
                      "手順書の全項目を根拠とともに判定。異常も相違もなければ合格 (終了コード 0)"}))
      ->excludes(quick);
  command
      .add_option("--install-source", options->install_source,
                  both({"the initial install source of the updating policy, \\\\SERVER\\SHARE",
                        "アップデートポリシーの新規インストール元 (\\\\SERVER\\SHARE)"}))
      ->type_name("PATH");
  command
      .add_option("--iis-log", options->iis_logs,
                  both({"the server's u_ex*.log: names refusals whose pages do not; read after the download",
                        "サーバーの u_ex*.log。ページから分からない拒否の原因を特定する (ダウンロード後に読み取る)"}))
      ->allow_extra_args(false)
      ->type_name("FILE");
  command
      .add_option("--iis-config", options->iis_configuration,
                  both({"the server's applicationHost.config, or the share's web.config, for the same",
                        "同じ目的で使うサーバーの applicationHost.config、または共有の web.config"}))
      ->allow_extra_args(false)
      ->type_name("FILE");
  options->connection.add_to(command);
  options->output.add_to(command);
  options->output.add_reports_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
