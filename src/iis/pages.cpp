#include <fmt/format.h>

#include <array>
#include <webcid/base/text.hpp>
#include <webcid/iis/pages.hpp>

namespace webcid::iis {
namespace {

struct NamedErrors {
  std::string_view name;
  ErrorPages value;
};
constexpr std::array<NamedErrors, 3> kErrorPages{
    {{"custom", ErrorPages::Custom}, {"detailed", ErrorPages::Detailed}, {"oneline", ErrorPages::OneLine}}};

struct LanguageRow {
  std::string_view name;
  std::string_view tag;
  Language value;
};
constexpr std::array<LanguageRow, 3> kLanguages{
    {{"en", "en-US", Language::En}, {"ja", "ja-JP", Language::Ja}, {"zh-cn", "zh-CN", Language::ZhCn}}};

struct StatusRow {
  int status;
  std::string_view reason;
};
constexpr std::array<StatusRow, 22> kReasons{{{200, "OK"},
                                              {206, "Partial Content"},
                                              {301, "Moved Permanently"},
                                              {302, "Redirect"},
                                              {303, "See Other"},
                                              {304, "Not Modified"},
                                              {307, "Redirect"},
                                              {308, "Permanent Redirect"},
                                              {400, "Bad Request"},
                                              {401, "Unauthorized"},
                                              {403, "Forbidden"},
                                              {404, "Not Found"},
                                              {405, "Method Not Allowed"},
                                              {411, "Length Required"},
                                              {412, "Precondition Failed"},
                                              {413, "Request Entity Too Large"},
                                              {416, "Requested Range Not Satisfiable"},
                                              {431, "Request Header Fields Too Large"},
                                              {500, "Internal Server Error"},
                                              {501, "Not Implemented"},
                                              {502, "Bad Gateway"},
                                              {503, "Service Unavailable"}}};

struct HttpSysRow {
  HttpSysRefusal refusal;
  int status;
  std::string_view title;
  std::string_view heading;
  std::string_view text;
  std::string_view reason;
};
// iis.md a.1
constexpr std::array<HttpSysRow, 8> kHttpSys{{
    {HttpSysRefusal::InvalidHostname, 400, "Bad Request", "Bad Request - Invalid Hostname",
     "The request hostname is invalid.", "Hostname"},
    {HttpSysRefusal::InvalidUrl, 400, "Bad Request", "Bad Request - Invalid URL", "The request URL is invalid.", "URL"},
    {HttpSysRefusal::InvalidVerb, 400, "Bad Request", "Bad Request - Invalid Verb", "The request verb is invalid.",
     "Verb"},
    {HttpSysRefusal::RequestTooLong, 400, "Bad Request", "Bad Request - Request Too Long",
     "The size of the request headers is too long.", "RequestLength"},
    {HttpSysRefusal::ForbiddenUrl, 403, "Forbidden", "Forbidden URL", "The request URL is forbidden.", "Forbidden"},
    {HttpSysRefusal::NotFound, 404, "Not Found", "Not Found", "The requested resource is not found.", "N/A"},
    {HttpSysRefusal::LengthRequired, 411, "Length Required", "Length Required",
     "The request must be chunked or have a content length.", "LengthRequired"},
    {HttpSysRefusal::ServiceUnavailable, 503, "Service Unavailable", "Service Unavailable",
     "The service is unavailable.", "AppOffline"},
}};

}  // namespace

std::optional<ErrorPages> error_pages_named(std::string_view name) {
  for (const NamedErrors& row : kErrorPages) {
    if (row.name == name) return row.value;
  }
  return std::nullopt;
}

std::optional<Language> language_named(std::string_view name) {
  for (const LanguageRow& row : kLanguages) {
    if (base::equals_ignoring_case(row.name, name) || base::equals_ignoring_case(row.tag, name)) return row.value;
  }
  return std::nullopt;
}

std::string_view tag_of(Language language) {
  return kLanguages[static_cast<std::size_t>(language)].tag;
}

std::string_view reason_phrase(int status) {
  for (const StatusRow& row : kReasons) {
    if (row.status == status) return row.reason;
  }
  return "Unknown";
}

HttpSysPage http_sys_page(HttpSysRefusal refusal) {
  const HttpSysRow& row = kHttpSys[static_cast<std::size_t>(refusal)];
  return {
      row.status,
      fmt::format("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">\r\n"
                  "<HTML><HEAD><TITLE>{}</TITLE>\r\n"
                  "<META HTTP-EQUIV=\"Content-Type\" Content=\"text/html; charset=us-ascii\"></HEAD>\r\n"
                  "<BODY><h2>{}</h2>\r\n"
                  "<hr><p>HTTP Error {}. {}</p>\r\n"
                  "</BODY></HTML>\r\n",
                  row.title, row.heading, row.status, row.text),
      row.reason};
}

std::string document_moved_page(std::string_view location) {
  return fmt::format(
      "<head><title>Document Moved</title></head>\n"
      "<body><h1>Object Moved</h1>This document may be found <a HREF=\"{}\">here</a></body>",
      location);
}

std::string asp_net_page(std::string_view path) {
  return fmt::format(
      "<!DOCTYPE html>\r\n<html>\r\n    <head>\r\n        <title>The resource cannot be found.</title>\r\n"
      "    </head>\r\n    <body bgcolor=\"white\">\r\n"
      "            <span><H1>Server Error in '/' Application.<hr width=100% size=1 color=silver></H1>\r\n"
      "            <h2> <i>The resource cannot be found.</i> </h2></span>\r\n"
      "            <b> Description: </b>HTTP 404. The resource you are looking for could have been removed.\r\n"
      "            <br><br>\r\n            <b> Requested URL: </b>{}<br><br>\r\n    </body>\r\n</html>\r\n",
      escape_html(path));
}

std::string start_page(Version version) {
  return fmt::format(
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
      "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\r\n"
      "<html xmlns=\"http://www.w3.org/1999/xhtml\">\r\n"
      "<head>\r\n<title>IIS {0}</title>\r\n</head>\r\n"
      "<body>\r\n<div id=\"container\"><h1>Internet Information Services {0}</h1></div>\r\n</body>\r\n</html>\r\n",
      row_of(version).name);
}

std::string escape_html(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped.push_back(c);
    }
  }
  return escaped;
}

}  // namespace webcid::iis
