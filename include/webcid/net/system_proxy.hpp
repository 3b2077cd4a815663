// --proxy auto: the proxy that programs of this machine are to use.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/base/url.hpp>
#include <webcid/model/statement.hpp>
#include <webcid/net/options.hpp>

namespace webcid::net {

struct SystemProxy {
  std::optional<Proxy> proxy;
  // Where it was found, or that there is none and why. Nothing for a proxy that names its variable itself.
  std::optional<model::Statement> origin;
  std::vector<model::Statement> notes;  // what was found and could not be used
};

// For a request to `url`. Windows: what its own programs do, which is to ask for the PAC file that the network names
// (WPAD), the PAC file and then the list of proxies in the settings of whoever runs this program, and where these hold
// nothing at all the machine's WinHTTP settings. Each PAC file is given up after `limit`. Elsewhere:
// proxy_from_environment. Usage error for a proxy that cannot be used.
base::Result<SystemProxy> system_proxy(const base::HttpUrl& url, std::chrono::milliseconds limit);

}  // namespace webcid::net
