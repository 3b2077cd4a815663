#include "testserver/responder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/url.hpp>

namespace webcid::testserver {
namespace {

void set_header(iis::Answer& answer, std::string_view name, std::string value) {
  for (model::Header& header : answer.headers) {
    if (base::equals_ignoring_case(header.name, name)) header.value = value;
  }
}

void set_length(iis::Answer& answer, std::uint64_t length) {
  answer.content_length = length;
  set_header(answer, "Content-Length", fmt::format("{}", length));
}

std::uint64_t changed(std::uint64_t length, std::int64_t by) {
  if (by >= 0) return length + static_cast<std::uint64_t>(by);
  const auto less = static_cast<std::uint64_t>(-by);
  return length > less ? length - less : 0;
}

std::string_view name_of(FaultKind kind) {
  for (const FaultKindRow& row : fault_kinds()) {
    if (row.kind == kind) return row.name;
  }
  return "-";
}

// What a rewrite rule to one page makes of a missing file.
void answer_anyway(iis::Answer& answer) {
  std::string page =
      "<!DOCTYPE html>\r\n<html><head><title>Welcome</title></head>\r\n<body><h1>Welcome</h1></body></html>\r\n";
  answer.status = 200;
  answer.sub_status = 0;
  answer.hresult = 0;
  answer.reason = "OK";
  answer.page = iis::Page::Document;
  set_length(answer, page.size());
  answer.body = std::move(page);
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

void Responder::apply(const Fault& fault, const iis::Request& request, Reply& reply) const {
  iis::Answer& answer = reply.answer;
  const bool is_file = answer.page == iis::Page::File;
  switch (fault.kind) {
    case FaultKind::Reset:
      reply.delivery.before = Delivery::Before::Reset;
      return;
    case FaultKind::CloseEarly:
      reply.delivery.before = Delivery::Before::Close;
      return;
    case FaultKind::Stall:
      reply.delivery.before = Delivery::Before::Stall;
      return;
    case FaultKind::Slow:
      reply.delivery.bytes_per_second = static_cast<std::uint64_t>(std::max<std::int64_t>(fault.bytes, 1));
      return;
    case FaultKind::Empty:
      if (!is_file) return;
      set_length(answer, 0);
      answer.body = std::string();
      return;
    case FaultKind::TruncateAfter:
      if (is_file && request.method != "HEAD") {
        // A file that is not longer than that still loses its last byte.
        const auto wanted = static_cast<std::uint64_t>(std::max<std::int64_t>(fault.bytes, 0));
        if (answer.content_length > 0) reply.delivery.body_limit = std::min(wanted, answer.content_length - 1);
      }
      return;
    case FaultKind::WrongLength:
      if (!is_file) return;
      // Everything is sent, and the connection ends with it.
      reply.delivery.body_limit = answer.content_length;
      set_length(answer, changed(answer.content_length, fault.bytes));
      return;
    case FaultKind::CatchAll:
      if (answer.status == 404) answer_anyway(answer);
      return;
    case FaultKind::Missing:
    case FaultKind::Alter:
    case FaultKind::Resize:
      return;  // the tree has them
  }
}

Reply Responder::reply(iis::Request request) {
  request.now = std::chrono::system_clock::now();
  if (m_account != nullptr) {
    request.logon = m_account->check(request.method, request.target, request.header("Authorization"));
  }
  Reply reply;
  reply.answer = m_installation.server().answer(request);
  std::string_view met = "-";
  if (const std::optional<std::string> path = path_below_share(request)) {
    if (const Fault* fault = m_faults.on_wire(*path)) {
      apply(*fault, request, reply);
      met = name_of(fault->kind);
    }
  }
  if (const auto* range = std::get_if<iis::FileRange>(&reply.answer.body);
      range != nullptr && reply.answer.sends_body) {
    if (const ContentTree* tree = m_installation.tree(range->tree)) reply.content = tree->open(range->path);
  }
  m_log.add(request, reply.answer, met);
  return reply;
}

Reply Responder::refuse(iis::HttpSysRefusal refusal) {
  iis::Request request;
  request.now = std::chrono::system_clock::now();
  Reply reply;
  reply.answer = m_installation.server().refuse(refusal, request);
  m_log.add(request, reply.answer, "-");
  return reply;
}

}  // namespace webcid::testserver
