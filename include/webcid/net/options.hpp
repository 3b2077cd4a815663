// How a run reaches its server: time-outs, proxy, account, addresses.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/secret.hpp>
#include <webcid/model/statement.hpp>

namespace webcid::net {

enum class AccountKind : std::uint8_t {
  Named,     // a name and its password
  LoggedOn,  // of whoever runs this program: Windows makes the logon (SSPI), elsewhere a Kerberos ticket does (GSS-API)
};

struct Account {
  std::string user;  // "name", "DOMAIN\name" or "name@domain", UTF-8; "" for LoggedOn
  std::string password;
  AccountKind kind = AccountKind::Named;

  // Each copy wipes its own.
  ~Account() { base::wipe(password); }
};

struct Proxy {
  std::string host;  // name or address, an IPv6 literal without its brackets
  std::uint16_t port = 3128;
  std::optional<Account> account;
  std::string variable;  // the environment variable that named it; empty when it was given

  std::string authority() const;  // "host:port", IPv6 in brackets
};

enum class AddressFamily : std::uint8_t { Any, V4, V6 };

// --resolve HOST:ADDR[,ADDR]: these addresses instead of the resolver's.
struct ResolveOverride {
  std::string host;  // lower case
  std::vector<std::string> addresses;
};

// Is told of every byte of headers and bodies when it arrives, by the thread that received it.
class Meter {
 public:
  virtual ~Meter() = default;
  virtual void add(std::uint64_t bytes) = 0;
};

// How much of each exchange is recorded.
enum class Recording : std::uint8_t {
  Full,     // the request headers as they were sent, too
  Answers,  // what came back: costs less. Without accounts only, since it is by the request that their use is known
};

struct ClientOptions {
  std::string user_agent;
  std::chrono::milliseconds connect_timeout{10'000};  // also for the answer of the resolver
  // Less than `stall_bytes` within `stall_timeout`, once the request is sent, is a stall.
  std::chrono::milliseconds stall_timeout{30'000};
  std::uint64_t stall_bytes = 1024;
  std::chrono::milliseconds overall_timeout{0};  // of one fetch; 0: none
  std::size_t max_header_bytes = 64 * 1024;      // of one answer
  std::optional<Proxy> proxy;                    // see proxy_from_environment for the environment's
  // What --proxy auto found, and where, for the report; nothing where it was not asked.
  std::optional<model::Statement> proxy_origin;
  std::vector<model::Statement> proxy_notes;
  AddressFamily family = AddressFamily::Any;
  std::vector<ResolveOverride> resolve;
  std::uint64_t limit_rate = 0;  // bytes per second over all connections; 0: no limit
  std::size_t parallel = 8;      // connections at once, 1 to 64
  std::size_t loops = 1;         // event loops, each on a thread of its own, 1 to 64; no more than `parallel`

  Recording recording = Recording::Full;
  // Must outlive the client; null: nobody counts. With Recording::Full also the framing of chunks is told, and what the
  // library throws away between two steps of a logon.
  Meter* meter = nullptr;

  // Sent to `account_origin` only, after it asked (401), by the strongest scheme it offers. After the first 401 to a
  // request that carried it, it is never sent again by this client.
  std::optional<Account> account;
  std::string account_origin;  // "host" or "host:port" as HttpUrl::authority() gives it
  // Basic sends the password readable for everybody on the way. A proxy on another host than the origin's gets to see
  // it only with this.
  bool is_basic_allowed = false;
};

// A numeric IPv4 or IPv6 address, without brackets and zone, in its one usual form; nothing for anything else.
std::optional<std::string> numeric_address(std::string_view text);

}  // namespace webcid::net
