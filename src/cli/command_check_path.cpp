#include "command_check_path.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/cancellation.hpp>
#include <webcid/check/share.hpp>

#include "delivery.hpp"
#include "local_place.hpp"
#include "options.hpp"
#include "progress_line.hpp"

namespace webcid::cli {
namespace {

// How a server is reached and asked; of --reference, the share is what should be there.
constexpr std::array<std::string_view, 31> kOfAddresses{
    "--user",       "--password-file",  "--password-stdin", "--proxy",      "--proxy-user", "--proxy-password-file",
    "--no-proxy",   "--user-agent",     "--resolve",        "--ipv4",       "--ipv6",       "--jobs",
    "--limit-rate", "--max-files",      "--max-bytes",      "--max-time",   "--timeout",    "--reference",
    "--keep",       "--max-probes",     "--save-evidence",  "--tls-port",   "--quick",      "--only-failed",
    "--acceptance", "--install-source", "--iis-log",        "--iis-config", "--targets",    "--all-nodes",
    "--node"};

base::Result<void> check_options(const CLI::App& command, const std::string& path) {
  for (const CLI::Option* const option : command.get_options()) {
    if (option->count() == 0) continue;
    for (const std::string_view name : kOfAddresses) {
      if (!option->check_name(std::string(name))) continue;
      return base::fail(base::ErrorKind::Usage, fmt::format("{}: not for a folder ({})", name, path));
    }
  }
  return {};
}

}  // namespace

base::Result<ExitCode> check_path(const CLI::App& command, const std::string& path, const std::string& catalogue,
                                  const OutputOptions& output) {
  if (auto useful = check_options(command, path); !useful) return tl::make_unexpected(std::move(useful.error()));
  auto folder = open_place(path);
  if (!folder) return tl::make_unexpected(std::move(folder.error()));
  check::ShareOptions options{std::move(*folder), path, std::nullopt};
  if (!catalogue.empty()) {
    auto source = read_catalogue_file(catalogue);
    if (!source) return tl::make_unexpected(std::move(source.error()));
    options.catalogue = std::move(*source);
  }
  auto delivery = Delivery::open(output, {});
  if (!delivery) return tl::make_unexpected(std::move(delivery.error()));
  ProgressLine progress(output);
  const auto report = check::check_share(options, progress, base::interrupt());
  progress.clear();
  if (!report) return tl::make_unexpected(report.error());
  return finish(*delivery, *report);
}

}  // namespace webcid::cli
