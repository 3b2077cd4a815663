// Who wrote a page, from the structure that iis.md a.1 and f describe. Every page here is written from that
// description.
#include <string>

#include <fmt/format.h>

#include <webcid/diagnose/page.hpp>

#include "catch.hpp"
#include "diagnose_pages.hpp"

namespace webcid::diagnose::testing {
namespace {

model::Exchange answer(int status, std::string body, std::vector<model::Header> headers = {}) {
  model::Exchange exchange;
  exchange.status = status;
  exchange.headers = std::move(headers);
  exchange.body.length = body.size();
  exchange.body.kept = std::move(body);
  return exchange;
}

// "IIS custom page" or "IIS detailed page 404.8".
std::string seen(const model::Exchange& exchange) {
  const Page page = classify(exchange);
  std::string text(name_of(page.family));
  if (page.sub_status) text += fmt::format(" {}.{}", exchange.status, *page.sub_status);
  return text;
}

const model::Header kIis{"Server", "Microsoft-IIS/10.0"};

}  // namespace

TEST_CASE("a custom page is told by its frame, in every language") {
  CHECK(seen(answer(404, custom_page("404 - File or directory not found.", kServerErrorEnglish))) == "IIS custom page");
  // ja: the title alone is translated, in Shift_JIS.
  std::string japanese = custom_page("404 - File or directory not found.", kServerErrorEnglish);
  replace(japanese, "<title>404 - File or directory not found.", "<title>404 - \x83\x74\x83\x40\x83\x43\x83\x8b");
  replace(japanese, "iso-8859-1", "shift_jis");
  CHECK(seen(answer(404, japanese)) == "IIS custom page");
  // zh: everything is, in GB2312.
  CHECK(seen(answer(403, custom_page("403 - \xbd\xfb\xd6\xb9\xb7\xc3\xce\xca", "\xb7\xfe\xce\xf1\xc6\xf7"))) ==
        "IIS custom page");
  CHECK(seen(answer(500, custom_page("500 - Internal server error.", kServerErrorEnglish))) == "IIS custom page");
}

TEST_CASE("a custom page names no sub-status unless an administrator mapped a page for it") {
  CHECK_FALSE(classify(answer(404, custom_page("404 - File or directory not found."))).sub_status);
  CHECK(seen(answer(404, custom_page("404.8 - URL namespace hidden."))) == "IIS custom page 404.8");
  CHECK(seen(answer(404, custom_page("404.11 - URL is double-escaped."))) == "IIS custom page 404.11");
  // The page of another status says nothing about this answer.
  CHECK(seen(answer(403, custom_page("404.8 - URL namespace hidden."))) == "IIS custom page");
}

TEST_CASE("a custom page that lost its head is still one") {
  const std::string whole = custom_page("403 - Forbidden: Access is denied.");
  CHECK(seen(answer(403, whole.substr(whole.find("<body>")))) == "IIS custom page");
}

TEST_CASE("a custom page that was cut within its style is told by its title and its colours together") {
  const std::string head =
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
      "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\r\n<head>\r\n";
  const std::string title = "<title>404 - File or directory not found.</title>\r\n";
  const std::string style = "<style>\r\nbody{margin:0;font-size:.7em;font-family:Verdana;background:#EEEEEE;}\r\n";
  CHECK(seen(answer(404, head + title + style)) == "IIS custom page");
  // Anybody may write such a document, such a title or such colours.
  CHECK(seen(answer(404, head + title)) == "other page");
  CHECK(seen(answer(404, head + style)) == "other page");
  CHECK(seen(answer(404, head + "<title>Our shop</title>")) == "other page");
  CHECK(seen(answer(404, title + style)) == "other page");
  CHECK(seen(answer(403, head + title + style)) == "other page");
}

TEST_CASE("a header or a box with a border alone makes no custom page") {
  const std::string header = "<div id=\"header\"><h1>Our shop</h1></div>";
  const std::string box = "<div class=\"content-container\"><fieldset>Nothing here.</fieldset></div>";
  CHECK(seen(answer(404, "<html><body>" + header + "</body></html>")) == "other page");
  CHECK(seen(answer(404, "<html><body>" + box + "</body></html>")) == "other page");
}

TEST_CASE("a detailed page names its sub-status in the layout of 7.x") {
  CHECK(seen(answer(404, detailed_page_7("7.5", "404.8", "Not Found", "404,8,0x00000000,7601"))) ==
        "IIS detailed page 404.8");
  CHECK(seen(answer(403, detailed_page_7("7.0", "403.14", "Forbidden", "403,14,0x00000000,6002"))) ==
        "IIS detailed page 403.14");
}

TEST_CASE("a detailed page names its sub-status in the layout of 8 and later") {
  CHECK(seen(answer(404, detailed_page("IIS 8.5 Detailed Error", "404.3", "404,3,0x80070032,9600"))) ==
        "IIS detailed page 404.3");
  CHECK(seen(answer(404, detailed_page("IIS 10.0 Detailed Error", "404.17", "404,17,0x80070032,17763"))) ==
        "IIS detailed page 404.17");
  CHECK(seen(answer(500, detailed_page("IIS 10.0 Detailed Error", "500.19", "500,19,0x8007000d,26100"))) ==
        "IIS detailed page 500.19");
}

TEST_CASE("a detailed page is told in any language by its link alone") {
  CHECK(seen(answer(404, detailed_page("Gedetailleerde fout IIS 10.0", "404.0", "404,0,0x80070002,15063"))) ==
        "IIS detailed page 404.0");
  CHECK(seen(answer(404, detailed_page("IIS 10.0 \xe8\xa9\xb3\xe7\xb4\xb0\xe3\x82\xa8\xe3\x83\xa9\xe3\x83\xbc",
                                       "404.11", "404,11,0x00000000,17763"))) == "IIS detailed page 404.11");
}

TEST_CASE("a link with a long result names its sub-status without the words of the page") {
  CHECK(classify(answer(404, detailed_page("IIS 10.0 Fout", "4O4", "404,8,0x80070002,17763"))).sub_status == 8);
  CHECK(classify(answer(404, detailed_page("IIS 10.0 Fout", "4O4", "404,11,0x80070002,17763"))).sub_status == 11);
}

TEST_CASE("a detailed page that was cut before its link tells by its title") {
  const std::string whole = detailed_page("IIS 10.0 Detailed Error", "404.7", "404,7,0x00000000,17763");
  CHECK(seen(answer(404, whole.substr(0, whole.find("<body>")))) == "IIS detailed page 404.7");
}

TEST_CASE("a detailed page whose link belongs to another status does not name this one's sub-status") {
  const std::string page = detailed_page("IIS 10.0 Detailed Error", "404.8", "404,8,0x00000000,17763");
  CHECK_FALSE(classify(answer(500, page)).sub_status);
}

TEST_CASE("a sub-status that is no number of three digits is none") {
  for (const char* const link : {"404,,0x0,1", "404,99999,0x0,1", "404,-1,0x0,1", "404", "404,8", ""}) {
    std::string page = detailed_page("IIS 10.0 Fout", "4O4", link);
    INFO(link);
    CHECK_FALSE(classify(answer(404, page)).sub_status);
  }
  CHECK(seen(answer(404, custom_page("404.999 - Somebody's own."))) == "IIS custom page 404.999");
  for (const char* const number : {"1000", "1001", "4294967304"}) {
    INFO(number);
    CHECK_FALSE(classify(answer(404, custom_page(fmt::format("404.{} - Somebody's own.", number)))).sub_status);
  }
}

TEST_CASE("the one-line texts are told letter for letter") {
  CHECK(seen(answer(401, "You do not have permission to view this directory or page.")) == "IIS one-line page");
  CHECK(seen(answer(403, "You do not have permission to view this directory or page.")) == "IIS one-line page");
  CHECK(seen(answer(404,
                    "The resource you are looking for has been removed, had its name changed, or is temporarily "
                    "unavailable.")) == "IIS one-line page");
  CHECK(seen(answer(500, "The page cannot be displayed because an internal server error has occurred.")) ==
        "IIS one-line page");
  CHECK(seen(answer(455, "The custom error module does not recognize this error.")) == "IIS one-line page");
}

TEST_CASE("a one-line text inside another page, or in a file, is no one-line page") {
  const std::string text = "You do not have permission to view this directory or page.";
  CHECK(seen(answer(403, "<p>" + text + "</p>")) == "other page");
  CHECK(seen(answer(200, text)) == "other page");
}

TEST_CASE("a page of HTTP.sys is told by its body and its Server header") {
  const model::Header server{"Server", "Microsoft-HTTPAPI/2.0"};
  CHECK(
      seen(answer(
          400, http_sys_page("Bad Request", "Bad Request - Invalid Hostname", "400. The request hostname is invalid."),
          {server})) == "HTTP.sys page");
  CHECK(seen(answer(404, http_sys_page("Not Found", "Not Found", "404. The requested resource is not found."),
                    {server})) == "HTTP.sys page");
  CHECK(
      seen(answer(503, http_sys_page("Service Unavailable", "Service Unavailable", "503. The service is unavailable."),
                  {server})) == "HTTP.sys page");
  // DisableServerHeader=1 takes the header away.
  CHECK(seen(answer(503, http_sys_page("Service Unavailable", "Service Unavailable",
                                       "503. The service is unavailable."))) == "HTTP.sys page");
}

TEST_CASE("the copy of ASP.NET Core is no page of HTTP.sys") {
  const std::string original =
      http_sys_page("Bad Request", "Bad Request - Invalid Hostname", "400. The request hostname is invalid.");
  std::string copy = original;
  replace(copy, "</HEAD>", "</ HEAD >");
  CHECK(seen(answer(400, copy, {{"Server", "Kestrel"}})) == "ASP.NET Core page");
  CHECK(seen(answer(400, copy)) == "ASP.NET Core page");
  CHECK(seen(answer(400, original, {{"Server", "Kestrel"}})) == "ASP.NET Core page");
  CHECK_FALSE(is_from_iis(PageFamily::AspNetCore));
}

TEST_CASE("the pages of other servers are not those of IIS, whatever Server says") {
  CHECK(seen(answer(404, kNginxPage)) == "nginx page");
  CHECK(seen(answer(404, kNginxPage, {kIis})) == "nginx page");
  CHECK(seen(answer(404, kApachePage)) == "Apache page");
  CHECK(seen(answer(403, kApachePageWithoutSignature)) == "Apache page");
  CHECK_FALSE(is_from_iis(classify(answer(404, kTomcatPage, {kIis})).family));
  CHECK_FALSE(is_from_iis(PageFamily::Nginx));
  CHECK_FALSE(is_from_iis(PageFamily::Apache));
  CHECK_FALSE(is_from_iis(PageFamily::Other));
  // The kernel answers for whatever product listens through it.
  CHECK_FALSE(is_from_iis(PageFamily::HttpSys));
}

TEST_CASE("the redirect body of IIS is told by its text") {
  CHECK(seen(answer(301, redirect_page("http://srv/SophosUpdate/"))) == "IIS redirect page");
}

TEST_CASE("an answer without a body has no page, and no answer has none") {
  CHECK(seen(answer(404, "")) == "no page");
  CHECK(seen(answer(200, "", {kIis})) == "no page");
  CHECK(seen(answer(0, "")) == "no page");
  CHECK(seen(answer(0, custom_page("404 - File or directory not found."))) == "no page");
}

TEST_CASE("a listing is told by its frame, a file is a page of nobody") {
  CHECK(seen(answer(200,
                    "<html><head><title>srv - /a/</title></head><body><H1>srv - /a/</H1><hr>\n\n<pre></pre>"
                    "<hr></body></html>")) == "IIS listing");
  CHECK(seen(answer(200,
                    "<html><head><title>Index of /a/</title></head><body><h1>Index of /a/</h1><hr><pre></pre><hr>"
                    "</body></html>")) == "other page");
  CHECK(seen(answer(200, "<center>nginx is a web server</center>")) == "other page");
}

TEST_CASE("a body of any bytes is classified without harm") {
  for (const std::string& opening :
       {std::string("<title>"), std::string("<h2>404."), std::string("<h3>HTTP Error 404."), std::string("IIS70Error="),
        std::string("IIS70Error=404,"), std::string(1, '\0')}) {
    CHECK_FALSE(classify(answer(404, opening)).sub_status);
    std::string many;
    for (int i = 0; i < 20'000; ++i) many += opening;
    CHECK_FALSE(classify(answer(404, many)).sub_status);
  }
}

}  // namespace webcid::diagnose::testing
