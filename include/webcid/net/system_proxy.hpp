// --proxy auto: the proxy that programs of this machine are to use.
#pragma once

#include <chrono>
#include <functional>
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

// The proxy for a request to the address. Usage error for one that cannot be used.
using ChooseProxy = std::function<base::Result<SystemProxy>(const base::HttpUrl& url)>;

// For all addresses of one run. Windows: what its own programs do, which is to ask for the PAC file that the network
// names (WPAD), the PAC file and then the list of proxies in the settings of whoever runs this program, and where these
// hold nothing at all the machine's WinHTTP settings; read here. A PAC file is given up after `limit`, and one that
// could not be used is not asked again. Elsewhere: proxy_from_environment.
ChooseProxy system_proxies(std::chrono::milliseconds limit);

}  // namespace webcid::net
