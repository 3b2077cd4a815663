#include "connection_options.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/secret.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "bilingual.hpp"
#include "byte_count.hpp"

namespace webcid::cli {
namespace {

using base::ErrorKind;

bool is_ipv4_literal(std::string_view host) {
  return !host.empty() && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

// HOST:ADDR[,ADDR]; IPv6 addresses in brackets or bare.
base::Result<net::ResolveOverride> parse_resolve(std::string_view text) {
  const auto colon = text.find(':');
  net::ResolveOverride out;
  if (colon != std::string_view::npos) {
    out.host = base::to_lower(text.substr(0, colon));
    for (std::string_view address : base::split(text.substr(colon + 1), ',')) {
      if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
      }
      if (!address.empty()) out.addresses.emplace_back(address);
    }
  }
  if (out.host.empty() || out.addresses.empty()) {
    return base::fail(ErrorKind::Usage, fmt::format("--resolve {}: expected HOST:ADDRESS[,ADDRESS]", text));
  }
  return out;
}

}  // namespace

void ConnectionOptions::add_to(CLI::App& command) {
  const std::string group = both({"Connection", "接続"});
  add_accounts_to(command, group);
  command.add_option("--user-agent", user_agent, both({"User-Agent to send", "送信する User-Agent"}))
      ->type_name("TEXT")
      ->capture_default_str()
      ->group(group);
  command
      .add_option("--resolve", resolve,
                  both({"use these addresses for the name", "名前解決の結果の代わりに、このアドレスを使う"}))
      ->type_name("HOST:ADDRESS[,ADDRESS]")
      ->group(group)
      ->allow_extra_args(false);
  auto* const four = command.add_flag("-4,--ipv4", ipv4, both({"IPv4 only", "IPv4 のみ"}))->group(group);
  command.add_flag("-6,--ipv6", ipv6, both({"IPv6 only", "IPv6 のみ"}))->excludes(four)->group(group);
  command.add_option("-j,--jobs", jobs, both({"connections at once, 1 to 64", "同時接続数 (1 から 64)"}))
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
  command
      .add_option("--limit-rate", limit_rate,
                  both({"bytes per second over all connections, such as 500k or 2M",
                        "全接続を合わせた毎秒のバイト数の上限 (500k、2M など)"}))
      ->type_name("BYTES")
      ->group(group);
  command
      .add_option("--timeout", timeout,
                  both({"seconds without an answer or without data that count as a stall",
                        "応答またはデータがこの秒数なければ停止とみなす"}))
      ->type_name("SECONDS")
      ->capture_default_str()
      ->group(group);
}

base::Result<net::ClientOptions> ConnectionOptions::without_proxy(causes::Language language) const {
  net::ClientOptions out;
  out.user_agent = user_agent;
  if (jobs < 1 || jobs > 64) return base::fail(ErrorKind::Usage, "--jobs: expected a number from 1 to 64");
  out.parallel = jobs;
  // More cores than two do not make one server faster.
  out.loops = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 2);
  if (!(timeout >= 0.1 && timeout <= 86400)) {
    return base::fail(ErrorKind::Usage, "--timeout: expected seconds from 0.1 to 86400");
  }
  const std::chrono::milliseconds wait{std::llround(timeout * 1000)};
  out.stall_timeout = wait;
  out.connect_timeout = std::min(out.connect_timeout, wait);
  if (ipv4) out.family = net::AddressFamily::V4;
  if (ipv6) out.family = net::AddressFamily::V6;
  for (const std::string& text : resolve) {
    auto parsed = parse_resolve(text);
    if (!parsed) return tl::make_unexpected(std::move(parsed.error()));
    out.resolve.push_back(std::move(*parsed));
  }
  if (!limit_rate.empty()) {
    const auto rate = parse_bytes(limit_rate);
    if (!rate) {
      return base::fail(ErrorKind::Usage,
                        fmt::format("--limit-rate {}: expected bytes per second, such as 500k or 2M", limit_rate));
    }
    out.limit_rate = *rate;
  }

  if (!user.empty() || !proxy_user.empty()) base::keep_memory_private();
  auto given = account(language);
  if (!given) return tl::make_unexpected(std::move(given.error()));
  out.account = std::move(*given);
  out.is_basic_allowed = allow_basic;
  return out;
}

base::Result<std::vector<net::ClientOptions>> ConnectionOptions::resolve_for(std::span<const std::string> addresses,
                                                                             causes::Language language) const {
  for (const std::string& address : addresses) {
    const auto url = base::parse_address(address);
    if (url && ipv6 && is_ipv4_literal(url->host)) {
      return base::fail(ErrorKind::Usage, fmt::format("-6: {} is an IPv4 address", url->host));
    }
  }
  const auto common = without_proxy(language);
  if (!common) return tl::make_unexpected(common.error());
  std::vector<net::ClientOptions> out(addresses.size(), *common);
  const net::ChooseProxy automatic = automatic_proxy(common->connect_timeout);
  bool has_proxy = false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (auto chosen = choose_proxy(addresses[i], automatic, out[i]); !chosen) {
      return tl::make_unexpected(std::move(chosen.error()));
    }
    has_proxy = has_proxy || out[i].proxy;
  }
  if (proxy_user.empty()) return out;
  if (!has_proxy) return base::fail(ErrorKind::Usage, "--proxy-user needs a proxy");
  const auto account = proxy_account();
  if (!account) return tl::make_unexpected(account.error());
  for (net::ClientOptions& each : out) {
    if (each.proxy) each.proxy->account = *account;
  }
  return out;
}

base::Result<net::ClientOptions> ConnectionOptions::resolve_for(const std::string& address,
                                                                causes::Language language) const {
  auto each = resolve_for({&address, 1}, language);
  if (!each) return tl::make_unexpected(std::move(each.error()));
  net::ClientOptions only = std::move(each->front());
  return only;
}

}  // namespace webcid::cli
