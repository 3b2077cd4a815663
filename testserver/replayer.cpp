#include "testserver/replayer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/pages.hpp>

namespace webcid::testserver {
namespace {

constexpr std::size_t kMostSaid = 100;

std::string key_of(std::string_view method, std::string_view target) {
  return fmt::format("{} {}", method, target);
}

// "http://host/path", as a proxy is asked, names the same thing as "/path".
std::string_view origin_form(std::string_view target) {
  if (!base::starts_with_ignoring_case(target, "http://")) return target;
  const std::size_t path = target.find('/', 7);
  return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

bool is_same(const RecordedRequest& a, const RecordedRequest& b) {
  return a.range == b.range && a.user_agent == b.user_agent && a.accept_encoding == b.accept_encoding &&
         a.cache == b.cache && a.credentials == b.credentials;
}

RecordedRequest request_of(const iis::Request& request) {
  const auto value = [&](std::string_view name) { return std::string(request.header(name).value_or("")); };
  RecordedRequest out;
  out.range = value("Range");
  out.user_agent = value("User-Agent");
  out.accept_encoding = value("Accept-Encoding");
  if (base::to_lower(value("Cache-Control")).find("no-cache") != std::string::npos) out.cache = CacheWish::NoCache;
  return out;
}

// How far a recorded request is what was asked; what matters more weighs more.
int likeness(const RecordedRequest& recorded, const RecordedRequest& asked) {
  return (recorded.credentials == asked.credentials ? 16 : 0) + (recorded.range == asked.range ? 8 : 0) +
         (recorded.cache == asked.cache ? 4 : 0) + (recorded.user_agent == asked.user_agent ? 2 : 0) +
         (recorded.accept_encoding == asked.accept_encoding ? 1 : 0);
}

iis::Logon accepted(iis::Scheme scheme) {
  iis::Logon logon;
  logon.state = iis::LogonState::Accepted;
  logon.scheme = scheme;
  return logon;
}

// Of the pages that were recorded for missing files one that was kept whole.
bool tells_not_found(const RecordedExchange& exchange) {
  return exchange.status == 404 && exchange.request.method == "GET" && exchange.error == model::TransportError::None &&
         exchange.body->is_whole();
}

Reply plain_not_found(const iis::Request& request) {
  Reply reply;
  iis::Answer& answer = reply.answer;
  std::string page = iis::custom_page(404, 0, iis::Language::En).value_or("");
  answer.status = 404;
  answer.reason = "Not Found";
  answer.page = iis::Page::Custom;
  answer.headers = {{"Content-Type", "text/html"}, {"Content-Length", fmt::format("{}", page.size())}};
  answer.content_length = page.size();
  answer.sends_body = request.method != "HEAD";
  if (answer.sends_body) reply.length = page.size();
  answer.body = std::move(page);
  return reply;
}

}  // namespace

Replayer::Replayer(RecordedRun run, AccessLog& log, std::function<void(std::string_view)> note)
    : m_run(std::move(run)), m_nobody(std::vector<Account>()), m_log(log), m_note(std::move(note)) {
  for (std::size_t i = 0; i < m_run.exchanges.size(); ++i) {
    const RecordedExchange& exchange = m_run.exchanges[i];
    m_user_agents.insert(exchange.request.user_agent);
    if (m_not_found == nullptr && tells_not_found(exchange)) m_not_found = &exchange;
    std::vector<Variant>& variants = m_variants[key_of(exchange.request.method, exchange.request.target)];
    auto found = std::find_if(variants.begin(), variants.end(),
                              [&](const Variant& variant) { return is_same(variant.request, exchange.request); });
    if (found == variants.end()) {
      variants.push_back({exchange.request, {}});
      found = variants.end() - 1;
    }
    found->answers.push_back(i);
  }
}

Replayer::Variant* Replayer::variant_for(const iis::Request& request, Credentials credentials) {
  const auto found = m_variants.find(key_of(request.method, origin_form(request.target)));
  if (found == m_variants.end()) return nullptr;
  RecordedRequest asked = request_of(request);
  asked.credentials = credentials;
  // Another version of the client is the client all the same.
  if (!m_user_agents.contains(asked.user_agent)) asked.user_agent = m_run.target.user_agent;
  Variant* best = nullptr;
  int best_likeness = -1;
  for (Variant& variant : found->second) {
    // A part is no answer to who asks for the whole; the whole is one to who asks for a part (RFC 9110, 14.2).
    if (!variant.request.range.empty() && variant.request.range != asked.range) continue;
    const int like = likeness(variant.request, asked);
    if (like <= best_likeness) continue;
    best = &variant;
    best_likeness = like;
  }
  return best;
}

Reply Replayer::reply(iis::Request request, ConnectionState& connection) {
  Reply reply;
  std::string_view met = "recorded";
  request.now = std::chrono::system_clock::now();
  const iis::Logon logon = m_nobody.logon(request, connection.logon);
  const bool is_logged_on = logon.state != iis::LogonState::None;
  Variant* variant = variant_for(request, is_logged_on ? Credentials::Carried : Credentials::None);
  if (variant == nullptr) {
    say_missing(request);
    reply = missing(request);
    met = "not-recorded";
  } else if (logon.state == iis::LogonState::Continues) {
    reply = next_leg(request, logon.token);
  } else {
    reply = recorded_reply(*variant, request, connection);
    // NTLM and Negotiate hold for the connection (iis.md h).
    const bool is_lasting = logon.scheme == iis::Scheme::Ntlm || logon.scheme == iis::Scheme::Negotiate;
    if (is_logged_on && is_lasting && reply.answer.status != 401) connection.logon.accepted = accepted(logon.scheme);
  }
  m_log.add(request, reply.answer, met);
  return reply;
}

Reply Replayer::recorded_reply(Variant& variant, const iis::Request& request, ConnectionState& connection) {
  const RecordedExchange& recorded = m_run.exchanges[variant.answers[variant.next]];
  Reply reply = reply_of(recorded, m_run.url.authority(), request.header("Host").value_or(""));
  // On a connection that was kept a client takes its end for one of old age, and asks again on a new one: nobody
  // would see the failure (RFC 9112, 9.3.1).
  const bool is_seen = reply.delivery.before == Delivery::Before::Answer || connection.answered == 0;
  if (is_seen && variant.next + 1 < variant.answers.size()) ++variant.next;
  return reply;
}

// The server's message in the middle of a logon, with the page that came with the recorded one.
Reply Replayer::next_leg(const iis::Request& request, const std::string& token) {
  RecordedExchange leg;
  leg.body = std::make_shared<RecordedBody>();
  const Variant* refused = variant_for(request, Credentials::None);
  if (refused != nullptr && m_run.exchanges[refused->answers.front()].status == 401) {
    leg = m_run.exchanges[refused->answers.front()];
  }
  leg.status = 401;
  leg.reason = iis::reason_phrase(401);
  leg.error = model::TransportError::None;
  std::erase_if(leg.headers, [](const model::Header& header) {
    return base::equals_ignoring_case(header.name, "WWW-Authenticate");
  });
  leg.headers.push_back({"WWW-Authenticate", token});
  leg.headers.push_back({"Content-Length", ""});  // the length itself is made to fit
  leg.request.method = request.method;
  return reply_of(leg, m_run.url.authority(), request.header("Host").value_or(""));
}

Reply Replayer::missing(const iis::Request& request) {
  const RecordedExchange* model = m_run.last_refusal ? &*m_run.last_refusal : m_not_found;
  if (model == nullptr) return plain_not_found(request);
  RecordedExchange answer = *model;
  answer.request.method = request.method;
  return reply_of(answer, m_run.url.authority(), request.header("Host").value_or(""));
}

void Replayer::say_missing(const iis::Request& request) {
  const std::string what = fmt::format("{} {}", base::printable(request.method), base::printable(request.target));
  if (m_said.size() >= kMostSaid || !m_said.insert(what).second) return;
  const std::string_view how = m_run.last_refusal ? "refused as the last file was" : "answered as a missing file";
  m_note(fmt::format("not recorded, {}: {}", how, what));
  if (m_said.size() == kMostSaid) m_note("further requests that are not recorded are not named");
}

Reply Replayer::refuse(iis::HttpSysRefusal refusal) {
  const iis::HttpSysPage page = iis::http_sys_page(refusal);
  Reply reply;
  iis::Answer& answer = reply.answer;
  answer.status = page.status;
  answer.reason = iis::reason_phrase(page.status);
  answer.page = iis::Page::HttpSys;
  answer.http_sys_reason = page.reason;
  answer.headers = {{"Content-Type", "text/html; charset=us-ascii"},
                    {"Connection", "close"},
                    {"Content-Length", fmt::format("{}", page.body.size())}};
  answer.content_length = page.body.size();
  answer.connection = iis::Connection::Closes;
  answer.body = page.body;
  reply.length = page.body.size();
  m_log.add({}, answer, "-");
  return reply;
}

}  // namespace webcid::testserver
