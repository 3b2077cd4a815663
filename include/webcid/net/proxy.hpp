// The proxy that the environment asks for.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/net/options.hpp>

namespace webcid::net {

// "host:port", "host" (port 1080, as curl has it), "http://host:port/", brackets around IPv6. Usage error for another
// scheme, or for credentials inside; `origin` ("http_proxy", "--proxy") begins the message.
base::Result<Proxy> parse_proxy(std::string_view text, std::string_view origin);

struct EnvironmentProxy {
  std::optional<Proxy> proxy;  // with `variable` set
  std::string excluded_by;     // "no_proxy" or "NO_PROXY" when that is why there is none
};

using EnvironmentLookup = std::function<std::optional<std::string>(const char* name)>;

// For a request to `host`: http_proxy, else all_proxy, ALL_PROXY, unless no_proxy or NO_PROXY lists it (names with all
// below them, addresses, CIDR blocks, "*"). HTTP_PROXY in capitals is not read, except on Windows, where names have no
// case: a CGI request could have set it (httpoxy, CVE-2016-5385). An unusable value is a Usage error, never ignored.
base::Result<EnvironmentProxy> proxy_from_environment(std::string_view host, std::uint16_t port);
base::Result<EnvironmentProxy> proxy_from_environment(std::string_view host, std::uint16_t port,
                                                      const EnvironmentLookup& lookup);

}  // namespace webcid::net
