// webcid audit: what a server's own configuration and logs say.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/audit/audit.hpp>
#include <webcid/base/cancellation.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/store/atomic_file.hpp>
#include <webcid/update/published_files.hpp>

#include "bilingual.hpp"
#include "command.hpp"
#include "delivery.hpp"
#include "local_place.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

struct AuditCommand {
  OutputOptions output;
  audit::AuditOptions audited;
  std::string catalogue;
  std::string reference;
  std::vector<std::string> maps;
  std::string since;
  std::string refused;
  bool shows_accounts = false;

  base::Result<ExitCode> run();
};

base::Result<std::vector<audit::FolderMap>> folder_maps(const std::vector<std::string>& texts) {
  std::vector<audit::FolderMap> maps;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      return base::fail(base::ErrorKind::Usage, fmt::format("--map {}: expected PHYSICAL=DIR", text));
    }
    std::string physical = text.substr(0, equals);
    while (physical.size() > 3 && physical.back() == '\\') physical.pop_back();
    maps.push_back({std::move(physical), text.substr(equals + 1)});
  }
  return maps;
}

// "2026-01-31", "2026-01-31T12:00", "2026-01-31 12:00:00": UTC, as logs are.
base::Result<base::Time> read_time(const std::string& text) {
  std::string full = text;
  std::replace(full.begin(), full.end(), ' ', 'T');
  if (full.size() == 10) full += "T00:00";
  if (full.size() == 16) full += ":00";
  if (!full.empty() && full.back() == 'Z') full.pop_back();
  if (full.size() == 19) full += ".000";
  const auto time = base::parse_time(full + "Z");
  if (time) return *time;
  return base::fail(base::ErrorKind::Usage,
                    fmt::format("--since {}: expected a time in UTC such as 2026-01-31 or 2026-01-31T12:00:00", text));
}

// Names and sizes, which is all that rules of a server are about.
base::Result<std::vector<model::Entry>> entries_of(const std::string& reference) {
  auto opened = open_reference(reference);
  if (!opened) return tl::make_unexpected(std::move(opened.error()));
  if (opened->list) {
    std::vector<catalogue::Source> sources;
    sources.push_back(std::move(*opened->list));
    return catalogue::merge(std::move(sources)).entries;
  }
  auto found = update::published_files(opened->folder, base::interrupt());
  if (!found) return tl::make_unexpected(std::move(found.error()));
  if (base::interrupt().requested())
    return base::fail(base::ErrorKind::Interrupted, "interrupted: nothing was written");
  return std::move(found->entries);
}

base::Result<ExitCode> AuditCommand::run() {
  if (!catalogue.empty()) {
    auto source = read_catalogue_file(catalogue);
    if (!source) return tl::make_unexpected(source.error());
    std::vector<catalogue::Source> sources;
    sources.push_back(std::move(*source));
    audited.entries = catalogue::merge(std::move(sources)).entries;
  }
  if (!reference.empty()) {
    auto entries = entries_of(reference);
    if (!entries) return tl::make_unexpected(entries.error());
    audited.entries = std::move(*entries);
  }
  auto folders = folder_maps(maps);
  if (!folders) return tl::make_unexpected(folders.error());
  audited.folders = std::move(*folders);
  if (!since.empty()) {
    const auto time = read_time(since);
    if (!time) return tl::make_unexpected(time.error());
    audited.since = *time;
  }
  audited.path = base::decode_percent(audited.path);
  audited.accounts = shows_accounts ? audit::Accounts::Shown : audit::Accounts::Hidden;
  const OtherFile refused_file{"--refused", refused == "-" ? std::string_view() : std::string_view(refused)};
  auto delivery = Delivery::open(output, {&refused_file, 1});
  if (!delivery) return tl::make_unexpected(delivery.error());
  std::optional<store::AtomicFile> list;
  if (!refused.empty() && refused != "-") {
    auto opened = store::AtomicFile::create(base::to_native(refused));
    if (!opened) return tl::make_unexpected(opened.error());
    list = std::move(*opened);
    audited.refused = [&list](std::string_view line) { return list->write(line); };
  } else if (!refused.empty()) {
    audited.refused = [](std::string_view line) { return write_to(Stream::Out, line, Form::Bytes); };
  }
  const auto report = audit::run(audited, base::interrupt());
  if (!report) return tl::make_unexpected(report.error());
  if (list) {
    if (auto saved = list->commit(store::Durability::File); !saved) return tl::make_unexpected(saved.error());
  }
  return finish(*delivery, *report);
}

}  // namespace

Action declare_audit(CLI::App& command) {
  auto options = std::make_shared<AuditCommand>();
  options->audited.user_agent = "webcid/" WEBCID_VERSION;
  audit::AuditOptions& audited = options->audited;
  command
      .add_option(
          "files", audited.files,
          both({"applicationHost.config, the share's web.config, u_ex*.log, httperr*.log, in any order; logs "
                "may be gzip",
                "applicationHost.config、共有の web.config、u_ex*.log、httperr*.log (順不同、ログは gzip も可)"}))
      ->type_name("FILE")
      ->required();
  command
      .add_option("--site", audited.site,
                  both({"site of the share; else the first that has the path",
                        "共有のあるサイト。省略すると、そのパスを持つ最初のサイト"}))
      ->type_name("NAME");
  command
      .add_option("--path", audited.path,
                  both({"path of the share; else /SophosUpdate, and logs are read whole",
                        "共有のパス。省略すると /SophosUpdate とし、ログはすべて対象"}))
      ->type_name("PATH");
  auto* const listed =
      command
          .add_option("--catalogue", options->catalogue,
                      both({"catalogue file that says what is published; else the share's folder, where it is on this "
                            "machine",
                            "公開されているファイルを示すカタログ "
                            "ファイル。省略すると、このコンピューターにある共有のフォルダー"}))
          ->type_name("FILE");
  command
      .add_option("--reference", options->reference,
                  both({"the same from the published folder or its share, which is walked; or from a catalogue of it",
                        "同じ目的で使う配信フォルダーまたはその共有 (内容を一覧する)、またはそのカタログ"}))
      ->type_name("DIR|FILE")
      ->excludes(listed);
  command
      .add_option("--map", options->maps,
                  both({"folder of this machine that holds what the server has at a physical path",
                        "サーバー上の物理パスの内容がある、このコンピューターのフォルダー"}))
      ->allow_extra_args(false)
      ->type_name("PHYSICAL=DIR");
  command
      .add_option("--since", options->since,
                  both({"leave out what was logged before; UTC", "これより前のログを除外 (UTC)"}))
      ->type_name("TIME");
  command
      .add_option("--host", audited.host,
                  both({"host in the address of the updating policy; else an IP address, as the guide has it",
                        "アップデートポリシーのアドレスのホスト名。省略すると、手順書のとおり IP アドレス"}))
      ->type_name("HOST");
  command
      .add_option("--client", audited.client,
                  both({"address of an endpoint, for IP address restrictions; else one that no rule lists",
                        "IP アドレスの制限を判定するエンドポイントのアドレス。省略すると、どの規則にもないアドレス"}))
      ->type_name("ADDRESS");
  command
      .add_option("--user-agent", audited.user_agent,
                  both({"User-Agent for filtering rules", "フィルター規則を判定する User-Agent"}))
      ->type_name("TEXT")
      ->capture_default_str();
  command
      .add_option("--iis", audited.version,
                  both({"7.0, 7.5, 8.0, 8.5 or 10.0; else what a log says, else 10.0",
                        "7.0、7.5、8.0、8.5、10.0 のいずれか。省略するとログに記録された値、なければ 10.0"}))
      ->type_name("VERSION");
  command
      .add_option(
          "--refused", options->refused,
          both({"list every file that would be refused: status, cause, file and line of the setting, path; - is "
                "standard output",
                "拒否されるすべてのファイルの一覧 (状態、原因、設定のファイルと行、パス)。- は標準出力"}))
      ->type_name("FILE");
  command.add_flag(
      "--show-accounts", options->shows_accounts,
      both({"print names of accounts; passwords never are", "アカウント名を表示 (パスワードは常に非表示)"}));
  options->output.add_to(command);
  options->output.add_reports_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
