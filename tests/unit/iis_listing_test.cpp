#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

ListingPage sample() {
  ListingPage page;
  page.host = "srv.example";
  page.path = "/SophosUpdate/sub/";
  page.nodes = {
      {"sub/b.dat", NodeKind::File, 39985, at(2021, 6, 17, 12, 20), false},
      {"sub/Alpha", NodeKind::Folder, 0, at(2026, 12, 31, 0, 5), false},
      {"sub/c d#e&f.txt", NodeKind::File, 3221225472ULL, at(2026, 4, 25, 11, 31), false},
      {"sub/secret", NodeKind::File, 1, at(2026, 4, 25, 11, 31), true},
  };
  return page;
}

}  // namespace

TEST_CASE("An American listing is written as the captures show it") {
  // iis.md f.4; 32 columns before the anchor
  CHECK(listing_page(sample()) ==
        "<html><head><title>srv.example - /SophosUpdate/sub/</title></head><body><H1>srv.example - "
        "/SophosUpdate/sub/</H1><hr>\n\n<pre><A HREF=\"/SophosUpdate/\">[To Parent Directory]</A><br><br>"
        "12/31/2026 12:05 AM        &lt;dir&gt; <A HREF=\"/SophosUpdate/sub/Alpha/\">Alpha</A><br>"
        " 6/17/2021 12:20 PM        39985 <A HREF=\"/SophosUpdate/sub/b.dat\">b.dat</A><br>"
        " 4/25/2026 11:31 AM   3221225472 <A HREF=\"/SophosUpdate/sub/c%20d%23e&f.txt\">c d#e&amp;f.txt</A><br>"
        "</pre><hr></body></html>");
}

TEST_CASE("A Japanese listing has its own dates and the same columns") {
  ListingPage page = sample();
  page.culture = Culture::JaJp;
  const std::string html = listing_page(page);
  CHECK(html.find("<br>2021/06/17    12:20        39985 <A") != std::string::npos);
  CHECK(html.find("<br>2026/12/31     0:05        &lt;dir&gt; <A") != std::string::npos);
}

TEST_CASE("Other cultures have their own dates, times and ways up") {
  // iis.md f.4: ru 19.10.2015, ko 2017-09-13 and the half of the day in front, zh 2010/12/21    15:56
  const auto html_in = [](const char* name) {
    ListingPage page = sample();
    page.culture = *culture_named(name);
    return listing_page(page);
  };
  CHECK(html_in("ru-RU").find("<br>17.06.2021    12:20        39985 <A") != std::string::npos);
  CHECK(html_in("zh-CN").find("<br>2021/06/17    12:20        39985 <A") != std::string::npos);
  CHECK(html_in("zh-CN").find("[\xe8\xbd\xac\xe5\x88\xb0\xe7\x88\xb6\xe7\x9b\xae\xe5\xbd\x95]</A>") !=
        std::string::npos);
  CHECK(html_in("ko-KR").find("<br>2021-06-17 \xec\x98\xa4\xed\x9b\x84 12:20        39985 <A") != std::string::npos);
  CHECK_FALSE(culture_named("fr-FR"));
}

TEST_CASE("The root's listing has no parent") {
  ListingPage page = sample();
  page.path = "/";
  page.nodes.clear();
  CHECK(listing_page(page) ==
        "<html><head><title>srv.example - /</title></head><body><H1>srv.example - /</H1><hr>\n\n"
        "<pre></pre><hr></body></html>");
}

TEST_CASE("Flags decide which columns are shown") {
  const auto row = [](ShowFlags show) {
    ListingPage page = sample();
    page.nodes.resize(1);
    page.show = show;
    const std::string html = listing_page(page);
    const std::size_t start = html.rfind("<br><br>") + 8;
    return html.substr(start, html.find("<A HREF", start) - start);
  };
  CHECK(row({true, false, true, true, false}) == " 6/17/2021        39985 ");
  CHECK(row({true, true, true, true, true}) == "      Thursday, June 17, 2021 12:20 PM        39985 ");
  CHECK(row({true, true, false, true, false}) == " 6/17/2021 12:20 PM ");
  CHECK(row({false, false, false, false, false}) == " ");
}

TEST_CASE("Without the flag for extensions names are cut, addresses are not") {
  ListingPage page = sample();
  page.show.extension = false;
  CHECK(listing_page(page).find("<A HREF=\"/SophosUpdate/sub/b.dat\">b</A>") != std::string::npos);
}

TEST_CASE("A listing shows hidden segments and unmapped files, but not hidden files") {
  // iis.md d.3
  World world;
  world.config = web_config(R"(<directoryBrowse enabled="true"/>)");
  const Answer answer = world.ask("/SophosUpdate/");
  CHECK(answer.status == 200);
  CHECK(answer.page == Page::Listing);
  CHECK(header(answer, "Content-Type") == "text/html; charset=UTF-8");
  const std::string html = text(answer);
  CHECK(html.find(">bin</A>") != std::string::npos);
  CHECK(html.find(">b.dat</A>") != std::string::npos);
  CHECK(html.find(">web.config</A>") != std::string::npos);
  CHECK(html.find("hidden.txt") == std::string::npos);
}

TEST_CASE("The listing's host is the Host header without its port") {
  World world;
  world.config = web_config(R"(<directoryBrowse enabled="true"/>)");
  world.headers = {{"Host", "[::1]:8080"}};
  CHECK(text(world.ask("/SophosUpdate/")).find("<title>[::1] - /SophosUpdate/</title>") != std::string::npos);
}
