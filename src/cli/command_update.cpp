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

#include "command.hpp"
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
  OutputOptions output;
  std::string address;
  std::string folder;
  std::string catalogue;
  std::string durability = "none";
  int retries = 3;
  bool paranoid = false;
  bool removes = false;

  ExitCode run();
};

ExitCode UpdateCommand::run() {
  check::CheckOptions options;
  options.address = address;
  if (base::parse_address(address)) {
    // Passwords are read only for an address that will be contacted.
    auto client = connection.resolve_for(address);
    if (!client) return give_up(client.error());
    options.client = std::move(*client);
  }
  if (!catalogue.empty()) {
    auto source = read_catalogue_file(catalogue);
    if (!source) return give_up(source.error());
    options.catalogue = std::move(*source);
  }
  check::MirrorOptions mirror;
  mirror.folder = base::to_native(folder);
  mirror.trust = paranoid ? update::Trust::Nothing : update::Trust::Stamps;
  mirror.extra = removes ? check::Extra::Remove : check::Extra::Keep;
  mirror.retries = retries;
  for (const DurabilityName& row : kDurabilities) {
    if (row.name == durability) mirror.durability = row.durability;
  }
  options.mirror = std::move(mirror);
  auto delivery = Delivery::open(output);
  if (!delivery) return give_up(delivery.error());
  ProgressLine progress(output);
  const auto report = check::run(options, progress, base::interrupt());
  progress.clear();
  if (!report) return give_up(report.error());
  return finish(*delivery, *report);
}

}  // namespace

Action declare_update(CLI::App& command) {
  auto options = std::make_shared<UpdateCommand>();
  command.add_option("address", options->address, "http:// address of the share or of a package folder")->required();
  command.add_option("folder", options->folder, "where the files go; made when it is not there")->required();
  command.add_option("--catalogue", options->catalogue, "catalogue file to go by instead of the server's own");
  command.add_flag("--paranoid", options->paranoid, "read every file that is there, whatever its time says");
  command.add_flag("--delete", options->removes, "remove what is in the folder and not in the catalogue");
  std::vector<std::string> names;
  for (const DurabilityName& row : kDurabilities) names.emplace_back(row.name);
  command
      .add_option("--durability", options->durability,
                  "what survives a power cut: none, file (each file is on the disk before it has its name), tree (the "
                  "folders as well)")
      ->check(CLI::IsMember(names))
      ->capture_default_str();
  command
      .add_option("--retries", options->retries,
                  "how often a file is asked for again after a fault that may pass, 0 to 20")
      ->check(CLI::Range(0, 20))
      ->capture_default_str();
  options->connection.add_to(command);
  options->output.add_to(command);
  options->output.add_reports_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
