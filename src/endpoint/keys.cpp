#include "keys.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/endpoint/parse.hpp>

namespace webcid::endpoint {
namespace {

template <std::size_t N>
bool has_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Values of such keys are never kept, whatever they look like.
constexpr auto kSecrets = std::to_array<std::string_view>(
    {"user", "pass", "pwd", "account", "cred", "secret", "token", "login", "logon", "auth", "key", "cert", "hash"});
constexpr auto kNamesOfAccounts = std::to_array<std::string_view>({"user", "account", "login", "logon"});
// Whatever stands there is an address, or was meant to be one.
constexpr auto kAddresses = std::to_array<std::string_view>({"address", "url", "sourcepath"});
constexpr auto kSwitches = std::to_array<std::string_view>({"type", "use", "enable"});

bool is_number(std::string_view value) {
  return !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos;
}

bool looks_like_address(std::string_view value) {
  return value.find("://") != std::string_view::npos || value.starts_with("\\\\") ||
         base::starts_with_ignoring_case(value, "http:") || base::starts_with_ignoring_case(value, "https:");
}

bool looks_like_host(std::string_view value) {
  return value.find_first_of(".:") != std::string_view::npos && value.find_first_of(" \t,;") == std::string_view::npos;
}

// savconfig's word, and that of the Windows settings window.
bool is_vendor(std::string_view value) {
  return base::equals_ignoring_case(value, "sophos:") || base::equals_ignoring_case(value, "sophos");
}

}  // namespace

model::Setting setting(std::string_view value, std::string label) {
  return {base::without_credentials(value), std::move(label)};
}

std::string proxy_host(std::string_view value) {
  if (const auto scheme = value.find("://"); scheme != std::string_view::npos) {
    // Another scheme is kept: it cannot be used, and whoever reads this should see why.
    if (!base::equals_ignoring_case(value.substr(0, scheme), "http")) return base::without_credentials(value);
    value.remove_prefix(scheme + 3);
  }
  if (const auto at = value.rfind('@'); at != std::string_view::npos) value.remove_prefix(at + 1);
  while (!value.empty() && value.back() == '/') value.remove_suffix(1);
  return std::string(value);
}

std::string with_port(std::string host, std::string_view port) {
  const bool is_literal = host.starts_with('[');
  const bool has_port = host.find(':', is_literal ? host.find(']') : 0) != std::string::npos;
  if (host.empty() || has_port || !is_number(port) || port.size() > 5 || port == "0") return host;
  return fmt::format("{}:{}", host, port);
}

base::Result<void> SourceBuilder::add(std::string_view name, std::string_view value, std::string label) {
  m_source.is_configured = true;
  const std::string lower = base::to_lower(name);
  const bool is_proxy = lower.find("proxy") != std::string::npos;
  if (has_any(lower, kSecrets)) {
    if (!has_any(lower, kNamesOfAccounts) || value.empty() || value == kObfuscatedNothing) return {};
    (is_proxy ? m_source.proxy_has_account : m_source.has_account) = true;
    return {};
  }
  const bool is_address = has_any(lower, kAddresses);
  if (!is_proxy && !is_address && !looks_like_address(value)) return {};
  if (value.size() > kMaxAddress) {
    return base::fail(base::ErrorKind::Malformed, fmt::format("an address in it is longer than {} bytes", kMaxAddress));
  }
  if (is_proxy) {
    add_proxy(lower, value, std::move(label));
  } else if (is_vendor(value)) {
    m_source.publisher = model::Publisher::Vendor;
  } else if (m_source.addresses.size() < kMaxAddresses) {
    m_source.addresses.push_back(setting(value, std::move(label)));
  }
  return {};
}

void SourceBuilder::add_proxy(std::string_view name, std::string_view value, std::string label) {
  if (name.find("port") != std::string_view::npos) {
    m_proxy_port = std::string(value);
  } else if (has_any(name, kSwitches)) {
    // ProxyType=0, UseProxy=0: an address may be left over from before.
    if (value == "0" || base::equals_ignoring_case(value, "false")) m_proxy = Proxy::Off;
  } else if (!m_source.proxy && !value.empty() && (has_any(name, kAddresses) || looks_like_host(value))) {
    m_source.proxy = model::Setting{proxy_host(value), std::move(label)};
  }
}

model::UpdateSource SourceBuilder::take() {
  if (m_proxy == Proxy::Off) m_source.proxy.reset();
  if (m_source.proxy) m_source.proxy->text = with_port(std::move(m_source.proxy->text), m_proxy_port);
  if (!m_source.proxy) m_source.proxy_has_account = false;
  // An address says more than an empty key beside it.
  std::stable_partition(m_source.addresses.begin(), m_source.addresses.end(),
                        [](const model::Setting& one) { return !one.text.empty(); });
  if (!m_source.addresses.empty() && !m_source.addresses.front().text.empty()) {
    m_source.addresses.erase(std::remove_if(m_source.addresses.begin(), m_source.addresses.end(),
                                            [](const model::Setting& one) { return one.text.empty(); }),
                             m_source.addresses.end());
  }
  return std::move(m_source);
}

}  // namespace webcid::endpoint
