#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/clock.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/endpoint/endpoint.hpp>
#include <webcid/endpoint/parse.hpp>

#include "command.hpp"
#include "registry.hpp"

namespace webcid::endpoint {
namespace {

using Clock = std::chrono::steady_clock;

// What is asked for. Never a password: `savconfig` would mask it, and nobody should have to rely on that.
constexpr const char* kAsked[] = {"PrimaryUpdateSourcePath",   "PrimaryUpdateUsername",
                                  "PrimaryUpdateProxyAddress", "PrimaryUpdateProxyUsername",
                                  "SecondaryUpdateSourcePath", "SecondaryUpdateUsername"};

// chrono's clock of nanoseconds ends in 2262.
constexpr std::uint64_t kLatest = 9'000'000'000;

bool is_there(const std::string& path) {
  const auto kind = base::status_of(base::to_native(path), base::Links::Follow).kind;
  return !path.empty() && kind != base::Kind::Missing && kind != base::Kind::Failed;
}

// Whatever is wrong with this machine's own file is ours to tell, not its user's mistake.
base::Result<model::EndpointSettings> read_own(const std::string& path) {
  auto settings = read_file(path);
  if (settings || settings.error().kind == base::ErrorKind::Interrupted) return settings;
  return base::fail(base::ErrorKind::LocalIo, std::move(settings.error().message));
}

base::Result<model::EndpointSettings> ask(const Places& places) {
  const Clock::time_point latest = Clock::now() + places.longest;
  std::string lines;
  for (const char* const key : kAsked) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(latest - Clock::now());
    if (left.count() <= 0) break;
    // It fails for a setting that it does not know.
    if (const auto value = output_of(places.savconfig, {"query", key}, left)) {
      lines += fmt::format("{}: {}\n", key, value->substr(0, value->find('\n')));
    }
  }
  if (lines.empty()) {
    return base::fail(base::ErrorKind::LocalIo,
                      fmt::format("{} query gave no answer", base::printable(places.savconfig)));
  }
  auto settings = parse_savconfig(lines);
  if (!settings) {
    return base::fail(base::ErrorKind::LocalIo,
                      fmt::format("{}: {}", base::printable(places.savconfig), settings.error().message));
  }
  settings->origin = places.savconfig + " query";
  return settings;
}

}  // namespace

base::Result<model::EndpointSettings> read_machine(const Places& places) {
  if (is_there(places.iconn)) {
    auto settings = read_own(places.iconn);
    if (!settings) return settings;
    if (const auto updated = last_update()) {
      const base::Time time{std::chrono::seconds(static_cast<std::int64_t>(std::min(updated->seconds, kLatest)))};
      settings->last_update = model::Setting{base::format_time_seconds(time), updated->key};
    }
    return settings;
  }
  if (is_there(places.preferences)) return read_own(places.preferences);
  if (is_there(places.savconfig)) return ask(places);
  std::vector<std::string> looked_for;
  for (const std::string& place : {places.iconn, places.preferences, places.savconfig}) {
    if (!place.empty()) looked_for.push_back(base::printable(place));
  }
  return base::fail(
      base::ErrorKind::LocalIo,
      fmt::format("this machine has no update settings ({}): --file, in a check --endpoint-file, reads a copied one",
                  fmt::join(looked_for, ", ")));
}

}  // namespace webcid::endpoint
