#include "testserver/fault_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/pages.hpp>
#include <webcid/iis/url.hpp>

#include "testserver/altered_content.hpp"
#include "testserver/gateway_pages.hpp"
#include "testserver/gzip.hpp"

namespace webcid::testserver {
namespace {

constexpr std::uint32_t kSharingViolation = 0x80070020;

using Headers = std::vector<model::Header>;

Headers::iterator find_header(Headers& headers, std::string_view name) {
  return std::find_if(headers.begin(), headers.end(),
                      [&](const model::Header& header) { return base::equals_ignoring_case(header.name, name); });
}

void erase_header(Headers& headers, std::string_view name) {
  std::erase_if(headers, [&](const model::Header& header) { return base::equals_ignoring_case(header.name, name); });
}

void set_header(iis::Answer& answer, std::string_view name, std::string value) {
  const auto header = find_header(answer.headers, name);
  if (header != answer.headers.end()) {
    header->value = std::move(value);
  } else {
    answer.headers.push_back({std::string(name), std::move(value)});
  }
}

void insert_behind(iis::Answer& answer, std::string_view name, model::Header header) {
  const auto place = find_header(answer.headers, name);
  answer.headers.insert(place == answer.headers.end() ? place : place + 1, std::move(header));
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

// What IIS's redirection answers (iis.md f.3), with the server's own headers around it.
iis::Answer redirected(const Fault& fault, const iis::Request& request, const iis::Answer& honest) {
  iis::Answer answer;
  answer.status = fault.status == 0 ? row_of(fault.kind).statuses.front() : fault.status;
  answer.reason = phrase_of(answer.status);
  answer.page = iis::Page::Redirect;
  const std::string location = location_for(fault.location, request);
  std::string body = iis::document_moved_page(location);
  answer.headers = {{"Content-Type", "text/html; charset=UTF-8"}, {"Location", location}};
  for (const model::Header& header : honest.headers) {
    for (const std::string_view kept : {"Server", "X-Powered-By", "Date"}) {
      if (base::equals_ignoring_case(header.name, kept)) answer.headers.push_back(header);
    }
  }
  set_length(answer, body.size());
  answer.body = std::move(body);
  answer.sends_body = request.method != "HEAD";
  answer.user = honest.user;
  answer.site_id = honest.site_id;
  return answer;
}

// Sub-status and HRESULT are not documented for a file that another program holds open: the Win32 error is.
iis::Answer locked(const Fault& fault, const iis::Server& server, const iis::Request& request) {
  if (fault.status == 401) return server.fail(401, 3, iis::kAccessDenied, request);
  if (fault.status == 404) return server.fail(404, 0, iis::kFileNotFound, request);
  return server.fail(500, 0, kSharingViolation, request);
}

iis::Answer http_sys(const iis::Server& server, const iis::Request& request, std::string_view reason) {
  iis::Answer answer = server.refuse(iis::HttpSysRefusal::ServiceUnavailable, request);
  answer.http_sys_reason = reason;
  return answer;
}

// iis.md a.3: 403.501 for too many requests at once, 403.502 for too many in a time.
iis::Answer rate_limited(const Fault& fault, const iis::Server& server, const iis::Request& request) {
  if (fault.status == 503) return http_sys(server, request, fault.connections != 0 ? "ConnLimit" : "QueueFull");
  iis::Answer answer = fault.status == 429 ? server.fail(429, 0, 0, request)
                                           : server.fail(403, fault.connections != 0 ? 501 : 502, 0, request);
  answer.reason = phrase_of(answer.status);
  return answer;
}

// Another product on the address: a start page, and nothing else.
iis::Answer from_other_server(const iis::Request& request) {
  const bool is_root = request.target == "/";
  std::string body = is_root ? "<html>\n<head><title>Welcome</title></head>\n<body><h1>It works!</h1></body>\n</html>\n"
                             : "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not "
                               "Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
  iis::Answer answer;
  answer.status = is_root ? 200 : 404;
  answer.reason = phrase_of(answer.status);
  answer.page = iis::Page::Document;
  answer.headers = {{"Server", "nginx"}, {"Content-Type", "text/html"}};
  set_length(answer, body.size());
  answer.body = std::move(body);
  answer.sends_body = request.method != "HEAD";
  return answer;
}

bool is_whole_file(const iis::Answer& answer) {
  return answer.page == iis::Page::File && answer.status == 200;
}

void compress(const Fault& fault, iis::Answer& answer) {
  if (!is_whole_file(answer)) return;
  if (fault.form != FaultForm::BodyOnly) insert_behind(answer, "Content-Type", {"Content-Encoding", "gzip"});
  if (fault.form == FaultForm::HeaderOnly) return;
  erase_header(answer.headers, "Content-Length");
  answer.coding = iis::Coding::Gzip;
}

struct ContentRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t size = 0;
};

// "bytes 5-9/20"; of our own making, so anything else is left alone.
std::optional<ContentRange> read_content_range(std::string_view text) {
  constexpr std::string_view kUnit = "bytes ";
  const std::size_t dash = text.find('-');
  const std::size_t slash = text.find('/');
  if (text.substr(0, kUnit.size()) != kUnit || dash == std::string_view::npos || slash == std::string_view::npos ||
      dash > slash) {
    return std::nullopt;
  }
  const auto first = base::parse_unsigned(text.substr(kUnit.size(), dash - kUnit.size()));
  const auto last = base::parse_unsigned(text.substr(dash + 1, slash - dash - 1));
  const auto size = base::parse_unsigned(text.substr(slash + 1));
  if (!first || !last || !size) return std::nullopt;
  return ContentRange{*first, *last, *size};
}

// The part that is sent is another one than the header says; as far as the file has others.
void shift_range(const Fault& fault, iis::Answer& answer) {
  auto* sent = std::get_if<iis::FileRange>(&answer.body);
  const auto header = find_header(answer.headers, "Content-Range");
  if (answer.status != 206 || sent == nullptr || header == answer.headers.end()) return;
  const std::optional<ContentRange> range = read_content_range(header->value);
  if (!range) return;
  const std::uint64_t first = changed(range->first, fault.bytes);
  if (fault.form == FaultForm::Header) {
    header->value = fmt::format("bytes {}-{}/{}", first, first + (range->last - range->first), range->size);
    return;
  }
  sent->offset = std::min(first, range->size - std::min(sent->length, range->size));
}

}  // namespace

void alter_request(const Fault& fault, iis::Request& request) {
  if (fault.kind == FaultKind::RangeIgnored) erase_header(request.headers, "Range");
}

std::optional<iis::Answer> replacement(const Fault& fault, const iis::Server& server, const iis::Request& request,
                                       const iis::Answer& honest) {
  const bool is_from_iis = honest.page != iis::Page::HttpSys;
  switch (fault.kind) {
    case FaultKind::Redirect:
      return is_from_iis ? std::optional(redirected(fault, request, honest)) : std::nullopt;
    case FaultKind::Locked:
      return honest.page == iis::Page::File || honest.status == 304 ? std::optional(locked(fault, server, request))
                                                                    : std::nullopt;
    case FaultKind::RateLimit:
      return is_from_iis ? std::optional(rate_limited(fault, server, request)) : std::nullopt;
    case FaultKind::ConnectionLimit:
      return http_sys(server, request, "ConnLimit");
    case FaultKind::OtherServer:
      return from_other_server(request);
    case FaultKind::PoolStopped:
      return http_sys(server, request, "AppOffline");
    case FaultKind::BlockPage:
    case FaultKind::Portal:
    case FaultKind::UpstreamFailed:
    case FaultKind::AuthProxy:
      return gateway_answer(fault, request);
    default:
      return std::nullopt;
  }
}

bool has_origin(const Fault& fault, const iis::Server& server, const iis::Request& request, const iis::Answer& honest) {
  if (fault.origin != FaultOrigin::Compression) return true;
  const auto url = iis::normalise_target(request.target);
  const auto& sites = server.configuration().sites();
  const auto site =
      std::find_if(sites.begin(), sites.end(), [&](const iis::SiteRow& row) { return row.id == honest.site_id; });
  if (!url || site == sites.end()) return false;
  const iis::Level level = server.level_of(*site, url->path, std::nullopt);
  return level.rules().url_compression.compresses_static;
}

void alter_answer(const Fault& fault, iis::Answer& answer) {
  switch (fault.kind) {
    case FaultKind::CatchAll:
      if (answer.status == 404) answer_anyway(answer);
      return;
    case FaultKind::Gzip:
      return compress(fault, answer);
    case FaultKind::Rewritten:
      if (answer.page == iis::Page::File) answer.headers.push_back({"Via", "1.1 gateway.example"});
      return;
    case FaultKind::RangeShifted:
      return shift_range(fault, answer);
    case FaultKind::Empty:
      if (answer.page != iis::Page::File) return;
      answer.coding = iis::Coding::Identity;
      erase_header(answer.headers, "Content-Encoding");
      set_length(answer, 0);
      answer.body = std::string();
      return;
    default:
      return;
  }
}

void encode(Reply& reply) {
  // Beyond this, finding out the length first would take longer than a client should wait for the first byte.
  constexpr std::uint64_t kSoonKnown = 4UL * 1024UL * 1024UL;
  iis::Answer& answer = reply.answer;
  if (answer.coding != iis::Coding::Gzip || !reply.content) return;
  const bool is_soon_known = reply.length <= kSoonKnown;
  const std::uint64_t offset = std::exchange(reply.offset, 0);
  const std::uint64_t length = std::exchange(reply.length, kUnknownLength);
  std::shared_ptr<Content> inner = std::move(reply.content);
  if (is_soon_known) {
    reply.length = length_of(*gzip_content(inner, offset, length));
    set_length(answer, reply.length);
  } else {
    set_header(answer, "Transfer-Encoding", "chunked");
    reply.delivery.framing = Delivery::Framing::Chunked;
  }
  reply.content = gzip_content(std::move(inner), offset, length);
}

void alter_delivery(const Fault& fault, Reply& reply) {
  iis::Answer& answer = reply.answer;
  Delivery& delivery = reply.delivery;
  const bool is_file = answer.page == iis::Page::File;
  const auto bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(fault.bytes, 0));
  switch (fault.kind) {
    case FaultKind::Reset:
      delivery.before = Delivery::Before::Reset;
      return;
    case FaultKind::CloseEarly:
      delivery.before = Delivery::Before::Close;
      return;
    case FaultKind::Stall:
      delivery.before = Delivery::Before::Stall;
      return;
    case FaultKind::RateLimit:
      if (fault.form == FaultForm::Reset) delivery.before = Delivery::Before::Reset;
      return;
    case FaultKind::Rewritten:
      if (is_file && reply.content) reply.content = altered_content(std::move(reply.content), reply.length / 2);
      return;
    case FaultKind::Slow:
      delivery.bytes_per_second = std::max<std::uint64_t>(bytes, 1);
      return;
    case FaultKind::TruncateAfter:
      if (!is_file || !answer.sends_body) return;
      // A file that is not longer than that still loses its last byte.
      if (reply.length > 0) delivery.body_limit = std::min(bytes, reply.length - 1);
      return;
    case FaultKind::WrongLength:
      if (!is_file || delivery.framing != Delivery::Framing::Length) return;
      // Everything is sent, and the connection ends with it.
      delivery.body_limit = answer.content_length;
      set_length(answer, changed(answer.content_length, fault.bytes));
      return;
    case FaultKind::BadChunk:
      if (!is_file) return;
      erase_header(answer.headers, "Content-Length");
      set_header(answer, "Transfer-Encoding", "chunked");
      delivery.framing = Delivery::Framing::BrokenChunk;
      delivery.body_limit = bytes;
      return;
    default:
      return;
  }
}

}  // namespace webcid::testserver
