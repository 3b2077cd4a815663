// webcid update: a folder that holds what is published, fetched as an endpoint does.
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/url.hpp>
#include <webcid/check/check.hpp>
#include <webcid/check/refused_accounts.hpp>
#include <webcid/report/terminal.hpp>

#include "bilingual.hpp"
#include "budget_options.hpp"
#include "command.hpp"
#include "connection_options.hpp"
#include "delivery.hpp"
#include "options.hpp"
#include "progress_line.hpp"

namespace webcid::cli {
namespace {

struct DurabilityName {
  std::string_view name;
  store::Durability durability;
};
constexpr std::array<DurabilityName, 3> kDurabilities{{
    {"none", store::Durability::None},
    {"file", store::Durability::File},
    {"tree", store::Durability::Tree},
}};

struct UpdateCommand {
  ConnectionOptions connection;
  BudgetOptions budget;
  OutputOptions output;
  std::string address;
  std::string folder;
  std::string secondary;
  std::string catalogue;
  std::string durability = "none";
  int retries = 3;
  bool paranoid = false;
  bool removes = false;
  bool is_atomic = false;

  base::Result<ExitCode> run();

 private:
  base::Result<model::Report> update_from(check::CheckOptions& options, const std::string& server);
};

// Whether an account that is for one server may be sent to the other.
bool is_same_server(const std::string& one, const std::string& other) {
  const auto first = base::parse_address(one);
  const auto second = base::parse_address(other);
  return first && second && first->authority() == second->authority();
}

bool has_failed(const model::Report& report) {
  return report.verdict == model::Verdict::Broken && !report.interrupted;
}

// What a reader of the second report should know of the first.
model::Statement about_first(const char* id, const model::Report& first, const std::string& address,
                             causes::Language language) {
  return {id, {address, report::verdict_line(first, language)}, std::nullopt};
}

base::Result<model::Report> UpdateCommand::update_from(check::CheckOptions& options, const std::string& server) {
  options.address = server;
  ProgressLine progress(output);
  auto report = check::run(options, progress, base::interrupt());
  progress.clear();
  return report;
}

base::Result<ExitCode> UpdateCommand::run() {
  check::CheckOptions options;
  if (base::parse_address(address)) {
    // Passwords are read only for an address that will be contacted.
    auto client = connection.resolve_for(address, output.chosen_language());
    if (!client) return tl::make_unexpected(client.error());
    options.client = std::move(*client);
  }
  if (!catalogue.empty()) {
    auto source = read_catalogue_file(catalogue);
    if (!source) return tl::make_unexpected(source.error());
    options.catalogue = std::make_shared<const catalogue::Source>(std::move(*source));
  }
  const auto cost = budget.resolve();
  if (!cost) return tl::make_unexpected(cost.error());
  options.budget = *cost;
  check::MirrorOptions mirror;
  mirror.folder = base::to_native(folder);
  mirror.trust = paranoid ? update::Trust::Nothing : update::Trust::Stamps;
  mirror.extra = removes ? check::Extra::Remove : check::Extra::Keep;
  mirror.tree = is_atomic ? check::Tree::Swapped : check::Tree::InPlace;
  mirror.retries = retries;
  for (const DurabilityName& row : kDurabilities) {
    if (row.name == durability) mirror.durability = row.durability;
  }
  options.mirror = std::move(mirror);
  auto delivery = Delivery::open(output);
  if (!delivery) return tl::make_unexpected(delivery.error());
  options.detail = delivery->detail();
  auto report = update_from(options, address);
  if (!report) return tl::make_unexpected(report.error());
  if (secondary.empty() || !has_failed(*report)) return finish(*delivery, *report);

  // What the first server gave stays: only the rest is asked of the second, as an endpoint does.
  if (!is_same_server(address, secondary)) options.client.account.reset();
  check::RefusedAccounts refused;
  refused.learn(options.client, address, *report);
  const net::ClientOptions given = options.client;
  refused.withhold(options.client);
  auto second = update_from(options, secondary);
  if (!second) return tl::make_unexpected(second.error());
  refused.learn(given, secondary, *second);
  const causes::Language language = output.chosen_language();
  model::Report& shown = has_failed(*second) ? *report : *second;
  shown.notes.push_back(has_failed(*second) ? about_first("secondary-failed", *second, secondary, language)
                                            : about_first("primary-failed", *report, address, language));
  return finish(*delivery, shown);
}

void add_mirror_options(CLI::App& command, UpdateCommand& options) {
  command.add_flag("--paranoid", options.paranoid,
                   both({"read every file that is there, whatever its time says",
                         "更新日時にかかわらず、既存のファイルをすべて読み直す"}));
  command.add_flag("--delete", options.removes,
                   both({"remove what is in the folder and not in the catalogue",
                         "フォルダー内の、カタログにないファイルを削除する"}));
  command.add_flag("--atomic-tree", options.is_atomic,
                   both({"build the new version beside the folder, and put it in its place in one step",
                         "新しい版をフォルダーの隣に作成し、一度に置き換える"}));
  std::vector<std::string> names;
  for (const DurabilityName& row : kDurabilities) names.emplace_back(row.name);
  command
      .add_option(
          "--durability", options.durability,
          both({"what survives a power cut; file: each file is on the disk before it has its name, tree: the "
                "folders as well",
                "停電後も残るもの。file: 各ファイルをディスクに書き終えてから名前を付ける、tree: フォルダーも含む"}))
      ->type_name("WHAT")
      ->check(CLI::IsMember(names))
      ->capture_default_str();
  command
      .add_option("--retries", options.retries,
                  both({"how often a file is asked for again after a fault that may pass, 0 to 20",
                        "一時的な障害のあとに再試行する回数 (0 から 20)"}))
      ->type_name("N")
      ->check(CLI::Range(0, 20))
      ->capture_default_str();
}

}  // namespace

Action declare_update(CLI::App& command) {
  auto options = std::make_shared<UpdateCommand>();
  options->connection.jobs = 32;  // as many as bring more, that is: see net::Flow
  command.add_option("address", options->address, both(kAddress))->type_name("ADDRESS")->required();
  command
      .add_option("folder", options->folder,
                  both({"where the files go; made when it is not there", "ファイルの保存先。なければ作成する"}))
      ->type_name("DIR")
      ->required();
  command
      .add_option(
          "--secondary", options->secondary,
          both({"address that serves what the first one does not; gets the account only if it is the same server",
                "最初のアドレスで取得できないものを取得するアドレス。アカウントは同じサーバーの場合のみ送信"}))
      ->type_name("ADDRESS");
  command.add_option("--catalogue", options->catalogue, both(kCatalogue))->type_name("FILE");
  add_mirror_options(command, *options);
  options->connection.add_to(command);
  options->budget.add_to(command);
  options->output.add_to(command);
  options->output.add_reports_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
