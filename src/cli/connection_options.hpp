// How a server is reached: addresses, connections, accounts, proxies.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/causes/language.hpp>
#include <webcid/net/options.hpp>
#include <webcid/net/system_proxy.hpp>

namespace CLI {
class App;
}

namespace webcid::cli {

struct ConnectionOptions {
  std::string user;
  std::string password_file;
  bool password_stdin = false;
  bool allow_basic = false;
  std::string proxy;
  std::string proxy_user;
  std::string proxy_password_file;
  bool no_proxy = false;
  std::string user_agent = "webcid/" WEBCID_VERSION;
  std::vector<std::string> resolve;
  bool ipv4 = false;
  bool ipv6 = false;
  std::size_t jobs = 8;
  std::string limit_rate;
  double timeout = 30;

  void add_to(CLI::App& command);
  // With passwords read from where they were said to be, or asked for in the language; `address` decides about the
  // environment's proxy.
  base::Result<net::ClientOptions> resolve_for(const std::string& address, causes::Language language) const;
  // The same for each of several: passwords are read once.
  base::Result<std::vector<net::ClientOptions>> resolve_for(std::span<const std::string> addresses,
                                                            causes::Language language) const;

 private:
  void add_accounts_to(CLI::App& command, const std::string& group);
  base::Result<net::ClientOptions> without_proxy(causes::Language language) const;
  base::Result<std::optional<net::Account>> account(causes::Language language) const;
  base::Result<net::Account> proxy_account() const;
  // Of --proxy auto; empty without.
  net::ChooseProxy automatic_proxy(std::chrono::milliseconds patience) const;
  base::Result<void> choose_proxy(const std::string& address, const net::ChooseProxy& automatic,
                                  net::ClientOptions& client) const;
};

}  // namespace webcid::cli
