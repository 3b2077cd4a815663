#include "testserver/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
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

std::string ready_line(const Options& options, const base::HttpUrl& url, std::uint16_t port) {
  const std::string host = options.host.find(':') == std::string::npos ? options.host : "[" + options.host + "]";
  // The address as it was given: with or without a slash at its end.
  std::string path = url.path;
  if (path == "/") path.clear();
  const nlohmann::ordered_json line{
      {"ready", true}, {"url", fmt::format("http://{}:{}{}", host, port, path)}, {"port", port}, {"pid", process_id()}};
  return line.dump();
}

}  // namespace

Result<void> serve_replay(const Options& options) {
  Result<RecordedRun> run = read_recorded_run(options.replay);
  if (!run) return tl::make_unexpected(run.error());
  if (Result<void> made = make_up_bodies(*run); !made) return made;
  AccessLog log;
  if (!options.log.empty()) {
    if (Result<void> opened = log.open(options.log); !opened) return opened;
  }
  for (const std::string& note : run->notes) print_note(note);
  const bool is_reached = was_reached(*run);
  if (!is_reached) print_note("the recorded server could not be reached: nothing listens here");
  const base::HttpUrl url = run->url;
  Replayer replayer(std::move(*run), log, print_note);
  Serving serving;
  serving.nodes = {{options.host, is_reached ? &replayer : nullptr}};
  serving.port = options.port;
  serving.connection_timeout = std::chrono::seconds(options.connection_timeout);
  return serve(serving, [&](const Ports& ports) {
    fmt::print("{}\n", ready_line(options, url, ports.plain));
    std::fflush(stdout);
  });
}

}  // namespace webcid::testserver
