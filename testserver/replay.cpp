#include "testserver/replay.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>
#include <webcid/base/text.hpp>

#include "testserver/process_id.hpp"
#include "testserver/recorded.hpp"
#include "testserver/replayer.hpp"
#include "testserver/server.hpp"

namespace webcid::testserver {
namespace {

using base::Result;
using model::TransportError;

void print_note(std::string_view text) {
  fmt::print(stderr, "webcid-testserver: {}\n", text);
}

// Whether anybody could be reached at all.
bool was_reached(const RecordedRun& run) {
  return std::any_of(run.exchanges.begin(), run.exchanges.end(), [](const RecordedExchange& each) {
    return each.error != TransportError::NameUnresolved && each.error != TransportError::Refused &&
           each.error != TransportError::Unreachable && each.error != TransportError::ConnectTimeout;
  });
}

std::string url_at(const std::string& address, const base::HttpUrl& url, std::uint16_t port) {
  const std::string host = address.find(':') == std::string::npos ? address : "[" + address + "]";
  // The address as it was given: with or without a slash at its end.
  return fmt::format("http://{}:{}{}", host, port, url.path == "/" ? "" : url.path);
}

std::string ready_line(const Options& options, const base::HttpUrl& url, std::uint16_t port) {
  const std::string& first = options.nodes.empty() ? options.host : options.nodes.front();
  nlohmann::ordered_json line{
      {"ready", true}, {"url", url_at(first, url, port)}, {"port", port}, {"pid", process_id()}};
  for (const std::string& node : options.nodes) line["nodes"].push_back(url_at(node, url, port));
  return line.dump();
}

// One for each machine that is given again.
Result<std::vector<RecordedRun>> machines_of(RecordedRun run, const Options& options) {
  if (options.nodes.empty()) return std::vector<RecordedRun>{std::move(run)};
  const std::vector<std::string>& recorded = run.target.addresses;
  if (recorded.size() != options.nodes.size()) {
    return base::fail(base::ErrorKind::Usage,
                      fmt::format("--nodes: the recorded name stood for {} addresses ({}), expected one for each",
                                  recorded.size(), base::printable(fmt::format("{}", fmt::join(recorded, ", ")))));
  }
  return by_address(run);
}

}  // namespace

Result<void> serve_replay(const Options& options) {
  const Machines machines = options.nodes.empty() ? Machines::MostTelling : Machines::Every;
  Result<RecordedRun> run = read_recorded_run(options.replay, machines);
  if (!run) return tl::make_unexpected(run.error());
  if (Result<void> made = make_up_bodies(*run); !made) return made;
  AccessLog log;
  if (!options.log.empty()) {
    if (Result<void> opened = log.open(options.log); !opened) return opened;
  }
  for (const std::string& note : run->notes) print_note(note);
  const base::HttpUrl url = run->url;
  Result<std::vector<RecordedRun>> given = machines_of(std::move(*run), options);
  if (!given) return tl::make_unexpected(given.error());
  std::vector<std::unique_ptr<Replayer>> replayers;
  Serving serving;
  for (std::size_t i = 0; i < given->size(); ++i) {
    const std::string& address = options.nodes.empty() ? options.host : options.nodes[i];
    const bool is_reached = was_reached((*given)[i]);
    if (!is_reached && options.nodes.empty())
      print_note("the recorded server could not be reached: nothing listens here");
    if (is_reached) replayers.push_back(std::make_unique<Replayer>(std::move((*given)[i]), log, print_note));
    serving.nodes.push_back({address, is_reached ? replayers.back().get() : nullptr});
  }
  serving.port = options.port;
  serving.connection_timeout = std::chrono::seconds(options.connection_timeout);
  return serve(serving, [&](const Ports& ports) {
    fmt::print("{}\n", ready_line(options, url, ports.plain));
    std::fflush(stdout);
  });
}

}  // namespace webcid::testserver
