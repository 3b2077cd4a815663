#include "loop.hpp"

#include <algorithm>
#include <utility>

#include <webcid/base/text.hpp>

#include "resolver.hpp"

namespace webcid::net {

using model::TransportError;

namespace {

constexpr std::chrono::milliseconds kSlice{50};  // how late Ctrl-C, a stall or a source's Later may be seen
// Longer than this between two looks at the network, and it was we who kept the transfers waiting (a slow disk).
constexpr std::chrono::milliseconds kOwnPause{100};

constexpr int kUnauthorized = 401;
constexpr int kProxyAuthenticationRequired = 407;

model::Exchange failed_lookup(const base::HttpUrl& url, const Lookup& lookup, bool through_proxy) {
  model::Exchange out;
  out.url = url.text();
  out.started = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  out.error = through_proxy ? TransportError::ProxyUnresolved : TransportError::NameUnresolved;
  if (lookup.end == LookupEnd::Cancelled) out.error = TransportError::Cancelled;
  out.library_error = lookup.code;
  out.system_error = lookup.system_error;
  out.error_text = lookup.text;
  return out;
}

}  // namespace

Client::Loop::Loop(ClientOptions options, Gates& gates, base::Cancellation& cancellation)
    : m_options(std::move(options)), m_gates(gates), m_cancellation(cancellation) {}

Client::Loop::~Loop() {
  // libcurl wants the easy handles out and closed before the multi handle.
  for (const auto& slot : m_slots) {
    if (slot->state == SlotState::Running) curl_multi_remove_handle(m_multi.get(), slot->transfer.handle());
  }
  m_slots.clear();
  m_sockets.reset();
}

bool Client::Loop::start() {
  m_multi.reset(curl_multi_init());
  if (!m_multi) return false;
  m_sockets.emplace(m_multi.get());
  curl_multi_setopt(m_multi.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
  curl_multi_setopt(m_multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(m_options.parallel + 2));
  for (std::size_t i = 0; i < m_options.parallel; ++i) m_slots.push_back(std::make_unique<Slot>(m_options));
  return true;
}

const Proxy* Client::Loop::proxy_for(Route route) const {
  return route == Route::AsConfigured && m_options.proxy ? &*m_options.proxy : nullptr;
}

bool Client::Loop::is_account_origin(const base::HttpUrl& url) const {
  return m_options.account && url.authority() == m_options.account_origin;
}

bool Client::Loop::any_in(SlotState state) const {
  return std::any_of(m_slots.begin(), m_slots.end(), [&](const auto& slot) { return slot->state == state; });
}

Resolution Client::Loop::resolve(const base::HttpUrl& url, Route route) {
  const Proxy* proxy = proxy_for(route);
  const std::string& host = proxy == nullptr ? url.host : proxy->host;
  Resolution out;
  const auto given = std::find_if(m_options.resolve.begin(), m_options.resolve.end(),
                                  [&](const ResolveOverride& each) { return each.host == host; });
  const auto fits = [&](const std::string& address) {
    return m_options.family == AddressFamily::Any || family_of(address) == m_options.family;
  };
  Lookup lookup;
  lookup.text = "no address of the family that was asked for";
  if (given != m_options.resolve.end()) {
    lookup.addresses = given->addresses;
  } else if (family_of(host)) {
    lookup.addresses = {host};
  } else {
    lookup = look_up(host, m_options.family, m_options.connect_timeout, m_cancellation);
  }
  std::copy_if(lookup.addresses.begin(), lookup.addresses.end(), std::back_inserter(out.addresses), fits);
  if (out.addresses.empty()) {
    out.failure = failed_lookup(url, lookup, proxy != nullptr);
    if (proxy != nullptr) out.failure->proxy = proxy->authority();
  } else {
    m_addresses[host] = out.addresses.front();
  }
  return out;
}

void Client::Loop::run(FetchSource& source, std::size_t connections) {
  m_ceiling = std::min(connections, m_slots.size());
  m_flow.emplace(m_ceiling, Clock::now());
  auto last_look = Clock::now();
  while (true) {
    if (m_cancellation.requested()) return abandon(source);
    const Pull pull = fill(source);
    if (pull == Pull::End && !any_in(SlotState::Running) && !any_in(SlotState::Waiting)) return;

    const auto now = Clock::now();
    if (now - last_look > kOwnPause) {
      for (const auto& slot : m_slots) slot->transfer.forgive(now - last_look);
    }
    m_sockets->begin();
    // An answer that came at once has left room for the next request.
    if (!collect(source)) {
      m_sockets->wait(kSlice);
      collect(source);
    }
    last_look = Clock::now();
    end_overdue(source);
    wake_waiting(source);
  }
}

bool Client::Loop::has_room() const {
  const auto busy =
      std::count_if(m_slots.begin(), m_slots.end(), [](const auto& slot) { return slot->state != SlotState::Free; });
  return static_cast<std::size_t>(busy) < m_flow->allowed();
}

// Item: there is no room for more; Later, End: what the source said last.
Pull Client::Loop::fill(FetchSource& source) {
  for (const auto& slot : m_slots) {
    while (slot->state == SlotState::Free) {
      if (!has_room()) return Pull::Item;
      if (m_cancellation.requested()) return Pull::End;
      if (is_ahead_of_rate()) return Pull::Later;
      Fetch fetch;
      const Pull pull = source.next(fetch);
      if (pull != Pull::Item) return pull;
      begin(*slot, std::move(fetch), source);
    }
  }
  return Pull::Item;
}

// libcurl holds each transfer to its share of --limit-rate, yet sends small files whole: what they took too fast is
// waited for before the next one begins.
bool Client::Loop::is_ahead_of_rate() const {
  if (m_options.limit_rate == 0) return false;
  const double elapsed = std::chrono::duration<double>(Clock::now() - m_started).count();
  const double share = static_cast<double>(m_ceiling) / static_cast<double>(m_options.parallel);
  return static_cast<double>(m_received) > elapsed * share * static_cast<double>(m_options.limit_rate);
}

void Client::Loop::begin(Slot& slot, Fetch fetch, FetchSource& source) {
  slot.transfer.take(std::move(fetch));
  send(slot, source);
}

std::optional<std::string> Client::Loop::address_for(const base::HttpUrl& url, const Proxy* proxy, Slot& slot) {
  const Fetch& fetch = slot.transfer.fetch();
  if (proxy == nullptr && !fetch.address.empty()) return fetch.address;
  const auto known = m_addresses.find(proxy == nullptr ? url.host : proxy->host);
  if (known != m_addresses.end()) return known->second;
  const Resolution resolution = resolve(url, fetch.route);
  if (!resolution.failure) return resolution.addresses.front();
  slot.transfer.fail_lookup(*resolution.failure);
  return std::nullopt;
}

void Client::Loop::send(Slot& slot, FetchSource& source) {
  Transfer& transfer = slot.transfer;
  const Fetch& fetch = transfer.fetch();
  Way way;
  way.proxy = proxy_for(fetch.route);
  auto address = address_for(fetch.url, way.proxy, slot);
  if (!address) return finish(slot, source);
  way.address = std::move(*address);
  // TRACE would hand the account back in the body (RFC 9110, 9.3.8).
  if (is_account_origin(fetch.url) && fetch.method != model::Method::Trace && fetch.transport == Transport::Plain) {
    way.account = &*m_options.account;
    way.scheme = m_gates.account.scheme_for(&slot);
  }
  if (way.proxy != nullptr) way.proxy_scheme = m_gates.proxy.scheme_for(&slot);
  if (!transfer.go(std::move(way))) return finish(slot, source);
  slot.state = SlotState::Running;
  if (curl_multi_add_handle(m_multi.get(), transfer.handle()) != CURLM_OK) {
    transfer.end_with(TransportError::Other, "the transport library refused the request");
    finish(slot, source);
  }
}

bool Client::Loop::collect(FetchSource& source) {
  bool is_any = false;
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(m_multi.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    CURL* handle = message->easy_handle;
    const auto slot = std::find_if(m_slots.begin(), m_slots.end(),
                                   [&](const auto& each) { return each->transfer.handle() == handle; });
    curl_multi_remove_handle(m_multi.get(), handle);  // invalidates `message`
    if (slot == m_slots.end()) continue;
    (*slot)->transfer.end(code);
    m_connections += (*slot)->transfer.connections();
    conclude(**slot, source);
    is_any = true;
  }
  return is_any;
}

void Client::Loop::conclude(Slot& slot, FetchSource& source) {
  switch (judge(slot)) {
    case Verdict::Final:
      return finish(slot, source);
    case Verdict::Retry:
      return send(slot, source);
    case Verdict::Wait:
      slot.state = SlotState::Waiting;
      return;
  }
}

// Whether the answer stands, as far as accounts go.
Verdict Client::Loop::judge(Slot& slot) {
  const Transfer& transfer = slot.transfer;
  const model::Exchange& answer = transfer.answer();
  const Way& way = transfer.way();
  if (transfer.lacked_credential()) {
    const Verdict of_account = m_gates.account.could_not_carry(&slot);
    return of_account == Verdict::Final ? m_gates.proxy.could_not_carry(&slot) : of_account;
  }
  if (way.proxy != nullptr && answer.status == kProxyAuthenticationRequired) {
    const SchemeSet offered = offered_schemes(answer, "Proxy-Authenticate");
    if (way.proxy_scheme == AuthScheme::None) return m_gates.proxy.refused_without(&slot, offered);
    return m_gates.proxy.refused_with(&slot, transfer.carried_proxy_account(), offered);
  }
  if (answer.has_response() && transfer.carried_proxy_account()) m_gates.proxy.admitted(&slot);
  if (way.account == nullptr) return Verdict::Final;
  if (answer.status == kUnauthorized) {
    const SchemeSet offered = offered_schemes(answer, "WWW-Authenticate");
    if (way.scheme == AuthScheme::None) return m_gates.account.refused_without(&slot, offered);
    return m_gates.account.refused_with(&slot, transfer.carried_account(), offered);
  }
  if (answer.has_response() && transfer.carried_account()) m_gates.account.admitted(&slot);
  return Verdict::Final;
}

void Client::Loop::wake_waiting(FetchSource& source) {
  const std::uint64_t account_changes = m_gates.account.changes();
  const std::uint64_t proxy_changes = m_gates.proxy.changes();
  if (account_changes == m_account_changes && proxy_changes == m_proxy_changes) return;
  m_account_changes = account_changes;
  m_proxy_changes = proxy_changes;
  for (const auto& slot : m_slots) {
    if (slot->state == SlotState::Waiting) conclude(*slot, source);
  }
}

void Client::Loop::end_overdue(FetchSource& source) {
  const auto now = Clock::now();
  for (const auto& slot : m_slots) {
    if (slot->state != SlotState::Running) continue;
    std::string text;
    const auto error = slot->transfer.overdue(now, text);
    if (!error) continue;
    curl_multi_remove_handle(m_multi.get(), slot->transfer.handle());
    slot->transfer.end_with(*error, std::move(text));
    m_connections += slot->transfer.connections();
    finish(*slot, source);
  }
}

void Client::Loop::abandon(FetchSource& source) {
  for (const auto& slot : m_slots) {
    if (slot->state == SlotState::Running) {
      curl_multi_remove_handle(m_multi.get(), slot->transfer.handle());
      slot->transfer.end_with(TransportError::Cancelled, "interrupted");
    }
    if (slot->state != SlotState::Free) finish(*slot, source);
  }
}

void Client::Loop::finish(Slot& slot, FetchSource& source) {
  m_gates.account.release(&slot);
  m_gates.proxy.release(&slot);
  slot.state = SlotState::Free;
  const std::uint64_t tag = slot.transfer.fetch().tag;
  m_received += slot.transfer.answer().body.length;
  m_flow->ended(slot.transfer.answer(), Clock::now());
  source.done(tag, slot.transfer.take_legs());
}

}  // namespace webcid::net
