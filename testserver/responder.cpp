#include "testserver/responder.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/url.hpp>

#include "testserver/fault_answer.hpp"
#include "testserver/gateway_pages.hpp"

namespace webcid::testserver {
namespace {

constexpr std::chrono::hours kAgeOfCopies{48};

// What another service says when it is spoken to: enough to see that it is none of HTTP.
std::string banner_of(FaultForm form) {
  return form == FaultForm::Smtp ? "220 mail.example ESMTP ready\r\n" : "SSH-2.0-OpenSSH_9.2p1\r\n";
}

}  // namespace

std::optional<std::string> Responder::path_below_share(const iis::Request& request) const {
  const auto url = iis::normalise_target(request.target);
  if (!url) return std::nullopt;
  std::string_view path = url->path;
  if (m_alias != "/") {
    if (!base::starts_with_ignoring_case(path, m_alias)) return std::nullopt;
    path.remove_prefix(m_alias.size());
  }
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  return std::string(path);
}

Greeting Responder::greet() {
  ++m_connections;
  const Fault* fault = m_faults.on_connection();
  if (fault == nullptr) return {};
  if (fault->kind == FaultKind::TlsPort) return {Greeting::Kind::TlsOnly, {}};
  return {Greeting::Kind::Banner, banner_of(fault->form)};
}

void Responder::open_content(Reply& reply) const {
  if (const auto* range = std::get_if<iis::FileRange>(&reply.answer.body)) {
    if (const ContentTree* tree = m_installation->tree(range->tree)) reply.content = tree->open(range->path);
    reply.offset = range->offset;
    reply.length = range->length;
  } else {
    reply.length = std::get<std::string>(reply.answer.body).size();
  }
}

Reply Responder::answer(const Fault*& fault, iis::Request request) {
  const iis::Server& server = m_installation->server();
  Reply reply;
  const bool is_cached = fault != nullptr && (fault->kind == FaultKind::StaleIis ||
                                              (fault->kind == FaultKind::Stale && !is_fresh_wanted(request)));
  if (is_cached) {
    // A proxy's copy keeps the time at which it was fetched; IIS dates each answer itself.
    if (fault->kind == FaultKind::Stale) request.now -= kAgeOfCopies;
    const ServedTree::OlderCopy older(m_share, fault->kind);
    reply.answer = server.answer(request);
    open_content(reply);
  } else {
    if (fault != nullptr) alter_request(*fault, request);
    reply.answer = server.answer(request);
    if (fault != nullptr && !has_origin(*fault, server, request, reply.answer)) fault = nullptr;
    if (fault != nullptr) {
      std::optional<iis::Answer> other = replacement(*fault, server, request, reply.answer);
      if (other) reply.answer = std::move(*other);
      alter_answer(*fault, reply.answer);
    }
    open_content(reply);
  }
  encode(reply);
  if (fault != nullptr) alter_delivery(*fault, reply);
  // Everything goes through the cache, whether it holds it or not.
  if (m_faults.has(FaultKind::Stale)) {
    const bool is_hit = is_cached && fault->kind == FaultKind::Stale &&
                        (reply.answer.page == iis::Page::File || reply.answer.status == 304);
    constexpr int kSeconds = std::chrono::duration_cast<std::chrono::duration<int>>(kAgeOfCopies).count();
    is_hit ? add_cache_hit(reply.answer, kSeconds) : add_cache_miss(reply.answer);
  }
  if (!reply.answer.sends_body) reply.length = 0;
  return reply;
}

Reply Responder::reply(iis::Request request, ConnectionState& connection) {
  request.now = std::chrono::system_clock::now();
  request.logon = m_accounts.logon(request, connection.logon);
  const auto now = RequestTimes::Clock::now();
  m_times.add(request.client_address, now);
  // Requests of one connection follow each other: as many are under way as connections are open.
  request.load.concurrent = m_connections;
  request.load.requests_within = [this, client = request.client_address, now](std::chrono::milliseconds interval) {
    return m_times.within(client, now, interval);
  };
  const std::optional<std::string> path = path_below_share(request);
  const Fault* fault = m_faults.on_wire(path, m_connections);
  Reply reply = answer(fault, request);
  m_log.add(request, reply.answer, fault == nullptr ? "-" : row_of(fault->kind).name);
  return reply;
}

Reply Responder::refuse(iis::HttpSysRefusal refusal) {
  iis::Request request;
  request.now = std::chrono::system_clock::now();
  Reply reply;
  reply.answer = m_installation->server().refuse(refusal, request);
  open_content(reply);
  m_log.add(request, reply.answer, "-");
  return reply;
}

}  // namespace webcid::testserver
