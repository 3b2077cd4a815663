// How the options of `webcid check` are written.
#include <memory>

#include <CLI/CLI.hpp>

#include "bilingual.hpp"
#include "check_command.hpp"
#include "command.hpp"

namespace webcid::cli {

void CheckCommand::add_to(CLI::App& command) {
  m_command = &command;
  CLI::Option* const address =
      command
          .add_option(
              "address", m_addresses,
              both({"http:// address of the share or of a package folder; or a folder or file share, whose files are "
                    "read instead",
                    "共有またはパッケージ フォルダーの http:// アドレス。"
                    "フォルダーまたはファイル共有のパスを指定すると、そのファイルを直接確認する"}))
          ->type_name("ADDRESS|PATH");
  m_endpoint.add_to(command, *address);
  command
      .add_option("--targets", m_targets,
                  both({"file with one address a line, # begins a remark; - is standard input",
                        "1 行に 1 つのアドレスを書いたファイル (# 以降は注釈)。- は標準入力"}))
      ->type_name("FILE");
  command.add_flag("--all-nodes", m_all_nodes,
                   both({"each machine behind the name by itself, and what differs between them",
                         "同じ名前のすべてのサーバーを 1 台ずつ確認し、相違点を表示"}));
  command
      .add_option("--node", m_nodes,
                  both({"the same for this numeric address, whatever the name stands for",
                        "名前解決の結果にかかわらず、指定した IP アドレスを同様に確認"}))
      ->type_name("ADDRESS")
      ->allow_extra_args(false);
  command.add_option("--catalogue", m_catalogue, both(kCatalogue))->type_name("FILE");
  command
      .add_option("--reference", m_reference,
                  both({"what should be there: the published folder or its share, or a catalogue of it; tells missing "
                        "from refused",
                        "あるべきファイルを示す配信フォルダーまたはその共有、またはそのカタログ。"
                        "ファイルがないのか拒否されているのかを判別する"}))
      ->type_name("DIR|FILE");
  command
      .add_option("--keep", m_keep,
                  both({"folder that keeps what was downloaded and verified",
                        "ダウンロードして検証できたファイルを残すフォルダー"}))
      ->type_name("DIR");
  command
      .add_option("--save-evidence", m_save_evidence,
                  both({"HAR file with every exchange, without secrets; for `webcid diagnose --from`",
                        "すべての通信を記録する HAR ファイル (秘密情報は含まない)。`webcid diagnose --from` で使用"}))
      ->type_name("FILE");
  command
      .add_option("--max-probes", m_max_probes,
                  both({"extra requests that diagnosis may make, 0 to 1000",
                        "診断のために追加で送信してよい要求の数 (0 から 1000)"}))
      ->type_name("N")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  command
      .add_option("--tls-port", m_tls_port,
                  both({"where the server speaks HTTPS, if it does: asked once at most",
                        "サーバーが HTTPS で応答する場合のポート (問い合わせは多くても 1 回)"}))
      ->type_name("PORT")
      ->check(CLI::Range(1, 65535))
      ->capture_default_str();
  auto* const quick = command.add_flag("--quick", m_is_quick,
                                       both({"the smallest sample that covers every kind of name, not every file",
                                             "全ファイルではなく、あらゆる種類の名前を含む最小限のファイルのみ取得"}));
  command
      .add_option(
          "--only-failed", m_only_failed,
          both({"JSON report of an earlier check: only what is like the files that failed there, and what has "
                "been mended",
                "以前の確認の JSON レポート。そこで失敗したファイルと同種のもののみ取得し、解消した問題も示す"}))
      ->type_name("FILE")
      ->excludes(quick);
  command
      .add_flag("--acceptance", m_is_acceptance,
                both({"every step of the guide with its proof; accepted (exit code 0) when none is broken or deviates",
                      "手順書の全項目を根拠とともに判定。異常も相違もなければ合格 (終了コード 0)"}))
      ->excludes(quick);
  command
      .add_option("--install-source", m_install_source,
                  both({"the initial install source of the updating policy, \\\\SERVER\\SHARE",
                        "アップデートポリシーの新規インストール元 (\\\\SERVER\\SHARE)"}))
      ->type_name("PATH");
  command
      .add_option("--iis-log", m_iis_logs,
                  both({"the server's u_ex*.log: names refusals whose pages do not; read after the download",
                        "サーバーの u_ex*.log。ページから分からない拒否の原因を特定する (ダウンロード後に読み取る)"}))
      ->allow_extra_args(false)
      ->type_name("FILE");
  command
      .add_option("--iis-config", m_iis_configuration,
                  both({"the server's applicationHost.config, or the share's web.config, for the same",
                        "同じ目的で使うサーバーの applicationHost.config、または共有の web.config"}))
      ->allow_extra_args(false)
      ->type_name("FILE");
  m_connection.add_to(command);
  m_budget.add_to(command);
  m_output.add_to(command);
  m_output.add_reports_to(command);
}

Action declare_check(CLI::App& command) {
  auto options = std::make_shared<CheckCommand>();
  options->add_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
