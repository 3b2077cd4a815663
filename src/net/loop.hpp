// The event loop behind Client: up to `parallel` transfers on one libcurl multi handle.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <webcid/net/client.hpp>

#include "auth.hpp"
#include "flow.hpp"
#include "sockets.hpp"
#include "transfer.hpp"

namespace webcid::net {

struct MultiCloser {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using MultiHandle = std::unique_ptr<CURLM, MultiCloser>;

// What the loops of one client have in common.
struct Gates {
  explicit Gates(const ClientOptions& options)
      : account(options.account, withheld_schemes(options)),
        proxy(options.proxy ? options.proxy->account : std::nullopt, withheld_from_proxy(options)) {}
  Gate account;
  Gate proxy;
};

class Client::Loop {
 public:
  // `gates` must outlive it.
  Loop(ClientOptions options, Gates& gates, base::Cancellation& cancellation);
  ~Loop();
  bool start();  // false: the library gives no multi handle

  Resolution resolve(const base::HttpUrl& url, Route route);
  void use_address(const std::string& host, const std::string& address) { m_addresses[host] = address; }
  // At most `connections` at once, and as many as there are slots.
  void run(FetchSource& source, std::size_t connections);
  // The addresses in use are the other loop's from now on.
  void adopt_addresses(const Loop& other) { m_addresses = other.m_addresses; }
  std::uint64_t connections_opened() const { return m_connections; }

 private:
  using Clock = Transfer::Clock;
  enum class SlotState : std::uint8_t { Free, Running, Waiting };
  struct Slot {
    explicit Slot(const ClientOptions& options) : transfer(options) {}
    Transfer transfer;
    SlotState state = SlotState::Free;
  };

  Pull fill(FetchSource& source);
  bool is_ahead_of_rate() const;
  void begin(Slot& slot, Fetch fetch, FetchSource& source);
  void send(Slot& slot, FetchSource& source);
  std::optional<std::string> address_for(const base::HttpUrl& url, const Proxy* proxy, Slot& slot);
  // Whether anything had ended.
  bool collect(FetchSource& source);
  void conclude(Slot& slot, FetchSource& source);
  Verdict judge(Slot& slot);
  void wake_waiting(FetchSource& source);
  void end_overdue(FetchSource& source);
  void abandon(FetchSource& source);
  void finish(Slot& slot, FetchSource& source);
  bool is_account_origin(const base::HttpUrl& url) const;
  const Proxy* proxy_for(Route route) const;
  bool any_in(SlotState state) const;
  bool has_room() const;  // for one more

  const ClientOptions m_options;
  Gates& m_gates;
  base::Cancellation& m_cancellation;
  MultiHandle m_multi;
  std::optional<Sockets> m_sockets;
  std::vector<std::unique_ptr<Slot>> m_slots;      // outlived by m_multi's clean-up: see the destructor
  std::map<std::string, std::string> m_addresses;  // in use, by host
  std::uint64_t m_account_changes = 0;             // of the gates, as far as seen
  std::uint64_t m_proxy_changes = 0;
  std::size_t m_ceiling = 0;   // connections that this run may have
  std::optional<Flow> m_flow;  // how many of them it has
  std::uint64_t m_connections = 0;
  std::uint64_t m_received = 0;  // body bytes of finished transfers
  Clock::time_point m_started = Clock::now();
};

}  // namespace webcid::net
