// One connection's worth of work: a libcurl easy handle, and what is seen of the message pairs that it exchanges.
#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/model/secrets.hpp>
#include <webcid/net/client.hpp>

#include "auth.hpp"

namespace webcid::net {

struct HandleCloser {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, HandleCloser>;
using HeaderList = std::unique_ptr<curl_slist, ListCloser>;

// The URL as it goes out: https:// where the fetch is to go over TLS.
std::string url_text(const Fetch& fetch);

// What a request carries, and which way it goes.
struct Way {
  std::string address;           // numeric; of the server, or of the proxy's name
  const Proxy* proxy = nullptr;  // null: direct
  const Account* account = nullptr;
  AuthScheme scheme = AuthScheme::None;
  AuthScheme proxy_scheme = AuthScheme::None;
};

class Transfer {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Transfer(const ClientOptions& options) : m_options(options) {}

  // Takes a new fetch; go() sends its request, once or, after a 401, again.
  void take(Fetch fetch);
  // False when the library refuses the request's settings; the last leg then says so.
  bool go(Way way);
  // Its host or proxy has no address: nothing was sent.
  void fail_lookup(const model::Exchange& failure);
  // What became of it: fills the last leg. To be called once the handle is out of the multi handle.
  void end(CURLcode code);
  // Ends it for a reason of our own, likewise.
  void end_with(model::TransportError error, std::string text);

  CURL* handle() const { return m_handle.get(); }
  const Fetch& fetch() const { return m_fetch; }
  const Way& way() const { return m_way; }
  const model::Exchange& answer() const { return m_legs.back(); }
  std::vector<model::Exchange> take_legs();

  bool carried_account() const { return m_carried_account; }  // since the last go()
  bool carried_proxy_account() const { return m_carried_proxy_account; }
  // Nothing was sent: the library could not make what the way's scheme needs (no ticket, nobody logged on).
  bool lacked_credential() const;
  std::uint64_t connections() const { return m_connections; }  // opened by the last go()

  // The reason to give it up now, if there is one: a stall, or the fetch's time limit.
  std::optional<model::TransportError> overdue(Clock::time_point now, std::string& text);
  // Time in which we, not the server, held the transfer up.
  void forgive(Clock::duration pause);

 private:
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int on_debug(CURL* handle, curl_infotype type, char* data, std::size_t size, void* self);

  bool create_handle();
  bool apply_settings();
  bool apply_changes();
  long buffer_size() const;  // bytes
  bool apply_url();
  bool apply_way();
  bool apply_request();
  void begin_leg();
  void record_request(std::string_view block);
  void record_request_line(std::string_view line);
  bool record_header(std::string_view line);
  void tell_meter(std::uint64_t bytes);
  bool record_status_line(std::string_view line);
  bool finish_head();
  void end_logon(const model::Exchange& refusal);
  bool record_body(std::string_view piece);
  bool stop(model::TransportError error, std::string text);
  void close_leg();
  void hide_secrets(model::Exchange& leg) const;
  double since_start() const;

  const ClientOptions& m_options;
  Handle m_handle;
  HeaderList m_headers;     // CURLOPT_HTTPHEADER
  HeaderList m_connect_to;  // CURLOPT_CONNECT_TO
  HeaderList m_resolve;     // CURLOPT_RESOLVE
  std::array<char, CURL_ERROR_SIZE> m_error{};
  // What the handle was last told but for the URL.
  struct Applied {
    model::Method method;
    Transport transport;
    CacheMode cache;
    std::string user_agent;
    std::uint16_t port;
    std::string address;
    const Proxy* proxy;
    friend bool operator==(const Applied&, const Applied&) = default;
  };
  std::optional<Applied> m_applied;
  long m_buffer = 0;  // bytes that are received at once, at most

  Fetch m_fetch;
  Way m_way;
  std::vector<model::Exchange> m_legs;
  model::Secrets m_secrets;  // sent: hidden where an answer quotes them
  bool m_carried_account = false;
  bool m_carried_proxy_account = false;
  bool m_leg_has_account = false;  // the request under way carries it
  bool m_leg_has_proxy_account = false;
  bool m_was_stale = false;  // a nonce, since the last go()
  std::uint64_t m_connections = 0;

  bool m_request_open = false;  // its block has not ended yet
  bool m_request_sent = false;
  bool m_head_open = false;  // a status line came, the blank line not yet
  bool m_head_complete = false;
  bool m_chunked = false;
  bool m_to_sink = false;
  std::size_t m_header_bytes = 0;
  std::optional<model::TransportError> m_stopped;  // by ourselves, in a callback
  std::string m_stop_text;

  Clock::time_point m_fetch_started{};
  Clock::time_point m_leg_started{};
  Clock::time_point m_window_started{};
  std::uint64_t m_window_bytes = 0;
};

}  // namespace webcid::net
