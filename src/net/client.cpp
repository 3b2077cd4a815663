#include <webcid/net/client.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

#include "loop.hpp"
#include "resolver.hpp"

namespace webcid::net {
namespace {

bool library_ready() {
  static const bool kReady = curl_global_init(CURL_GLOBAL_ALL) == CURLE_OK;
  return kReady;
}

bool has_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

tl::unexpected<base::Error> wrong(std::string message) {
  return base::fail(base::ErrorKind::Usage, std::move(message));
}

base::Result<void> check_account(const Account& account, std::string_view whose) {
  if (account.user.empty()) return wrong(fmt::format("the user name {} is empty", whose));
  // RFC 7617, 2: a colon ends the user name of Basic, so one inside would end up in the password.
  if (account.user.find(':') != std::string::npos) {
    return wrong(fmt::format("the user name {} must not hold a colon", whose));
  }
  if (has_controls(account.user) || has_controls(account.password)) {
    return wrong(fmt::format("the user name or password {} holds control characters", whose));
  }
  return {};
}

base::Result<void> check(const ClientOptions& options) {
  if (has_controls(options.user_agent)) return wrong("the user agent holds control characters");
  if (options.parallel < 1 || options.parallel > 64) return wrong("connections at once must be 1 to 64");
  if (options.connect_timeout.count() <= 0 || options.stall_timeout.count() <= 0) {
    return wrong("a time-out must be more than 0");
  }
  for (const ResolveOverride& each : options.resolve) {
    if (each.addresses.empty()) return wrong(fmt::format("no address for \"{}\"", base::printable(each.host)));
    for (const std::string& address : each.addresses) {
      if (!family_of(address)) return wrong(fmt::format("\"{}\" is no IP address", base::printable(address)));
    }
  }
  if (options.proxy && options.proxy->account) {
    if (auto checked = check_account(*options.proxy->account, "for the proxy"); !checked) return checked;
  }
  if (options.account && options.account_origin.empty()) return wrong("an account needs the server it is for");
  return options.account ? check_account(*options.account, "for the server") : base::Result<void>{};
}

class OneFetch : public FetchSource {
 public:
  explicit OneFetch(Fetch fetch) : m_fetch(std::move(fetch)) {}
  Pull next(Fetch& fetch) override {
    if (m_taken) return Pull::End;
    m_taken = true;
    fetch = m_fetch;
    return Pull::Item;
  }
  void done(std::uint64_t /*tag*/, std::vector<model::Exchange> legs) override { m_legs = std::move(legs); }

  std::vector<model::Exchange> take_legs() {
    if (m_legs.empty()) {  // cancelled before it began
      model::Exchange leg;
      leg.method = m_fetch.method;
      leg.url = m_fetch.url.text();
      leg.started = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
      leg.error = model::TransportError::Cancelled;
      leg.error_text = "interrupted";
      m_legs.push_back(std::move(leg));
    }
    return std::move(m_legs);
  }

 private:
  Fetch m_fetch;
  bool m_taken = false;
  std::vector<model::Exchange> m_legs;
};

}  // namespace

Client::Client(std::unique_ptr<Loop> loop) : m_loop(std::move(loop)) {}
Client::~Client() = default;

base::Result<std::unique_ptr<Client>> Client::create(ClientOptions options, base::Cancellation& cancellation) {
  if (auto checked = check(options); !checked) return tl::make_unexpected(checked.error());
  if (!library_ready()) return base::fail(base::ErrorKind::LocalIo, "the transport library cannot be started");
  auto loop = std::make_unique<Loop>(std::move(options), cancellation);
  if (!loop->start()) return base::fail(base::ErrorKind::LocalIo, "the transport library cannot be started");
  return std::unique_ptr<Client>(new Client(std::move(loop)));
}

Resolution Client::resolve(const base::HttpUrl& url) {
  return m_loop->resolve(url, Route::AsConfigured);
}

base::Result<void> Client::use_address(const std::string& host, const std::string& address) {
  if (!family_of(address)) return wrong(fmt::format("\"{}\" is no IP address", base::printable(address)));
  m_loop->use_address(host, address);
  return {};
}

std::vector<model::Exchange> Client::fetch(Fetch fetch) {
  OneFetch source(std::move(fetch));
  m_loop->run(source);
  return source.take_legs();
}

void Client::run(FetchSource& source) {
  m_loop->run(source);
}
AuthState Client::auth_state() const {
  return m_loop->auth_state();
}
AuthState Client::proxy_auth_state() const {
  return m_loop->proxy_auth_state();
}
std::uint64_t Client::connections_opened() const {
  return m_loop->connections_opened();
}

}  // namespace webcid::net
