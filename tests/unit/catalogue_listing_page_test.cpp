// A page reduced to its title, heading and links: HTML as libxml2 reads it, sound or not.
#include "catch.hpp"

#include <catalogue/listing_page.hpp>

using namespace webcid::catalogue;

namespace {

ListingPage page_of(std::string_view html) {
  auto page = parse_listing_page(html);
  REQUIRE(page);
  return *page;
}

}  // namespace

TEST_CASE("the heading is the text of the first h1 or h2, and of nothing before or after") {
  const ListingPage page = page_of(
      "<html><head><title> host - /x/ </title></head><body>before<h2> one "
      "<b>two</b> three</h2>after<h1>four</h1></body></html>");
  CHECK(page.title == "host - /x/");
  CHECK(page.heading == "one two three");
  CHECK(page_of("<title>srv <b>-</b> /x/</title><h1>one</h1>").title == "srv - /x/");
  CHECK(page_of("<h1>one <i>two</i> three</h1>after").heading == "one two three");
  CHECK(page_of("<html><body>text alone</body></html>").heading.empty());
}

TEST_CASE("a link is its href wherever among the attributes, with the text around it") {
  const ListingPage page = page_of(
      "<pre>first line<br>12 <A CLASS=\"x\" DISABLED HREF=\"a%20b.txt\">a b</A> 34<br>56 <a href='c&amp;d'>c</a></pre>"
      "<a name=\"top\">anchor</a>");
  REQUIRE(page.links.size() == 2);
  CHECK(page.has_frame);
  CHECK(page.links[0].target == "a%20b.txt");
  CHECK(page.links[0].before == "12 ");
  CHECK(page.links[0].text == "a b");
  CHECK(page.links[0].after.substr(0, 3) == " 34");
  CHECK(page.links[0].frame == Frame::Preformatted);
  CHECK(page.links[1].target == "c&d");
  CHECK(page.links[1].text == "c");
}

TEST_CASE("the text before a link is that of its own line, row or block") {
  for (const std::string start : {"<br>", "<hr>", "<table><tr><td>", "<ul><li>", "<pre>"}) {
    INFO(start);
    CHECK(page_of("<body><p>7 " + start + "12 <a href=x>x</a>").links.at(0).before == "12 ");
  }
  CHECK(page_of("<body>7 <b>12 </b><a href=x>x</a>").links.at(0).before == "7 12 ");
  const ListingPage page = page_of("<pre><a href=x>x</a> 7 <a href=y>y</a> 12<br>13 <a href=z>z</a></pre>");
  REQUIRE(page.links.size() == 3);
  CHECK(page.links[0].after == " 7 ");
  CHECK(page.links[1].before == " 7 ");
  CHECK(page.links[2].before == "13 ");
}

TEST_CASE("a link stands in the innermost of what listings are made of") {
  CHECK(page_of("<a href=x>x</a>").links.at(0).frame == Frame::None);
  CHECK_FALSE(page_of("<a href=x>x</a>").has_frame);
  CHECK(page_of("<table><tr><td><a href=x>x</a></td></tr></table>").links.at(0).frame == Frame::Table);
  CHECK(page_of("<ul><li><a href=x>x</a></li></ul>").links.at(0).frame == Frame::List);
  const ListingPage after = page_of("<pre>a</pre><table><tr><td>b</td></tr></table><ul><li>c</li></ul><a href=x>x</a>");
  CHECK(after.links.at(0).frame == Frame::None);
  CHECK(after.has_frame);
}

TEST_CASE("a target that is no UTF-8 stays the bytes it was; what is only shown becomes UTF-8") {
  const ListingPage page = page_of("<title>\xE9t\xE9</title><a href=\"\xE9-\xC2\">\xE9</a>");
  CHECK(page.title == "\xC3\xA9t\xC3\xA9");
  REQUIRE(page.links.size() == 1);
  CHECK(page.links[0].target == "\xE9-\xC2");
  CHECK(page.links[0].text == "\xC3\xA9");
  const ListingPage utf8 = page_of("<title>\xC3\xA9</title><a href=\"\xE6\x97\xA5\">\xE6\x97\xA5</a>");
  CHECK(utf8.title == "\xC3\xA9");
  CHECK(utf8.links.at(0).target == "\xE6\x97\xA5");
  CHECK(page_of("<a href=\"\xC3\xA9\">x</a>").links.at(0).target == "\xC3\xA9");
}

TEST_CASE("a page without an end, a beginning or a head is a page") {
  CHECK(page_of("").links.empty());
  CHECK(page_of("<a href=x>x").links.at(0).text == "x");
  CHECK(page_of("</a></h1></pre></table></ul>").links.empty());
  CHECK(page_of("</pre></table></ul><a href=x>x</a>").links.at(0).frame == Frame::None);
}
