#include <webcid/net/client.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
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
  if (account.kind == AccountKind::LoggedOn) return {};
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
  if (options.loops < 1 || options.loops > 64) return wrong("event loops must be 1 to 64");
  if (options.connect_timeout.count() <= 0 || options.stall_timeout.count() <= 0) {
    return wrong("a time-out must be more than 0");
  }
  for (const ResolveOverride& each : options.resolve) {
    if (each.addresses.empty()) return wrong(fmt::format("no address for \"{}\"", base::printable(each.host)));
    for (const std::string& address : each.addresses) {
      if (!family_of(address)) return wrong(fmt::format("\"{}\" is no IP address", base::printable(address)));
    }
  }
  const bool has_account = options.account || (options.proxy && options.proxy->account);
  if (has_account && options.recording == Recording::Answers) return wrong("accounts need full recording");
  if (options.proxy && options.proxy->account) {
    if (auto checked = check_account(*options.proxy->account, "for the proxy"); !checked) return checked;
  }
  if (options.account && options.account_origin.empty()) return wrong("an account needs the server it is for");
  return options.account ? check_account(*options.account, "for the server") : base::Result<void>{};
}

// What one of several loops may do.
ClientOptions share_of(const ClientOptions& options) {
  ClientOptions out = options;
  out.parallel = (options.parallel + options.loops - 1) / options.loops;
  if (options.limit_rate > 0) out.limit_rate = std::max<std::uint64_t>(1, options.limit_rate / options.loops);
  return out;
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

struct Client::State {
  State(const ClientOptions& from, base::Cancellation& cancel) : options(from), gates(from), cancellation(cancel) {}

  Loop& first() const { return *loops.front(); }
  bool add_loop(ClientOptions of_loop) {
    loops.push_back(std::make_unique<Loop>(std::move(of_loop), gates, cancellation));
    return loops.back()->start();
  }

  const ClientOptions options;
  Gates gates;
  base::Cancellation& cancellation;
  std::vector<std::unique_ptr<Loop>> loops;
};

Client::Client(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Client::~Client() = default;

base::Result<std::unique_ptr<Client>> Client::create(ClientOptions options, base::Cancellation& cancellation) {
  if (auto checked = check(options); !checked) return tl::make_unexpected(checked.error());
  options.loops = std::min(options.loops, options.parallel);
  auto state = std::make_unique<State>(options, cancellation);
  bool started = library_ready() && state->add_loop(options);
  for (std::size_t i = 1; i < options.loops; ++i) started = started && state->add_loop(share_of(options));
  if (!started) return base::fail(base::ErrorKind::LocalIo, "the transport library cannot be started");
  return std::unique_ptr<Client>(new Client(std::move(state)));
}

Resolution Client::resolve(const base::HttpUrl& url) {
  return m_state->first().resolve(url, Route::AsConfigured);
}

base::Result<void> Client::use_address(const std::string& host, const std::string& address) {
  if (!family_of(address)) return wrong(fmt::format("\"{}\" is no IP address", base::printable(address)));
  m_state->first().use_address(host, address);
  return {};
}

std::vector<model::Exchange> Client::fetch(Fetch fetch) {
  OneFetch source(std::move(fetch));
  run(source);
  return source.take_legs();
}

void Client::run(FetchSource& source) {
  m_state->first().run(source, m_state->options.parallel);
}

void Client::run(std::span<FetchSource* const> sources) {
  const auto& loops = m_state->loops;
  const std::size_t count = std::min(sources.size(), loops.size());
  if (count == 0) return;
  const std::size_t share = share_of(m_state->options).parallel;
  std::vector<std::thread> threads;
  std::vector<std::exception_ptr> broken(count);
  const auto run_one = [&](std::size_t index) {
    try {
      loops[index]->run(*sources[index], share);
    } catch (...) {
      // A broken invariant is the caller's to hear of, whichever thread found it.
      broken[index] = std::current_exception();
      m_state->cancellation.request();
    }
  };
  for (std::size_t i = 1; i < count; ++i) {
    loops[i]->adopt_addresses(*loops.front());
    threads.emplace_back(run_one, i);
  }
  run_one(0);
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& error : broken) {
    if (error) std::rethrow_exception(error);
  }
}

std::size_t Client::loops() const {
  return m_state->loops.size();
}

AuthState Client::auth_state() const {
  return m_state->gates.account.state();
}
AuthState Client::proxy_auth_state() const {
  return m_state->gates.proxy.state();
}
std::uint64_t Client::connections_opened() const {
  std::uint64_t count = 0;
  for (const auto& loop : m_state->loops) count += loop->connections_opened();
  return count;
}

}  // namespace webcid::net
