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
  answer.headers.push_back({"Server", fmt::format("Microsoft-IIS/{}", row_of(m_settings.version).name)});
}

void Response::add_tail(Answer& answer, std::uint64_t length) const {
  answer.headers.push_back({"X-Powered-By", "ASP.NET"});
  answer.headers.push_back({"Date", http_date(m_request.now)});
  answer.content_length = length;
  answer.sends_body = m_request.method != "HEAD" && answer.status != 304;
  if (answer.status != 304) answer.headers.push_back({"Content-Length", fmt::format("{}", length)});
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
  answer.headers.push_back({"Date", http_date(m_request.now)});
  answer.headers.push_back({"Connection", "close"});
  answer.headers.push_back({"Content-Length", fmt::format("{}", page.body.size())});
  answer.content_length = page.body.size();
  answer.sends_body = m_request.method != "HEAD";
  answer.connection = Connection::Closes;
  answer.body = std::move(page.body);
  return answer;
}

Language Response::language() const {
  if (const auto accepted = m_request.header("Accept-Language")) {
    if (const Language* language = preferred(*accepted, m_settings.languages)) return *language;
  }
  return m_settings.languages.empty() ? Language::En : m_settings.languages.front();
}

std::string Response::error_body(const Failure& failure, Page& page) const {
  if (m_settings.errors == ErrorPages::Detailed) {
    page = Page::Detailed;
    DetailedPage facts;
    facts.version = m_settings.version;
    facts.status = failure.status;
    facts.sub_status = failure.sub_status;
    facts.hresult = failure.hresult;
    const std::string_view host = m_request.header("Host").value_or("localhost");
    const bool has_port = host_without_port(host).size() != host.size();
    facts.requested_url =
        fmt::format("http://{}{}{}", host, has_port ? "" : ":80", encode_for_href(failure.requested_path));
    facts.physical_path = failure.physical_path;
    facts.logon = failure.logon;
    facts.config_error = failure.config_error;
    facts.config_file = fmt::format(R"(\\?\{}\web.config)", m_settings.physical_path);
    return detailed_page(facts);
  }
  if (m_settings.errors == ErrorPages::Custom) {
    if (std::optional<std::string> custom = custom_page(failure.status, language())) {
      page = Page::Custom;
      return std::move(*custom);
    }
  }
  page = Page::OneLine;
  return one_line_page(failure.status);
}

Answer Response::failure(const Failure& failure) const {
  Answer answer = start(failure.status, failure.sub_status, Page::Custom);
  answer.hresult = failure.hresult;
  std::string body = error_body(failure, answer.page);
  answer.headers = failure.headers_before;
  if (answer.page == Page::Detailed) {
    answer.headers.push_back({"Cache-Control", "private"});
    answer.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
  } else {
    answer.headers.push_back({"Content-Type", "text/html"});
  }
  add_server(answer);
  answer.headers.insert(answer.headers.end(), failure.headers_after.begin(), failure.headers_after.end());
  add_tail(answer, body.size());
  answer.body = std::move(body);
  return answer;
}

Answer Response::redirect_to(const std::string& location) const {
  Answer answer = start(301, 0, Page::Redirect);
  std::string body = document_moved_page(location);
  answer.headers.push_back({"Content-Type", "text/html; charset=UTF-8"});
  answer.headers.push_back({"Location", location});
  finish(answer, body.size());
  answer.body = std::move(body);
  return answer;
}

Answer Response::options() const {
  constexpr std::string_view kVerbs = "OPTIONS, TRACE, GET, HEAD, POST";
  Answer answer = start(200, 0, Page::Empty);
  answer.headers.push_back({"Allow", std::string(kVerbs)});
  add_server(answer);
  answer.headers.push_back({"Public", std::string(kVerbs)});
  add_tail(answer, 0);
  return answer;
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
  if (status != 304) answer.headers.push_back({"Content-Type", std::string(type)});
  if (status == 206) {
    answer.headers.push_back(
        {"Content-Range", fmt::format("bytes {}-{}/{}", range.offset, range.offset + range.length - 1, file.size)});
  }
  answer.headers.push_back({"Last-Modified", http_date(file.modified)});
  answer.headers.push_back({"Accept-Ranges", "bytes"});
  answer.headers.push_back({"ETag", entity_tag(file.modified, m_request.now)});
  finish(answer, status == 304 ? 0 : range.length);
  if (status != 304) answer.body = range;
  return answer;
}

}  // namespace webcid::iis
