// The sockets. The only place that knows Boost is behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <webcid/base/result.hpp>

#include "testserver/responder.hpp"

namespace webcid::testserver {

struct Endpoint {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
};

// Serves until SIGINT or SIGTERM. `ready` is told the port once connections are accepted.
// LocalIo when the address cannot be listened on.
base::Result<void> serve(const Endpoint& endpoint, Responder& responder,
                         const std::function<void(std::uint16_t)>& ready);

}  // namespace webcid::testserver
