// There are desktops with settings of their own, and no place that all programs agree on but the environment.
#ifndef _WIN32
#include <webcid/net/proxy.hpp>
#include <webcid/net/system_proxy.hpp>

namespace webcid::net {
namespace {

base::Result<SystemProxy> by_environment(const base::HttpUrl& url) {
  auto found = proxy_from_environment(url.host, url.port);
  if (!found) return tl::make_unexpected(std::move(found.error()));
  SystemProxy out;
  out.proxy = std::move(found->proxy);
  if (out.proxy) return out;
  out.origin = found->excluded_by.empty() ? model::Statement{"no-proxy-variable", {}, std::nullopt}
                                          : model::Statement{"no-proxy-excluded", {found->excluded_by}, std::nullopt};
  return out;
}

}  // namespace

ChooseProxy system_proxies(std::chrono::milliseconds /*limit*/) {
  return by_environment;
}

}  // namespace webcid::net
#endif
