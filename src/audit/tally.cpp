#include "tally.hpp"

#include <algorithm>
#include <utility>

#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::audit {
namespace {

// ERROR_NETNAME_DELETED, ERROR_CONNECTION_ABORTED: the transfer ended before its end (iis.md g.1).
constexpr bool is_cut(std::uint32_t win32) {
  return win32 == 64 || win32 == 1236;
}

bool has_arrived(const LoggedRequest& request) {
  return ((request.status >= 200 && request.status < 300) || request.status == 304) && !is_cut(request.win32);
}

}  // namespace

Stamp::Stamp(std::string_view date, std::string_view time) {
  if (date.size() + 1 + time.size() != kLength) return;
  std::copy(date.begin(), date.end(), m_text.begin());
  m_text[date.size()] = ' ';
  std::copy(time.begin(), time.end(), m_text.begin() + static_cast<std::ptrdiff_t>(date.size()) + 1);
}

void Span::add(const Stamp& stamp) {
  // Nearly always the latest so far.
  if (count++ == 0) {
    first = last = stamp;
  } else if (!(stamp < last)) {
    last = stamp;
  } else if (stamp < first) {
    first = stamp;
  }
}

void Span::add(const Span& other) {
  if (other.count == 0) return;
  if (count == 0 || other.first < first) first = other.first;
  if (count == 0 || last < other.last) last = other.last;
  count += other.count;
}

std::string as_logged(std::string_view path) {
  std::string text(path);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; }, '+');
  return text;
}

Tally::Tally(std::string scope, std::string_view since)
    : m_scope(iis::fold_name(scope)), m_since(since.substr(0, 10), since.size() > 11 ? since.substr(11) : "") {}

bool Tally::is_in_scope(std::string_view path) const {
  if (m_scope.empty()) return true;
  if (path.size() < m_scope.size() || (path.size() > m_scope.size() && path[m_scope.size()] != '/')) return false;
  const std::string_view head = path.substr(0, m_scope.size());
  return head == m_scope || iis::fold_name(head) == m_scope;
}

void Tally::add(const LoggedRequest& request) {
  const Stamp stamp(request.date, request.time);
  if (!m_since.is_never() && stamp < m_since) {
    ++m_earlier;
    return;
  }
  if (!is_in_scope(request.path)) return;
  // An update asks with GET only. What HTTP.sys refuses before it has read the verb has none.
  if (request.method != "GET" && !request.method.empty()) {
    ++m_other_verbs;
    return;
  }
  ++m_requests;
  m_span.add(stamp);
  if (has_arrived(request)) {
    add_arrival(request, stamp);
  } else {
    add_failure(request, stamp);
  }
}

void Tally::add_arrival(const LoggedRequest& request, const Stamp& stamp) {
  const std::size_t hash = std::hash<std::string_view>()(request.path);
  if (!m_maybe[hash % m_maybe.size()]) return;
  const auto found = m_paths.find(request.path);
  if (found == m_paths.end()) return;
  ++found->second.arrivals;
  found->second.arrived = std::max(found->second.arrived, stamp);
}

std::size_t Tally::kind_of(const LoggedRequest& request) {
  LoggedAs as{request.status, request.sub_status, request.win32, std::string(request.reason.substr(0, 64))};
  if (const auto known = m_index.find(as); known != m_index.end()) return known->second;
  // Nobody's server has as many; a made-up log may.
  if (m_kinds.size() >= kMaxKinds) as = {request.status, -1, 0, ""};
  const auto [entry, is_new] = m_index.try_emplace(as, m_kinds.size());
  if (is_new) m_kinds.push_back({std::move(as), {}, 0, {}, 0});
  return entry->second;
}

void Tally::add_failure(const LoggedRequest& request, const Stamp& stamp) {
  const std::size_t number = kind_of(request);
  Kind& kind = m_kinds[number];
  kind.span.add(stamp);
  const auto client = kind.clients.find(request.client);
  if (client != kind.clients.end()) {
    ++client->second;
  } else if (kind.clients.size() < kMaxClients) {
    kind.clients.emplace(request.client.substr(0, 64), 1);
  } else {
    ++kind.other_clients;
  }
  auto path = m_paths.find(request.path);
  if (path == m_paths.end()) {
    const bool has_room = m_paths.size() < kMaxPaths && m_path_bytes + request.path.size() <= kMaxPathBytes;
    if (!has_room || request.path.empty()) {
      ++kind.without_path;
      return;
    }
    path = m_paths.try_emplace(std::string(request.path)).first;
    m_path_bytes += request.path.size();
    m_maybe.set(std::hash<std::string_view>()(request.path) % m_maybe.size());
  }
  auto& failures = path->second.failures;
  auto failure =
      std::find_if(failures.begin(), failures.end(), [&](const Failure& each) { return each.kind == number; });
  if (failure == failures.end()) failure = failures.insert(failures.end(), {number, {}});
  failure->span.add(stamp);
}

}  // namespace webcid::audit
