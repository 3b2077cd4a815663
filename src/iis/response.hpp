// Answers with their headers in the order in which IIS sends them (iis.md a.1, f, i).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/iis/answer.hpp>
#include <webcid/iis/server.hpp>

namespace webcid::iis {

struct Failure {
  int status = 0;
  int sub_status = 0;
  std::uint32_t hresult = 0;
  std::vector<model::Header> headers_before{};  // ahead of Content-Type: Allow
  std::vector<model::Header> headers_after{};   // behind Server: WWW-Authenticate, Content-Range
  std::string requested_path{};                 // normalised, for the detailed page
  std::string physical_path{};
  std::string_view logon = "Anonymous";
  std::string config_error{};
  std::string config_file{};
  bool has_error_pages = true;  // false: httpErrors itself cannot be read
  std::string reason{};         // in place of the status' own phrase
  std::string_view module{};    // in place of the refusal's own, for the detailed page
};

// Whether WebDAV answers OPTIONS.
enum class OptionsForm : std::uint8_t { Plain, WebDav };

class Response {
 public:
  Response(const ServerSettings& settings, const Request& request) : m_settings(settings), m_request(request) {}

  // What the rules of a place say about headers and error pages; without it, what HTTP.sys alone knows. `page_text`
  // gives the text of a page of the site. Both must outlive the response.
  void use(const Configuration& rules, std::function<std::optional<std::string>(std::string_view)> page_text) {
    m_rules = &rules;
    m_page_text = std::move(page_text);
  }

  Answer http_sys(HttpSysRefusal refusal) const;
  Answer failure(const Failure& failure) const;
  Answer redirect_to(int status, const std::string& location) const;
  Answer options(OptionsForm form) const;
  // The connection ends without an answer.
  Answer dropped() const;
  // What ASP.NET says of a file that it does not know.
  Answer asp_net_not_found(std::string_view path) const;
  Answer document(Page page, std::string_view type, std::string body) const;
  // 200, 206 or 304 with the file's own headers.
  Answer file(int status, const Node& file, std::string_view type, const FileRange& range) const;

 private:
  Answer start(int status, int sub_status, Page page) const;
  // Server, X-Powered-By, Date and Content-Length, and what HEAD means.
  void finish(Answer& answer, std::uint64_t length) const;
  void add_server(Answer& answer) const;
  void add_tail(Answer& answer, std::uint64_t length) const;
  struct ErrorBody {
    Page page = Page::OneLine;
    std::string text;
    std::string location;  // of a Redirect
    int status = 0;        // in place of the failure's; 0: none
  };
  ErrorBody error_body(const Failure& failure) const;
  std::optional<ErrorBody> mapped_body(const Failure& failure) const;
  std::string detailed_body(const Failure& failure) const;
  ErrorPages error_pages() const;
  Coding coding_of(const Node& file, std::string_view type) const;
  Language language() const;

  const ServerSettings& m_settings;
  const Request& m_request;
  const Configuration* m_rules = nullptr;
  std::function<std::optional<std::string>(std::string_view)> m_page_text;
};

// The Host header without its port; an IPv6 literal keeps its brackets.
std::string_view host_without_port(std::string_view host);

}  // namespace webcid::iis
