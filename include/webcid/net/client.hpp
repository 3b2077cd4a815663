// The HTTP client: it records what happened and judges nothing. One fetch is one attempt to one address; redirects are
// recorded, not followed; no cookies, no retries, http only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/base/url.hpp>
#include <webcid/model/exchange.hpp>
#include <webcid/net/options.hpp>

namespace webcid::net {

// Takes the body of a 2xx answer while it arrives. Called from the thread that runs the client.
class BodySink {
 public:
  virtual ~BodySink() = default;
  // Once before the first piece, also when the body is empty: status and headers are known. False: LocalWrite.
  virtual bool begin(const model::Exchange& head) {
    (void)head;
    return true;
  }
  // The next bytes, transfer coding removed, content coding not. False ends the fetch with LocalWrite.
  virtual bool accept(std::string_view piece) = 0;
};

enum class CacheMode : std::uint8_t {
  AsEndpoint,  // no Cache-Control at all, as an update client asks
  NoCache,     // Cache-Control: no-cache, Pragma: no-cache
};

enum class Route : std::uint8_t {
  AsConfigured,  // through the proxy when there is one
  Direct,        // past the proxy
};

enum class Transport : std::uint8_t {
  Plain,  // http
  Tls,    // https; the certificate is not verified and no account is sent: for a look at the status only
};

struct ByteRange {
  std::uint64_t first = 0;
  std::optional<std::uint64_t> last;  // inclusive
  std::string if_range;               // a strong entity tag or a date; empty: none
};

struct Fetch {
  static constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

  model::Method method = model::Method::Get;
  base::HttpUrl url;  // its path goes out byte for byte
  CacheMode cache = CacheMode::AsEndpoint;
  Route route = Route::AsConfigured;
  Transport transport = Transport::Plain;
  std::string user_agent;  // empty: the client's
  std::string address;     // empty: the one that is in use for the host (see use_address)
  std::optional<ByteRange> range;
  std::string if_none_match;              // an entity tag as the server sent it, of what is there; empty: no condition
  std::optional<std::uint64_t> expected;  // bytes of body, or a guess: a small one needs no large buffer
  std::size_t keep_body = 4096;           // bytes of a 2xx body to keep in Exchange::body.kept
  std::size_t keep_error_body = 256 * 1024;  // of every other body; received are at most kMaxErrorBody
  std::uint64_t max_body = kNoLimit;         // of a 2xx body; one byte more ends it with BodyTooLarge
  BodySink* sink = nullptr;                  // must outlive the fetch
  std::uint64_t tag = 0;                     // handed back to FetchSource::done
};

inline constexpr std::uint64_t kMaxErrorBody = 4 * 1024 * 1024;

enum class Pull : std::uint8_t {
  Item,   // here is one
  Later,  // none now: ask again, at the latest in 100 ms
  End,    // none any more
};

// Where run() pulls its work from: asked only when a connection is free, so that memory does not grow with the number
// of files. Neither function may call the client's run() or fetch().
class FetchSource {
 public:
  virtual ~FetchSource() = default;
  virtual Pull next(Fetch& fetch) = 0;  // fills `fetch` (a fresh one) for Pull::Item
  // All message pairs of one fetch, in order, at least one; the last one is its result.
  virtual void done(std::uint64_t tag, std::vector<model::Exchange> legs) = 0;
};

enum class AuthScheme : std::uint8_t { None, Basic, Digest, Ntlm, Negotiate };
std::string_view name_of(AuthScheme scheme);  // "Basic", "NTLM", ...

// The schemes by which an account of this kind can be used, strongest first: what the transport library was built with,
// as far as it makes a credential of such an account.
std::vector<AuthScheme> usable_schemes(AccountKind kind);

enum class AuthResult : std::uint8_t {
  NotAsked,     // nobody asked for it, or there is no account
  Accepted,     // by `scheme`
  Rejected,     // by `scheme`: 401 (407) to a request that carried it
  Withheld,     // asked for by Basic only, which ClientOptions::is_basic_allowed rules out here
  Unsupported,  // without `scheme`: asked for only by schemes that this kind of account is of no use for; with one: no
                // credential could be made for it
};

struct AuthState {
  AuthResult result = AuthResult::NotAsked;
  AuthScheme scheme = AuthScheme::None;
};

struct Resolution {
  std::vector<std::string> addresses;  // numeric, the resolver's order, none twice
  // When there are none: NameUnresolved (ProxyUnresolved, Cancelled) with the resolver's words; url is the one asked
  // for.
  std::optional<model::Exchange> failure;
};

class Client {
 public:
  // Usage error for options that make no sense (an address that is none, a user agent with control characters).
  // `cancellation` must outlive the client; once requested, every fetch ends with Cancelled within 100 ms.
  static base::Result<std::unique_ptr<Client>> create(ClientOptions options, base::Cancellation& cancellation);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Looks the URL's host up (--resolve first, -4/-6 applied) and puts its first address in use. Fetches do so by
  // themselves for a host not yet seen. Through a proxy it is the proxy's name that is looked up.
  Resolution resolve(const base::HttpUrl& url);

  // From now on fetches from `host` go to this address. Usage error when it is no numeric address.
  base::Result<void> use_address(const std::string& host, const std::string& address);

  // One fetch; its message pairs in order, at least one; the last one is the result.
  std::vector<model::Exchange> fetch(Fetch fetch);

  // Fetches all that `source` has, in parallel. Returns at Pull::End, or when cancelled: what was under way is then
  // handed to done() with Cancelled, and next() is not asked again.
  void run(FetchSource& source);
  // The same by several event loops at once, at most loops() of them: each on a thread of its own, with a source of its
  // own and its share of the connections. A source's functions and the sinks of its fetches are called by one thread.
  void run(std::span<FetchSource* const> sources);
  std::size_t loops() const;

  AuthState auth_state() const;        // of the account
  AuthState proxy_auth_state() const;  // of the proxy's account
  // Connections opened so far: tells whether keep-alive works.
  std::uint64_t connections_opened() const;

 private:
  class Loop;
  struct State;
  explicit Client(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace webcid::net
