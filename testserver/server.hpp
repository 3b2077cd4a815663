// The sockets. The only place that knows Boost is behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <webcid/base/result.hpp>

#include "testserver/responder.hpp"

namespace webcid::testserver {

struct Endpoint {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  std::optional<std::uint16_t> tls_port{};
};

struct Ports {
  std::uint16_t plain = 0;
  std::optional<std::uint16_t> tls{};
};

// Serves until SIGINT or SIGTERM. `ready` is told the ports once connections are accepted.
// LocalIo when the address cannot be listened on.
base::Result<void> serve(const Endpoint& endpoint, Responder& responder,
                         const std::function<void(const Ports&)>& ready);

}  // namespace webcid::testserver
