// The sockets. The only place that knows Boost is behind it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <webcid/base/result.hpp>

#include "testserver/answerer.hpp"
#include "testserver/iis_logs.hpp"

namespace webcid::testserver {

// One address of the server. Without an answerer the port is taken, and whoever connects is refused.
struct Node {
  std::string address = "127.0.0.1";
  Answerer* answerer = nullptr;
};

struct Serving {
  std::vector<Node> nodes{};                     // one at least, all on the same port
  std::uint16_t port = 0;                        // 0: one that is free on every address
  std::optional<std::uint16_t> tls_port{};       // likewise
  IisLogs* logs = nullptr;                       // must outlive the serving, as the answerers
  std::chrono::seconds connection_timeout{120};  // IIS's connectionTimeout: for a request, and for taking an answer
  // On SIGHUP, where there is one: re-reads what the answerers go by. Never during an answerer's call.
  std::function<void()> reload{};
};

struct Ports {
  std::uint16_t plain = 0;
  std::optional<std::uint16_t> tls{};
};

// Serves until SIGINT or SIGTERM. `ready` is told the ports once connections are accepted.
// LocalIo when an address cannot be listened on.
base::Result<void> serve(const Serving& serving, const std::function<void(const Ports&)>& ready);

}  // namespace webcid::testserver
