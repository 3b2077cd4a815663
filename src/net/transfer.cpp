#include "transfer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/model/redaction.hpp>

#include "resolver.hpp"
#include "transport_error.hpp"

namespace webcid::net {

using model::TransportError;

std::string url_text(const Fetch& fetch) {
  if (fetch.transport == Transport::Plain) return fetch.url.text();
  return fmt::format("https://{}{}", with_port(fetch.url.host, fetch.url.port), fetch.url.path);
}

void Transfer::take(Fetch fetch) {
  m_fetch = std::move(fetch);
  m_legs.clear();
  if (!m_secrets.empty()) m_secrets.clear();
  m_fetch_started = Clock::now();
  begin_leg();
}

void Transfer::begin_leg() {
  model::Exchange leg;
  leg.leg = static_cast<int>(m_legs.size());
  leg.method = m_fetch.method;
  leg.url = url_text(m_fetch);
  // Whole milliseconds: what evidence keeps, so that a run judged again sees the same times.
  leg.started = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  m_legs.push_back(std::move(leg));
  m_leg_started = Clock::now();
  m_request_open = false;
  m_request_sent = false;
  m_head_open = false;
  m_head_complete = false;
  m_chunked = false;
  m_to_sink = false;
  m_header_bytes = 0;
}

bool Transfer::go(Way way) {
  // What was never sent is no exchange.
  if (m_legs.back().error != TransportError::None && !m_legs.back().has_response()) m_legs.pop_back();
  if (m_legs.empty() || m_legs.back().has_response()) begin_leg();
  // libcurl keeps the challenge that it saw without an account, and then takes the refusal of the account for the same
  // challenge once more: a second logon. A handle that never saw one asks, answers, and stops (libcurl 7.88).
  const bool begins_digest = (way.scheme == AuthScheme::Digest && m_way.scheme != AuthScheme::Digest) ||
                             (way.proxy_scheme == AuthScheme::Digest && m_way.proxy_scheme != AuthScheme::Digest);
  if (begins_digest) m_handle.reset();
  m_way = std::move(way);
  m_stopped.reset();
  m_stop_text.clear();
  m_error.front() = '\0';
  m_carried_account = false;
  m_carried_proxy_account = false;
  m_leg_has_account = m_leg_has_proxy_account = false;
  m_was_stale = false;
  m_connections = 0;
  model::Exchange& leg = m_legs.back();
  if (m_way.proxy != nullptr) {
    leg.proxy = m_way.proxy->authority();
  } else {
    leg.address = with_port(m_way.address, m_fetch.url.port);
  }
  if (m_options.recording == Recording::Answers) {
    m_request_sent = true;
    m_window_started = Clock::now();
    m_window_bytes = 0;
  }
  if ((m_handle || create_handle()) && apply_changes()) return true;
  end_with(TransportError::Other, "the transport library refused the request");
  return false;
}

void Transfer::fail_lookup(const model::Exchange& failure) {
  model::Exchange& leg = m_legs.back();
  leg.proxy = failure.proxy;
  leg.error = failure.error;
  leg.library_error = failure.library_error;
  leg.system_error = failure.system_error;
  leg.error_text = failure.error_text;
  leg.timings.finished = since_start();
}

void Transfer::end(CURLcode code) {
  model::Exchange& leg = m_legs.back();
  long connects = 0;
  curl_easy_getinfo(m_handle.get(), CURLINFO_NUM_CONNECTS, &connects);
  m_connections = connects > 0 ? static_cast<std::uint64_t>(connects) : 0;
  curl_off_t connected = 0;
  curl_easy_getinfo(m_handle.get(), CURLINFO_CONNECT_TIME_T, &connected);
  if (connects > 0 && connected > 0 && m_legs.back().timings.connected < 0) {
    leg.timings.connected = static_cast<double>(connected) / 1000.0;
  }
  close_leg();
  // The last answer is whole: the library would only have gone on with the challenge in it.
  const CURLcode said = code == CURLE_TOO_MANY_REDIRECTS ? CURLE_OK : code;

  const std::string_view text = m_error.data();
  long system_error = 0;
  if (has_system_error(code, text)) curl_easy_getinfo(m_handle.get(), CURLINFO_OS_ERRNO, &system_error);
  leg.library_error = static_cast<int>(said);
  if (m_stopped) {
    leg.error = *m_stopped;
    leg.error_text = m_stop_text;
  } else {
    curl_off_t sending = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_PRETRANSFER_TIME_T, &sending);
    const TransferEnd end{said,
                          static_cast<int>(system_error),
                          text,
                          m_way.proxy != nullptr,
                          m_request_sent && (m_options.recording == Recording::Full || sending > 0),
                          leg.has_response() || m_header_bytes > 0,
                          m_head_complete,
                          m_chunked};
    leg.error = transport_error_of(end);
    leg.system_error = static_cast<int>(system_error);
    if (leg.error != TransportError::None) {
      leg.error_text = base::printable(text.empty() ? std::string_view(curl_easy_strerror(code)) : text);
    }
  }
  // What a handle remembers of a failed transfer (the errno above all) must not colour the next one.
  if (code != CURLE_OK) m_handle.reset();
}

bool Transfer::lacked_credential() const {
  const bool is_meant = m_way.scheme != AuthScheme::None || m_way.proxy_scheme != AuthScheme::None;
  const int code = m_legs.back().library_error;
  return is_meant && !m_legs.back().has_response() && (code == CURLE_LOGIN_DENIED || code == CURLE_AUTH_ERROR);
}

void Transfer::end_with(TransportError error, std::string text) {
  model::Exchange& leg = m_legs.back();
  if (m_handle) {
    long connects = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_NUM_CONNECTS, &connects);
    m_connections = connects > 0 ? static_cast<std::uint64_t>(connects) : 0;
  }
  close_leg();
  leg.error = error;
  leg.error_text = std::move(text);
  m_handle.reset();
}

void Transfer::close_leg() {
  model::Exchange& leg = m_legs.back();
  leg.timings.finished = since_start();
  hide_secrets(leg);
}

void Transfer::hide_secrets(model::Exchange& leg) const {
  // A TRACE answer is the request, headers and all (RFC 9110, 9.3.8).
  if (m_fetch.method == model::Method::Trace) leg.body.kept = model::recorded_header_lines(leg.body.kept);
  if (m_secrets.empty()) return;
  m_secrets.hide(leg.body.kept);
  m_secrets.hide(leg.reason);
  for (model::Header& header : leg.headers) m_secrets.hide(header.value);
}

std::vector<model::Exchange> Transfer::take_legs() {
  return std::exchange(m_legs, {});
}

double Transfer::since_start() const {
  return std::chrono::duration<double, std::milli>(Clock::now() - m_leg_started).count();
}

std::optional<TransportError> Transfer::overdue(Clock::time_point now, std::string& text) {
  if (m_options.overall_timeout.count() > 0 && now - m_fetch_started >= m_options.overall_timeout) {
    text = fmt::format("not finished within the time limit of {} ms", m_options.overall_timeout.count());
    return TransportError::Cancelled;
  }
  if (!m_request_sent || now - m_window_started < m_options.stall_timeout) return std::nullopt;
  if (m_window_bytes < m_options.stall_bytes) {
    text = fmt::format("{} bytes within {} ms", m_window_bytes, m_options.stall_timeout.count());
    return TransportError::Stalled;
  }
  m_window_started = now;
  m_window_bytes = 0;
  return std::nullopt;
}

void Transfer::forgive(Clock::duration pause) {
  m_window_started += pause;
}

}  // namespace webcid::net
