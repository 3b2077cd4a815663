#include <webcid/base/encoding.hpp>
#include <webcid/base/text.hpp>

#include "catch.hpp"

using namespace webcid::base;

// Unicode 15.0, 3.9: D92, table 3-7; the code points of its table 3-4.
TEST_CASE("UTF-8 and UTF-16 are the same text") {
  struct Row {
    std::string utf8;
    std::u16string utf16;
  };
  const Row rows[] = {{"", u""},
                      {"M", u"\u004D"},
                      {"\xD0\xB0", u"\u0430"},
                      {"\xE4\xBA\x8C", u"\u4E8C"},
                      {"\xF0\x90\x8C\x82", u"\xD800\xDF02"},
                      {"更新/ウイルス定義.dat", u"更新/ウイルス定義.dat"},
                      {"\xF4\x8F\xBF\xBF", u"\xDBFF\xDFFF"}};
  for (const Row& row : rows) {
    CAPTURE(row.utf8);
    CHECK(to_utf16(row.utf8) == row.utf16);
    CHECK(to_utf8(row.utf16) == row.utf8);
  }
}

TEST_CASE("half a surrogate pair in the name of a file becomes bytes that are no UTF-8, and the same name again") {
  for (const std::u16string& name : {std::u16string(u"a\xD800"), std::u16string(u"\xDC00z"),
                                     std::u16string(u"\xDC00\xD800"), std::u16string(u"\xD800x\xDC00")}) {
    const std::string bytes = to_utf8(name);
    CHECK_FALSE(is_utf8(bytes));
    CHECK(to_utf16(bytes) == name);
  }
  CHECK(to_utf8(u"a\xD800") == "a\xED\xA0\x80");
  CHECK(printable(to_utf8(u"a\xD800")) == "a\\xed\\xa0\\x80");
}

TEST_CASE("bytes that are no UTF-8 never end a text: each is U+FFFD") {
  CHECK(to_utf16("a\xFF z") == u"a\uFFFD z");
  CHECK(to_utf16("caf\xE9") == u"caf\uFFFD");
  CHECK(to_utf16("\xC0\xAF") == u"\uFFFD\uFFFD");                      // overlong "/"
  CHECK(to_utf16("\xE4\xBA") == u"\uFFFD\uFFFD");                      // cut
  CHECK(to_utf16("\xF4\x90\x80\x80") == u"\uFFFD\uFFFD\uFFFD\uFFFD");  // above U+10FFFF
  CHECK(to_utf16(std::string_view("a\0b", 3)) == std::u16string_view(u"a\0b", 3));
}

TEST_CASE("a long text is cut for the console between its characters") {
  CHECK(first_units(u"abc", 3) == u"abc");
  CHECK(first_units(u"abcd", 3) == u"abc");
  CHECK(first_units(u"ab\xD83D\xDE00", 3) == u"ab");
  CHECK(first_units(u"ab\xD83D\xDE00", 4) == u"ab\xD83D\xDE00");
  CHECK(first_units(u"\xD83D\xD83D\xD83D", 2) == u"\xD83D\xD83D");  // no pair to be cut
  CHECK(first_units(u"", 2).empty());
}

TEST_CASE("lines get the end that Windows has, once") {
  CHECK(with_carriage_returns("") == "");
  CHECK(with_carriage_returns("a\nb\n\n") == "a\r\nb\r\n\r\n");
  CHECK(with_carriage_returns("a\r\nb") == "a\r\nb");
  CHECK(with_carriage_returns("a\rb\n") == "a\rb\r\n");
}

TEST_CASE("UTF-16 is known by its mark alone") {
  using std::string;
  CHECK(as_utf8(string("\xFF\xFE"
                       "a\0"
                       "\x42\x30",
                       6)) == "a\xE3\x81\x82");
  CHECK(as_utf8(string("\xFE\xFF"
                       "\0a"
                       "\x30\x42",
                       6)) == "a\xE3\x81\x82");
  CHECK(as_utf8(string("\xFF\xFE"
                       "a\0"
                       "b",
                       5)) == "a");
  CHECK(as_utf8("a\nb") == "a\nb");
  CHECK(as_utf8("") == "");
}
