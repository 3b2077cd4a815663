// The part of Transfer that libcurl calls: what goes out and what comes back, as it happens.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/model/redaction.hpp>

#include "transfer.hpp"

namespace webcid::net {

using model::TransportError;

namespace {

constexpr std::size_t kUsualHeaders = 12;

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  const std::size_t bytes = size * count;
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.m_options.recording != Recording::Full) transfer.tell_meter(bytes);
  return transfer.record_header({data, bytes}) ? bytes : bytes + 1;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  const std::size_t bytes = size * count;
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.m_options.recording != Recording::Full) transfer.tell_meter(bytes);
  return transfer.record_body({data, bytes}) ? bytes : bytes + 1;
}

int Transfer::on_debug(CURL* /*handle*/, curl_infotype type, char* data, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (type == CURLINFO_HEADER_OUT) transfer.record_request({data, size});
  if (type == CURLINFO_HEADER_IN || type == CURLINFO_DATA_IN) transfer.tell_meter(size);
  return 0;
}

void Transfer::tell_meter(std::uint64_t bytes) {
  if (m_options.meter != nullptr) m_options.meter->add(bytes);
}

bool Transfer::stop(TransportError error, std::string text) {
  m_stopped = error;
  m_stop_text = std::move(text);
  return false;
}

void Transfer::record_request(std::string_view block) {
  if (!m_request_open) {
    // The library answers a challenge by itself within one transfer: each request begins a message pair of its own.
    // One that follows no answer is the same again, because a kept connection had been closed (RFC 9112, 9.3.1).
    if (m_legs.back().has_response()) {
      const std::string address = m_legs.back().address;
      const std::string proxy = m_legs.back().proxy;
      close_leg();
      begin_leg();
      m_legs.back().address = address;
      m_legs.back().proxy = proxy;
    }
    m_legs.back().request_headers.clear();
    m_legs.back().carried_credentials = false;
    m_leg_has_account = m_leg_has_proxy_account = false;
  }
  bool first_line = !m_request_open;
  m_request_open = true;
  while (!block.empty()) {
    const std::size_t newline = block.find('\n');
    const std::string_view line = without_line_end(block.substr(0, newline));
    block.remove_prefix(newline == std::string_view::npos ? block.size() : newline + 1);
    if (line.empty()) m_request_open = false;
    if (!line.empty() && !first_line) record_request_line(line);
    first_line = false;
  }
  m_request_sent = true;
  m_window_started = Clock::now();
  m_window_bytes = 0;
}

void Transfer::record_request_line(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = base::trim(line.substr(colon + 1));
  const bool to_server = base::equals_ignoring_case(name, "Authorization");
  const bool to_proxy = base::equals_ignoring_case(name, "Proxy-Authorization");
  if (to_server || to_proxy) {
    m_secrets.add_authorization(value);
    if (is_credential(value)) {
      m_legs.back().carried_credentials = true;
      (to_server ? m_carried_account : m_carried_proxy_account) = true;
      (to_server ? m_leg_has_account : m_leg_has_proxy_account) = true;
    }
  }
  m_legs.back().request_headers.push_back({std::string(name), model::recorded_value(name, value)});
}

bool Transfer::record_header(std::string_view line) {
  m_header_bytes += line.size();
  m_window_bytes += line.size();
  if (m_header_bytes > m_options.max_header_bytes) {
    return stop(TransportError::HeadersTooLarge,
                fmt::format("more than {} bytes of headers", m_options.max_header_bytes));
  }
  if (m_head_complete) return true;  // a trailer: counted, of no use
  if (!m_head_open) return record_status_line(without_line_end(line));

  model::Exchange& leg = m_legs.back();
  const bool folded = is_blank(line.front());
  line = without_line_end(line);
  if (line.empty()) return finish_head();
  if (folded) {
    // obs-fold (RFC 9112, 5.2): belongs to the value before. Such a value is judged as a whole.
    if (leg.headers.empty()) return true;
    model::Header& last = leg.headers.back();
    last.value = model::recorded_value(last.name, last.value + " " + std::string(base::trim(line)));
    return true;
  }
  const std::size_t colon = std::min(line.find(':'), line.size());
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = colon < line.size() ? base::trim(line.substr(colon + 1)) : std::string_view{};
  leg.headers.push_back({std::string(name), model::recorded_value(base::trim(name), value)});
  return true;
}

// "HTTP/1.1 200 OK"; the reason may be missing (RFC 9112, 4).
bool Transfer::record_status_line(std::string_view line) {
  model::Exchange& leg = m_legs.back();
  leg.timings.first_byte = since_start();
  const std::size_t blank = std::min(line.find(' '), line.size());
  leg.http_version = std::string(line.substr(0, blank));
  line = base::trim(line.substr(blank));
  const std::string_view digits = line.substr(0, 3);
  leg.status = static_cast<int>(base::parse_unsigned(digits).value_or(0));
  leg.reason = std::string(base::trim(line.substr(digits.size())));
  m_head_open = true;
  leg.headers.reserve(kUsualHeaders);
  return true;
}

bool Transfer::finish_head() {
  model::Exchange& leg = m_legs.back();
  m_head_open = false;
  // An interim answer: the real one follows (RFC 9110, 15.2).
  if (leg.status >= 100 && leg.status < 200 && leg.status != 101) {
    leg.status = 0;
    leg.reason.clear();
    leg.headers.clear();
    return true;
  }
  m_head_complete = true;
  const bool is_refused = (leg.status == 401 && m_leg_has_account) || (leg.status == 407 && m_leg_has_proxy_account);
  if (is_refused) end_logon(leg);
  if (const auto declared = leg.header("Content-Length")) leg.body.declared = base::parse_unsigned(*declared);
  const auto coding = leg.header("Transfer-Encoding");
  m_chunked = coding && base::to_lower(*coding).find("chunked") != std::string::npos;
  m_to_sink = m_fetch.sink != nullptr && leg.status >= 200 && leg.status < 300;
  if (m_to_sink && !m_fetch.sink->begin(leg)) return stop(TransportError::LocalWrite, "could not store the body");
  return true;
}

// The library answers every challenge, also one that comes with the refusal of the account: a second failed logon. Only
// a nonce may have gone stale, once (RFC 7616, 3.3: the password was right).
void Transfer::end_logon(const model::Exchange& refusal) {
  const std::string_view name = refusal.status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate";
  const bool is_stale = std::any_of(refusal.headers.begin(), refusal.headers.end(), [&](const model::Header& header) {
    const std::string value = base::to_lower(header.value);
    return base::equals_ignoring_case(header.name, name) && base::starts_with_ignoring_case(value, "digest") &&
           value.find("stale=true") != std::string::npos;
  });
  if (is_stale && !std::exchange(m_was_stale, true)) return;
  curl_easy_setopt(m_handle.get(), CURLOPT_MAXREDIRS, 0L);
}

bool Transfer::record_body(std::string_view piece) {
  model::Exchange& leg = m_legs.back();
  const bool success = leg.status >= 200 && leg.status < 300;
  const std::uint64_t limit = success ? m_fetch.max_body : kMaxErrorBody;
  const bool too_large = piece.size() > limit - std::min(limit, leg.body.length);
  if (too_large) piece = piece.substr(0, static_cast<std::size_t>(limit - std::min(limit, leg.body.length)));

  leg.body.length += piece.size();
  m_window_bytes += piece.size();
  const std::size_t keep = success ? m_fetch.keep_body : m_fetch.keep_error_body;
  if (leg.body.kept.size() < keep) leg.body.kept.append(piece.substr(0, keep - leg.body.kept.size()));
  if (m_to_sink && !piece.empty() && !m_fetch.sink->accept(piece)) {
    return stop(TransportError::LocalWrite, "could not store the body");
  }
  return !too_large || stop(TransportError::BodyTooLarge, fmt::format("more than {} bytes of body", limit));
}

}  // namespace webcid::net
