// Error pages written from their described structure (iis.md a.1, f): enough of each to be told, not a byte copied.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace webcid::diagnose::testing {

inline constexpr std::string_view kServerErrorEnglish = "Server Error";

inline void replace(std::string& text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

// custerr\<language>\<status>.htm
inline std::string custom_page(std::string_view heading, std::string_view h1 = kServerErrorEnglish) {
  return fmt::format(
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
      "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\r\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\r\n"
      "<head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\"/>\r\n"
      "<title>{0}</title>\r\n<style type=\"text/css\">\r\n<!--\r\n#header{{background-color:#555555;}}\r\n-->\r\n"
      "</style>\r\n</head>\r\n<body>\r\n<div id=\"header\"><h1>{1}</h1></div>\r\n<div id=\"content\">\r\n"
      " <div class=\"content-container\"><fieldset>\r\n  <h2>{0}</h2>\r\n  <h3>A sentence.</h3>\r\n"
      " </fieldset></div>\r\n</div>\r\n</body>\r\n</html>\r\n",
      heading, h1);
}

// errorMode="Detailed" of IIS 8 and later; `prefix` is what the title says before the status.
inline std::string detailed_page(std::string_view prefix, std::string_view status, std::string_view link) {
  return fmt::format(
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
      "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\"> \n<html xmlns=\"http://www.w3.org/1999/xhtml\"> \n"
      "<head> \n<title>{0} - {1} - Not Found</title> \n</head> \n<body> \n<div id=\"content\"> \n"
      "<div class=\"content-container\"> \n <h3>HTTP Error {1} - Not Found</h3> \n <h4>A sentence.</h4> \n</div> \n"
      "<a href=\"https://go.microsoft.com/fwlink/?LinkID=62293&amp;IIS70Error={2}\">more</a> \n</div> \n</body> \n"
      "</html> \n",
      prefix, status, link);
}

// The same of 7.0 and 7.5, with a header of its own.
inline std::string detailed_page_7(std::string_view version, std::string_view status, std::string_view reason,
                                   std::string_view link) {
  return fmt::format(
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
      "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\"> \n<html xmlns=\"http://www.w3.org/1999/xhtml\"> \n"
      "<head> \n<title>IIS {0} Detailed Error - {1} - {2}</title> \n</head> \n<body> \n"
      "<div id=\"header\"><h1>Server Error in Application \"DEFAULT WEB SITE\"</h1></div> \n"
      "<div id=\"server_version\"><p>Internet Information Services {0}</p></div> \n<div id=\"content\"> \n"
      "<div class=\"content-container\"><fieldset><legend>Error Summary</legend> \n"
      "<h2>HTTP Error {1} - {2}</h2> \n<h3>A sentence.</h3></fieldset></div> \n"
      "<a href=\"http://go.microsoft.com/fwlink/?LinkID=62293&amp;IIS70Error={3}\">more</a> \n</div> \n</body> \n"
      "</html> \n",
      version, status, reason, link);
}

inline std::string http_sys_page(std::string_view title, std::string_view h2, std::string_view error) {
  return fmt::format(
      "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">\r\n"
      "<HTML><HEAD><TITLE>{}</TITLE>\r\n"
      "<META HTTP-EQUIV=\"Content-Type\" Content=\"text/html; charset=us-ascii\"></HEAD>\r\n"
      "<BODY><h2>{}</h2>\r\n<hr><p>HTTP Error {}</p>\r\n</BODY></HTML>\r\n",
      title, h2, error);
}

inline std::string redirect_page(std::string_view target) {
  return fmt::format(
      "<head><title>Document Moved</title></head>\n<body><h1>Object Moved</h1>This document may be found "
      "<a HREF=\"{}\">here</a></body>",
      target);
}

inline constexpr const char* kNginxPage =
    "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n"
    "<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n";
inline constexpr const char* kApachePage =
    "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n"
    "<h1>Not Found</h1>\n<hr>\n<address>Apache/2.4.57 (Debian) Server at srv Port 80</address>\n</body></html>\n";
inline constexpr const char* kApachePageWithoutSignature =
    "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>403 Forbidden</title>\n</head><body>\n"
    "<h1>Forbidden</h1>\n</body></html>\n";
inline constexpr const char* kTomcatPage =
    "<!doctype html><html lang=\"en\"><head><title>HTTP Status 404 \xe2\x80\x93 Not Found</title></head>"
    "<body><h1>HTTP Status 404 \xe2\x80\x93 Not Found</h1><hr class=\"line\" /></body></html>";

}  // namespace webcid::diagnose::testing
