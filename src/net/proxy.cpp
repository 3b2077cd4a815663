#include <webcid/net/proxy.hpp>

#include <array>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/environment.hpp>
#include <webcid/base/text.hpp>

#include "resolver.hpp"

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#include <netinet/in.h>
#endif

namespace webcid::net {
namespace {

// curl's default for a proxy given without a port; kept, because everybody tries an address with curl first.
constexpr std::uint16_t kDefaultPort = 1080;

base::Result<Proxy> no_proxy_at_all(std::string_view origin, std::string_view why) {
  return base::fail(base::ErrorKind::Usage, fmt::format("{}: {}", origin, why));
}

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  for (const char c : host) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '-' && c != '.' && c != '_' && static_cast<unsigned char>(c) < 0x80) return false;
  }
  return true;
}

using AddressBytes = std::vector<std::uint8_t>;

AddressBytes bytes_of(std::string_view address) {
  const auto family = family_of(address);
  if (!family) return {};
  AddressBytes bytes(family == AddressFamily::V4 ? 4 : 16);
  inet_pton(family == AddressFamily::V4 ? AF_INET : AF_INET6, std::string(address).c_str(), bytes.data());
  return bytes;
}

bool share_prefix(const AddressBytes& a, const AddressBytes& b, std::uint64_t bits) {
  if (a.empty() || a.size() != b.size() || bits > a.size() * 8) return false;
  for (std::size_t i = 0; i < a.size() && bits > 0; ++i) {
    const std::uint64_t here = bits < 8 ? bits : 8;
    const auto mask = static_cast<std::uint8_t>(0xFF00U >> here);
    if ((a[i] & mask) != (b[i] & mask)) return false;
    bits -= here;
  }
  return true;
}

// One item of no_proxy against a lower-case host, as curl reads it (docs: "environment variables", NO_PROXY).
bool excludes(std::string_view item, std::string_view host, std::uint16_t port) {
  if (item == "*") return true;
  if (const std::size_t slash = item.find('/'); slash != std::string_view::npos) {
    const auto bits = base::parse_unsigned(item.substr(slash + 1));
    return bits && share_prefix(bytes_of(item.substr(0, slash)), bytes_of(host), *bits);
  }
  if (!item.empty() && item.front() == '[' && item.find(']') != std::string_view::npos) {
    item = item.substr(1, item.find(']') - 1);
  }
  if (const AddressBytes bytes = bytes_of(item); !bytes.empty()) return bytes == bytes_of(host);
  if (const std::size_t colon = item.rfind(':'); colon != std::string_view::npos) {
    if (base::parse_unsigned(item.substr(colon + 1)) != port) return false;
    item = item.substr(0, colon);
  }
  while (!item.empty() && item.front() == '.') item.remove_prefix(1);
  if (item.empty() || item.size() > host.size()) return false;
  if (!base::equals_ignoring_case(item, host.substr(host.size() - item.size()))) return false;
  // "example" excludes example and www.example, not notexample.
  return item.size() == host.size() || host[host.size() - item.size() - 1] == '.';
}

bool list_excludes(std::string_view list, std::string_view host, std::uint16_t port) {
  std::size_t begin = 0;
  while (begin <= list.size()) {
    const std::size_t end = std::min(list.find_first_of(", \t", begin), list.size());
    if (end > begin && excludes(list.substr(begin, end - begin), host, port)) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

std::string Proxy::authority() const {
  return with_port(host, port);
}

base::Result<Proxy> parse_proxy(std::string_view text, std::string_view origin) {
  std::string_view rest = base::trim(text);
  if (const std::size_t scheme = rest.find("://"); scheme != std::string_view::npos) {
    if (!base::equals_ignoring_case(rest.substr(0, scheme), "http")) {
      return no_proxy_at_all(origin, fmt::format("\"{}\" proxies cannot be used, only http ones",
                                                 base::printable(rest.substr(0, scheme))));
    }
    rest.remove_prefix(scheme + 3);
  }
  while (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  // Never quoted in the message: what stands before the '@' may be a password.
  if (rest.find('@') != std::string_view::npos) {
    return no_proxy_at_all(origin, "the proxy's address must not hold a user or password; use --proxy-user");
  }
  const auto unreadable = [&] {
    return no_proxy_at_all(origin, fmt::format("\"{}\" is no proxy address (HOST:PORT)", base::printable(text)));
  };
  Proxy out;
  std::string_view port;
  if (!rest.empty() && rest.front() == '[') {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return unreadable();
    out.host = base::to_lower(rest.substr(1, close - 1));
    if (family_of(out.host) != AddressFamily::V6) return unreadable();
    port = rest.substr(close + 1);
  } else {
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    out.host = base::to_lower(rest.substr(0, colon));
    if (!is_host(out.host)) return unreadable();
    port = rest.substr(colon);
  }
  out.port = kDefaultPort;
  if (!port.empty()) {
    const auto number = base::parse_unsigned(port.substr(1));
    if (port.front() != ':' || !number || *number == 0 || *number > 65535) return unreadable();
    out.port = static_cast<std::uint16_t>(*number);
  }
  return out;
}

base::Result<EnvironmentProxy> proxy_from_environment(std::string_view host, std::uint16_t port,
                                                      const EnvironmentLookup& lookup) {
  EnvironmentProxy out;
  for (const char* variable : {"http_proxy", "all_proxy", "ALL_PROXY"}) {
    const auto value = lookup(variable);
    if (!value || base::trim(*value).empty()) continue;
    for (const char* exclusion : {"no_proxy", "NO_PROXY"}) {
      const auto list = lookup(exclusion);
      if (list && list_excludes(*list, host, port)) {
        out.excluded_by = exclusion;
        return out;
      }
    }
    auto proxy = parse_proxy(*value, variable);
    if (!proxy) return tl::make_unexpected(proxy.error());
    proxy->variable = variable;
    out.proxy = std::move(*proxy);
    return out;
  }
  return out;
}

base::Result<EnvironmentProxy> proxy_from_environment(std::string_view host, std::uint16_t port) {
  return proxy_from_environment(host, port, base::environment);
}

}  // namespace webcid::net
