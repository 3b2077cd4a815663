// Directory listings: IIS after iis.md f.4, nginx 1.22 and Apache 2.4 after what those write.
#include <string>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/catalogue/listing.hpp>

#include "catalogue_text.hpp"

using namespace webcid;
using catalogue::read_listing;
using model::ListingStyle;

namespace {

// "name size" or "name/" a line, or the problem's message.
std::string rows(const std::string& html, const std::string& folder = "/cid/") {
  const auto listing = read_listing(html, folder);
  if (!listing) return listing.error().message;
  std::string text;
  for (const auto& row : listing->rows) {
    text += row.name + (row.is_folder ? "/" : "") + (row.size ? " " + std::to_string(*row.size) : "") + "\n";
  }
  return text;
}

std::string iis(const std::string& body, const std::string& path = "/cid/") {
  return "<html><head><title>srv - " + path + "</title></head><body><H1>srv - " + path +
         "</H1><hr>\n\n<pre><A HREF=\"/\">[To Parent Directory]</A><br><br>" + body + "</pre><hr></body></html>";
}
std::string iis_row(const std::string& before, const std::string& href = "/cid/a.ide") {
  return before + " <A HREF=\"" + href + "\">shown</A><br>";
}

std::string nginx(const std::string& body) {
  return "<html>\r\n<head><title>Index of /cid/</title></head>\r\n<body>\r\n<h1>Index of /cid/</h1><hr><pre><a "
         "href=\"../\">../</a>\r\n" +
         body + "</pre><hr></body>\r\n</html>\r\n";
}

std::string apache(const std::string& body) {
  return "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<html>\n <head>\n  <title>Index of /cid</title>\n "
         "</head>\n <body>\n<h1>Index of /cid</h1>\n" +
         body + "</body></html>\n";
}

}  // namespace

TEST_CASE("an IIS row's size is read in every culture and with every part missing") {
  struct Case {
    std::string variant, before, expected;
  };
  const Case cases[] = {
      {"en-US", " 4/13/2026  2:25 PM        39985", "a.ide 39985\n"},
      {"en-US, long date", "     Wednesday, July 15, 2026  4:23 PM        29028", "a.ide 29028\n"},
      {"en-US, long date without time", "     Wednesday, July 15, 2026        29028", "a.ide 29028\n"},
      {"en-US, long date alone", "     Wednesday, July 15, 2026", "a.ide\n"},
      {"fr-FR, long date alone", "     mercredi 15 juillet 2026", "a.ide\n"},
      {"ja-JP", "2026/04/13     9:05           14", "a.ide 14\n"},
      {"ja-JP, long date", "          2026年4月13日     9:05           14", "a.ide 14\n"},
      {"ja-JP, long date without size", "          2026年4月13日     9:05", "a.ide\n"},
      {"ko-KR, one column short", "2017-09-13 오전 1:24         4096", "a.ide 4096\n"},
      {"zh-CN", "2010/12/21    15:56      1957507", "a.ide 1957507\n"},
      {"ru-RU without time", "19.10.2015      7580646", "a.ide 7580646\n"},
      {"larger than 32 bits", "  5/7/2020   3221225472", "a.ide 3221225472\n"},
      {"as wide as the column", "  5/7/2020 1234567890123", "a.ide 1234567890123\n"},
      {"empty file", " 4/13/2026  2:25 PM            0", "a.ide 0\n"},
      {"size only", "           77", "a.ide 77\n"},
      {"date and time only", " 4/13/2026  2:25 PM", "a.ide\n"},
      {"date only", "2015-10-19", "a.ide\n"},
      {"24 hours, no size", "19.10.2015    15:56", "a.ide\n"},
      {"name only", "", "a.ide\n"},
      {"blanks folded by a proxy", "4/13/2026 2:25 PM 39985", "a.ide 39985\n"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.variant);
    CHECK(rows(iis(iis_row(one.before))) == one.expected);
    CHECK(rows(iis(iis_row(one.before, "/cid/first") + iis_row(one.before))) ==
          "first" + one.expected.substr(5) + one.expected);
  }
}

TEST_CASE("an IIS folder row is known by its slash, and by <dir>") {
  CHECK(rows(iis(iis_row(" 4/13/2026  2:25 PM        &lt;dir&gt;", "/cid/bin/"))) == "bin/\n");
  CHECK(rows(iis(iis_row(" 4/13/2026  2:25 PM        &lt;dir&gt;", "/cid/bin"))) == "bin/\n");
  CHECK(rows(iis(iis_row("", "/cid/bin/"))) == "bin/\n");
}

TEST_CASE("names come from the link's target, decoded once") {
  const std::pair<std::string, std::string> cases[] = {
      {"libstdc++.so.6", "libstdc++.so.6"},
      {"100%25.txt", "100%.txt"},
      {"x%2520y", "x%20y"},
      {"%23hash", "#hash"},
      {"a&amp;b", "a&b"},
      {"%26amp;", "&amp;"},
      {"a%20b", "a b"},
      {"%E6%97%A5", "\xE6\x97\xA5"},
      {"caf%E9", "caf\xE9"},
      {"I'll", "I'll"},
      {"web.config", "web.config"},
      {"%3Cb%3E", "<b>"},
      {"[br]~$!,", "[br]~$!,"},
      {"%3FC=N", "?C=N"},
      {"%2e.x", "..x"},
      {"\xE6\x97\xA5", "\xE6\x97\xA5"},
      {"\xE9", "\xE9"},
      {"100%", "100%"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.first);
    const std::string after = "  1-Jan-2026 00:00   5\r\n";
    CHECK(rows(iis(iis_row("2026/04/13     9:05            5", "/cid/" + one.first))) == one.second + " 5\n");
    CHECK(rows(nginx("<a href=\"" + one.first + "\">cut..&gt;</a>" + after)) == one.second + " 5\n");
    CHECK(rows(apache("<ul><li><a href=\"" + one.first + "\"> cut..&gt;</a></li></ul>")) == one.second + "\n");
  }
}

TEST_CASE("only direct children of the folder are rows") {
  for (const char* href : {"/",
                           "/cid/",
                           "/other/a",
                           "/cid/sub/a",
                           "/cid/sub/deep/",
                           "../a",
                           "..",
                           "../",
                           ".",
                           "./",
                           "",
                           "sub/a",
                           "http://srv/cid/a",
                           "https://x/",
                           "//srv/cid/a",
                           "mailto:a@b",
                           "javascript:x()",
                           "?C=N;O=D",
                           "a?x=1",
                           "#top",
                           "%2e%2e/",
                           "%2E%2E",
                           "a%2Fb",
                           "%2Fetc%2Fpasswd",
                           "/cid/../a",
                           "/cid//a",
                           "/CID2/a"}) {
    CAPTURE(href);
    CHECK(rows(iis(iis_row("", href))).empty());
    CHECK(rows(apache("<ul><li><a href=\"" + std::string(href) + "\"> a</a></li></ul>")).empty());
  }
  CHECK(rows(apache("<ul><li><a href=\"./a:b\"> a:b</a></li><li><a href=\"/cid/c\"> c</a></li></ul>")) == "a:b\nc\n");
}

TEST_CASE("the folder's path is compared decoded, and on IIS without regard to case") {
  CHECK(rows(iis(iis_row("", "/My%20cid/a"), "/My cid/"), "/my%20cid/") == "a\n");
  CHECK(rows(iis(iis_row("", "/my cid/a"), "/My cid/"), "/My%20cid") == "a\n");
  CHECK(rows(iis(iis_row("", "/my cid/a"), "/My cid/"), "My%20cid/") == "a\n");
  CHECK(rows(iis(iis_row("", "/a"), "/"), "") == "a\n");
  CHECK(rows(apache("<ul><li><a href=\"/CID/a\"> a</a></li></ul>")).empty());
}

TEST_CASE("an IIS root without parent link and an empty folder are listings") {
  const auto root = read_listing("<html><head><title>srv - /</title></head><body><H1>srv - /</H1><hr>\n\n<pre>" +
                                     iis_row("2026/04/13     9:05            5", "/a.ide") + "</pre><hr></body></html>",
                                 "/");
  REQUIRE(root);
  CHECK(root->style == ListingStyle::Iis);
  REQUIRE(root->rows.size() == 1);
  CHECK(root->rows[0].name == "a.ide");
  CHECK(rows(iis("")).empty());
  CHECK(rows(nginx("")).empty());
  CHECK(rows(apache("<ul><li><a href=\"/\"> Parent Directory</a></li>\n</ul>\n")).empty());
}

TEST_CASE("an nginx listing has exact sizes, unless it was told to round") {
  const auto listing =
      read_listing(nginx("<a href=\"bin/\">bin/</a>                     23-Nov-2026 16:37                   -\r\n"
                         "<a href=\"long-name\">long-n..&gt;</a>          23-Nov-2026 16:37             5000000000\r\n"
                         "<a href=\"empty\">empty</a>                    23-Nov-2026 16:37                   0\r\n"
                         "<a href=\"rounded\">rounded</a>                23-Nov-2026 16:37                 35K\r\n"),
                   "/cid/");
  REQUIRE(listing);
  CHECK(listing->style == ListingStyle::Nginx);
  REQUIRE(listing->rows.size() == 4);
  CHECK(listing->rows[0].is_folder);
  CHECK(listing->rows[1].size == 5'000'000'000U);
  CHECK(listing->rows[2].size == 0U);
  CHECK(listing->rows[3].size == std::nullopt);
}

TEST_CASE("a page is nginx's by a first row that leads up and says so, whatever stands above the rows") {
  const auto style = [](const std::string& body) {
    const auto listing = read_listing(apache(body), "/cid/");
    REQUIRE(listing);
    return listing->style;
  };
  const std::string up = "<a href=\"../\">../</a>\n<a href=\"a\">a</a>  23-Nov-2026 16:37  35\n";
  CHECK(style("<pre>" + up + "</pre>") == ListingStyle::Nginx);
  CHECK(style("<a href=\"/home\">home</a><pre>" + up + "</pre>") == ListingStyle::Nginx);
  CHECK(style("<table><tr><td>" + up + "</td></tr></table>") == ListingStyle::Apache);
  CHECK(style("<pre><a href=\"/\">../</a>\n<a href=\"a\">a</a></pre>") == ListingStyle::Apache);
  CHECK(style("<pre><a href=\"../\">Parent Directory</a>\n<a href=\"a\">a</a></pre>") == ListingStyle::Apache);
  CHECK(style("<pre><a href=\"a\">a</a>  2026-11-23 16:37  850</pre>") == ListingStyle::Apache);
}

TEST_CASE("a link beside the rows is none of them, and those below it are rows all the same") {
  CHECK(rows(apache("<a href=\"above\">x</a><ul><li><a href=\"a.ide\">a.ide</a></li></ul><a href=\"between\">x</a>"
                    "<ul><li><a href=\"b.ide\">b.ide</a></li></ul>")) == "a.ide\nb.ide\n");
}

TEST_CASE("Apache's list, preformatted and table listings give names without sizes") {
  const std::string parent = "<a href=\"/\">Parent Directory</a>";
  const std::string sort = "<a href=\"?C=N;O=D\">Name</a> <a href=\"?C=S;O=A\">Size</a>";
  const std::string expected = "a.ide\nbin/\n";
  CHECK(rows(apache("<ul><li>" + parent +
                    "</li>\n<li><a href=\"a.ide\"> a.ide</a></li>\n<li><a href=\"bin/\"> "
                    "bin/</a></li>\n</ul>\n")) == expected);
  CHECK(rows(apache(
            "<pre>      " + sort + "<hr>      " + parent +
            "          -   \n      <a href=\"a.ide\">a.ide</a> "
            "2026-11-23 16:37  850   \n      <a href=\"bin/\">bin/</a>  2026-11-23 16:37    -   \n<hr></pre>\n")) ==
        expected);
  CHECK(rows(apache("  <table>\n   <tr><th>" + sort + "</th></tr>\n   <tr><th colspan=\"4\"><hr></th></tr>\n<tr><td>" +
                    parent +
                    "</td><td>&nbsp;</td></tr>\n<tr><td valign=\"top\"><a href=\"a.ide\"><img src=\"/i.gif\" "
                    "alt=\"[   ]\"></a></td><td><a href=\"a.ide\">a.ide</a></td><td align=\"right\"> 35K</td></tr>\n"
                    "<tr><td><a href=\"bin/\">bin/</a></td><td align=\"right\">  - </td></tr>\n</table>\n"
                    "<address>Apache Server at <a href=\"extra\">x</a></address>")) == expected);
  const auto listing = read_listing(apache("<ul></ul>"), "/cid/");
  REQUIRE(listing);
  CHECK(listing->style == ListingStyle::Apache);
}

TEST_CASE("a page that is no listing is refused") {
  const std::string no = "this HTML page is no directory listing";
  struct Case {
    std::string page, html, expected;
  };
  const Case cases[] = {
      {"empty", "", "the page is empty"},
      {"blank", " \r\n", "the page is empty"},
      {"text", "hello", "this is no HTML page"},
      {"NUL", std::string("<html>\0</html>", 14), "the page has a NUL byte"},
      {"links in a list",
       "<html><head><title>Welcome</title></head><body><h1>Welcome</h1><ul><li><a href=\"a\">a</a></ul>", no},
      {"title without heading", "<title>srv - /cid/</title><pre><a href=\"/cid/a\">a</a></pre>", no},
      {"heading that differs", "<title>srv - /cid/</title><h1>News - /cid/</h1><pre><a href=\"/cid/a\">a</a></pre>",
       no},
      {"IIS title, links in a table",
       "<title>srv - /cid/</title><h1>srv - /cid/</h1><table><tr><td><a href=\"/cid/a\">a</a></table>", no},
      {"a block without IIS's title", "<title>srv/cid/</title><h1>srv/cid/</h1><pre><a href=\"/cid/a\">a</a></pre>",
       no},
      {"IIS title without its final slash",
       "<title>srv - /cid</title><h1>srv - /cid</h1><pre><a href=\"/cid/a\">a</a></pre>", no},
      {"IIS title, a link beside the block",
       "<title>srv - /cid/</title><h1>srv - /cid/</h1><pre><a href=\"/cid/a\">a</a></pre><a href=\"/cid/b\">b</a>", no},
      {"IIS title, no block", "<title>srv - /cid/</title><h1>srv - /cid/</h1><p>nothing</p>", no},
      {"index without a list", "<title>Index of /cid</title><h1>Index of /cid</h1><p><a href=\"a\">a</a></p>", no},
      {"an index of chapters",
       "<title>Index of chapters</title><h1>Index of chapters</h1><ul><li><a href=\"a\">a</a></ul>", no},
      {"IIS error page", "<title>404 - File or directory not found.</title><h1>Server Error</h1><pre></pre>", no},
      {"a redirect",
       "<head><title>Document Moved</title></head>\n<body><h1>Object Moved</h1>This document may be found "
       "<a HREF=\"http://srv/cid/\">here</a></body>",
       no},
      {"too deep", "<title>srv - /cid/</title>" + std::string(1000, '<') + "<div>", no},
  };
  for (const Case& one : cases) {
    CAPTURE(one.page);
    CHECK(rows(one.html) == one.expected);
  }
  std::string deep;
  for (int at = 0; at < 100'000; ++at) deep += "<div>";
  for (int at = 0; at < 100'000; ++at) deep += "</b>";
  CHECK(rows(deep) == "the page nests too deep");
  const auto problem = read_listing("\xEF\xBB\xBF<html>\x1B</html>", "/");
  REQUIRE_FALSE(problem);
  CHECK(test::shown(problem.error()) == "1:1: " + no + " | <html>\\x1b</html>");
}

TEST_CASE("a listing with a hundred thousand rows costs no more than its rows") {
  std::string body;
  for (int at = 0; at < 100'000; ++at) {
    body += iis_row(" 4/13/2026  2:25 PM        39985", fmt::format("/cid/{:06}.ide", at));
  }
  const auto listing = read_listing(iis(body), "/cid/");
  REQUIRE(listing);
  CHECK(listing->rows.size() == 100'000);
  CHECK(listing->rows.back().name == "099999.ide");
  CHECK(listing->rows.back().size == 39985U);
}
