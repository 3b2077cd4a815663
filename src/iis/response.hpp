// Answers with their headers in the order in which IIS sends them (iis.md a.1, f, i).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/iis/answer.hpp>
#include <webcid/iis/site.hpp>

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
};

class Response {
 public:
  Response(const SiteSettings& settings, const Request& request) : m_settings(settings), m_request(request) {}

  Answer http_sys(HttpSysRefusal refusal) const;
  Answer failure(const Failure& failure) const;
  Answer redirect_to(const std::string& location) const;
  Answer options() const;
  Answer document(Page page, std::string_view type, std::string body) const;
  // 200, 206 or 304 with the file's own headers.
  Answer file(int status, const Node& file, std::string_view type, const FileRange& range) const;

 private:
  Answer start(int status, int sub_status, Page page) const;
  // Server, X-Powered-By, Date and Content-Length, and what HEAD means.
  void finish(Answer& answer, std::uint64_t length) const;
  void add_server(Answer& answer) const;
  void add_tail(Answer& answer, std::uint64_t length) const;
  std::string error_body(const Failure& failure, Page& page) const;
  Language language() const;

  const SiteSettings& m_settings;
  const Request& m_request;
};

// The Host header without its port; an IPv6 literal keeps its brackets.
std::string_view host_without_port(std::string_view host);

}  // namespace webcid::iis
