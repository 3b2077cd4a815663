#include "response.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/url.hpp>

#include "civil_time.hpp"
#include "file_answer.hpp"

namespace webcid::iis {
namespace {

// The first language of an Accept-Language header that is installed; weights are read by order alone, as clients
// list them best first.
const Language* preferred(std::string_view accepted, const std::vector<Language>& installed) {
  for (std::string_view item : base::split(accepted, ',')) {
    const std::string_view tag = base::trim(item.substr(0, item.find(';')));
    for (const Language& language : installed) {
      const std::string_view full = tag_of(language);
      if (base::equals_ignoring_case(tag, full) || base::equals_ignoring_case(tag, full.substr(0, 2))) return &language;
    }
  }
  return nullptr;
}

// "gzip" among the codings, and not with a weight of 0.
bool accepts_gzip(std::string_view accepted) {
  for (std::string_view item : base::split(accepted, ',')) {
    const std::string_view coding = base::trim(item.substr(0, item.find(';')));
    if (!base::equals_ignoring_case(coding, "gzip")) continue;
    const std::size_t weight = item.find("q=");
    return weight == std::string_view::npos || item.find_first_of("123456789", weight) != std::string_view::npos;
  }
  return false;
}

}  // namespace

std::string_view host_without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) return host;
  return host.substr(0, colon);
}

Answer Response::start(int status, int sub_status, Page page) const {
  Answer answer;
  answer.status = status;
  answer.sub_status = sub_status;
  answer.page = page;
  answer.reason = reason_phrase(status);
  return answer;
}

void Response::add_server(Answer& answer) const {
  if (m_settings.server_header == ServerHeader::Removed) return;
  if (m_rules != nullptr && m_rules->request_filtering.remove_server_header && m_settings.version >= Version::V10_0) {
    return;
  }
  answer.headers.push_back({"Server", fmt::format("Microsoft-IIS/{}", row_of(m_settings.version).name)});
}

void Response::add_tail(Answer& answer, std::uint64_t length) const {
  if (m_rules != nullptr) {
    for (const auto& [name, value] : m_rules->http_protocol.custom_headers) answer.headers.push_back({name, value});
  }
  answer.headers.push_back({"Date", base::format_http_date(m_request.now)});
  answer.content_length = length;
  answer.sends_body = m_request.method != "HEAD" && answer.status != 304;
  if (answer.status != 304 && answer.coding == Coding::Identity) {
    answer.headers.push_back({"Content-Length", fmt::format("{}", length)});
  }
}

void Response::finish(Answer& answer, std::uint64_t length) const {
  add_server(answer);
  add_tail(answer, length);
}

Answer Response::http_sys(HttpSysRefusal refusal) const {
  HttpSysPage page = http_sys_page(refusal);
  Answer answer = start(page.status, 0, Page::HttpSys);
  answer.headers.push_back({"Content-Type", "text/html; charset=us-ascii"});
  if (m_settings.server_header == ServerHeader::Sent) answer.headers.push_back({"Server", "Microsoft-HTTPAPI/2.0"});
  answer.headers.push_back({"Date", base::format_http_date(m_request.now)});
  answer.headers.push_back({"Connection", "close"});
  answer.headers.push_back({"Content-Length", fmt::format("{}", page.body.size())});
  answer.content_length = page.body.size();
  answer.sends_body = m_request.method != "HEAD";
  answer.connection = Connection::Closes;
  answer.http_sys_reason = page.reason;
  answer.body = std::move(page.body);
  return answer;
}

Answer Response::dropped() const {
  Answer answer = start(0, 0, Page::Empty);
  answer.connection = Connection::Dropped;
  answer.sends_body = false;
  return answer;
}

Language Response::language() const {
  if (const auto accepted = m_request.header("Accept-Language")) {
    if (const Language* language = preferred(*accepted, m_settings.languages)) return *language;
  }
  return m_settings.languages.empty() ? Language::En : m_settings.languages.front();
}

ErrorPages Response::error_pages() const {
  if (m_settings.errors) return *m_settings.errors;
  // A client is a remote one: DetailedLocalOnly shows it the custom page.
  const bool is_detailed = m_rules != nullptr && m_rules->http_errors.mode == ErrorMode::Detailed;
  return is_detailed ? ErrorPages::Detailed : ErrorPages::Custom;
}

std::string Response::detailed_body(const Failure& failure) const {
  DetailedPage facts;
  facts.version = m_settings.version;
  facts.status = failure.status;
  facts.sub_status = failure.sub_status;
  facts.hresult = failure.hresult;
  facts.module = failure.module;
  const std::string_view host = m_request.header("Host").value_or("localhost");
  const bool has_port = host_without_port(host).size() != host.size();
  facts.requested_url =
      fmt::format("http://{}{}{}", host, has_port ? "" : ":80", encode_for_href(failure.requested_path));
  facts.physical_path = failure.physical_path;
  facts.logon = failure.logon;
  facts.config_error = failure.config_error;
  facts.config_file = failure.config_file;
  return detailed_page(facts);
}

// What httpErrors maps the failure to; nothing: no row, or a file that is not there.
std::optional<Response::ErrorBody> Response::mapped_body(const Failure& failure) const {
  if (m_rules == nullptr) return std::nullopt;
  const CustomError* row = m_rules->http_errors.find(failure.status, failure.sub_status);
  const std::string& path = row != nullptr ? row->path : m_rules->http_errors.default_path;
  const ErrorResponse response = row != nullptr ? row->response : m_rules->http_errors.default_response;
  if (path.empty()) return std::nullopt;
  if (response == ErrorResponse::Redirect) return ErrorBody{Page::Redirect, "", path, 302};
  if (response == ErrorResponse::File && row != nullptr && !row->language_folder.empty()) {
    // custerr\<language>\404.htm, or a page of a sub-status, "404-3.htm"
    const std::string_view number = std::string_view(path).substr(0, path.find('.'));
    const auto sub_status = number.find('-') == std::string_view::npos
                                ? std::nullopt
                                : base::parse_unsigned(number.substr(number.find('-') + 1));
    const int shown = sub_status ? static_cast<int>(std::min<std::uint64_t>(*sub_status, 999)) : 0;
    std::optional<std::string> page = custom_page(failure.status, shown, language());
    if (!page) return std::nullopt;
    return ErrorBody{Page::Custom, std::move(*page), "", 0};
  }
  std::optional<std::string> page = m_page_text ? m_page_text(path) : std::nullopt;
  if (!page) return std::nullopt;
  const bool is_run = response == ErrorResponse::ExecuteUrl;
  const bool is_200 = is_run && m_settings.assumptions.hold(Assumption::ExecuteErrorPage, "200");
  return ErrorBody{Page::Document, std::move(*page), "", is_200 ? 200 : 0};
}

Response::ErrorBody Response::error_body(const Failure& failure) const {
  const bool passes_through = m_rules != nullptr && m_rules->http_errors.existing == ExistingResponse::PassThrough;
  // The module that makes the pages is gone, or told to keep out of it: static content has no body of its own.
  const bool has_module = m_rules == nullptr || m_rules->has_module("CustomErrorModule");
  if (passes_through || !has_module) return {Page::Empty, "", "", 0};
  if (!failure.has_error_pages) return {Page::OneLine, one_line_page(failure.status), "", 0};
  switch (error_pages()) {
    case ErrorPages::Detailed:
      return {Page::Detailed, detailed_body(failure), "", 0};
    case ErrorPages::Custom:
      if (std::optional<ErrorBody> mapped = mapped_body(failure)) return std::move(*mapped);
      break;
    case ErrorPages::OneLine:
      break;
  }
  return {Page::OneLine, one_line_page(failure.status), "", 0};
}

Answer Response::failure(const Failure& failure) const {
  ErrorBody body = error_body(failure);
  if (body.page == Page::Redirect) return redirect_to(body.status, body.location);
  Answer answer = start(body.status != 0 ? body.status : failure.status, failure.sub_status, body.page);
  if (!failure.reason.empty()) answer.reason = failure.reason;
  answer.hresult = failure.hresult;
  answer.headers = failure.headers_before;
  if (answer.page == Page::Detailed) {
    answer.headers.push_back({"Cache-Control", "private"});
    answer.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
  } else if (answer.page != Page::Empty) {
    answer.headers.push_back({"Content-Type", "text/html"});
  }
  add_server(answer);
  answer.headers.insert(answer.headers.end(), failure.headers_after.begin(), failure.headers_after.end());
  add_tail(answer, body.text.size());
  answer.body = std::move(body.text);
  return answer;
}

Answer Response::redirect_to(int status, const std::string& location) const {
  Answer answer = start(status, 0, Page::Redirect);
  std::string body = document_moved_page(location);
  answer.headers.push_back({"Content-Type", "text/html; charset=UTF-8"});
  answer.headers.push_back({"Location", base::printable(location)});
  finish(answer, body.size());
  answer.body = std::move(body);
  return answer;
}

Answer Response::asp_net_not_found(std::string_view path) const {
  Answer answer = start(404, 0, Page::AspNet);
  answer.hresult = kFileNotFound;
  std::string body = asp_net_page(path);
  answer.headers.push_back({"Cache-Control", "private"});
  answer.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
  add_server(answer);
  answer.headers.push_back({"X-AspNet-Version", "4.0.30319"});
  add_tail(answer, body.size());
  answer.body = std::move(body);
  return answer;
}

Answer Response::options(OptionsForm form) const {
  const bool is_dav = form == OptionsForm::WebDav;
  const std::string_view verbs = is_dav ? "OPTIONS, TRACE, GET, HEAD, POST, PROPFIND, PROPPATCH, MKCOL, PUT, DELETE, "
                                          "COPY, MOVE, LOCK, UNLOCK"
                                        : "OPTIONS, TRACE, GET, HEAD, POST";
  Answer answer = start(200, 0, Page::Empty);
  answer.headers.push_back({"Allow", std::string(verbs)});
  add_server(answer);
  answer.headers.push_back({"Public", std::string(verbs)});
  if (is_dav) {
    answer.headers.push_back({"DAV", "1,2,3"});
    answer.headers.push_back({"MS-Author-Via", "DAV"});
  }
  add_tail(answer, 0);
  return answer;
}

// Static compression (iis.md i): for types that are switched on, never for ranges or through proxies. A file counts as
// asked for often enough, and a client as one of HTTP/1.1.
Coding Response::coding_of(const Node& file, std::string_view type) const {
  if (m_rules == nullptr || !m_rules->url_compression.compresses_static) return Coding::Identity;
  if (!m_rules->has_module("StaticCompressionModule")) return Coding::Identity;
  if (m_request.header("Range") || m_request.header("Via")) return Coding::Identity;
  if (!accepts_gzip(m_request.header("Accept-Encoding").value_or(""))) return Coding::Identity;
  constexpr std::uint64_t kSmallest = 2700;
  constexpr std::uint64_t kSmallest70 = 256;
  if (file.size < (m_settings.version == Version::V7_0 ? kSmallest70 : kSmallest)) return Coding::Identity;
  const std::string plain = base::to_lower(base::trim(type.substr(0, type.find(';'))));
  const auto& types = m_rules->url_compression.static_types;
  for (const std::string& pattern : {plain, plain.substr(0, plain.find('/')) + "/*", std::string("*/*")}) {
    if (const auto found = types.find(pattern); found != types.end()) {
      return found->second ? Coding::Gzip : Coding::Identity;
    }
  }
  return Coding::Identity;
}

Answer Response::document(Page page, std::string_view type, std::string body) const {
  Answer answer = start(200, 0, page);
  answer.headers.push_back({"Content-Type", std::string(type)});
  finish(answer, body.size());
  answer.body = std::move(body);
  return answer;
}

Answer Response::file(int status, const Node& file, std::string_view type, const FileRange& range) const {
  Answer answer = start(status, 0, status == 304 ? Page::Empty : Page::File);
  if (status == 200) answer.coding = coding_of(file, type);
  const bool is_coded = answer.coding != Coding::Identity;
  if (status != 304) answer.headers.push_back({"Content-Type", base::printable(type)});
  if (is_coded) answer.headers.push_back({"Content-Encoding", "gzip"});
  if (status == 206) {
    answer.headers.push_back(
        {"Content-Range", fmt::format("bytes {}-{}/{}", range.offset, range.offset + range.length - 1, file.size)});
  }
  answer.headers.push_back({"Last-Modified", base::format_http_date(file.modified)});
  answer.headers.push_back({"Accept-Ranges", "bytes"});
  std::string tag = entity_tag(file.modified, m_request.now);
  // A compressed copy has a tag of its own.
  if (is_coded) tag.replace(tag.rfind(":0"), 2, ":1d1");
  answer.headers.push_back({"ETag", tag});
  if (is_coded) answer.headers.push_back({"Vary", "Accept-Encoding"});
  finish(answer, status == 304 ? 0 : range.length);
  if (status != 304) answer.body = range;
  return answer;
}

}  // namespace webcid::iis
