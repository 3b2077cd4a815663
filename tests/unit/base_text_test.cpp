#include <webcid/base/text.hpp>

#include "catch.hpp"

using namespace webcid::base;

TEST_CASE("printable keeps text and spells out what a terminal would obey") {
  struct Row {
    std::string_view bytes, shown;
  };
  const Row rows[] = {
      {"savxp/vdl.dat", "savxp/vdl.dat"},
      {"日本語 名.txt", "日本語 名.txt"},
      {"\x1b[31mred", "\\x1b[31mred"},
      {"a\nb\tc\x7f", "a\\x0ab\\x09c\\x7f"},
      {std::string_view("nul\0x", 5), "nul\\x00x"},
      {"latin\xe9.txt", "latin\\xe9.txt"},
      {"over\xc0\xaflong", "over\\xc0\\xaflong"},
      {"surrogate\xed\xa0\x80", "surrogate\\xed\\xa0\\x80"},
      {"c1\xc2\x9bJ", "c1\\u{009b}J"},
      {"bidi\xe2\x80\xaetxt.exe", "bidi\\u{202e}txt.exe"},
      {"cut\xe3\x81", "cut\\xe3\\x81"},
  };
  for (const Row& row : rows) {
    CHECK(printable(row.bytes) == row.shown);
    CHECK(is_utf8(printable(row.bytes)));
  }
}

TEST_CASE("display width counts terminal columns, not bytes") {
  CHECK(display_width("bin") == 3);
  CHECK(display_width("要求のフィルタリング") == 20);
  CHECK(display_width("e\xcc\x81") == 1);
  CHECK(display_width("ｱ") == 1);
  CHECK(display_width("") == 0);
}

TEST_CASE("wrap breaks at blanks and between Japanese characters, never before closing punctuation") {
  CHECK(wrap("the quick brown fox", 10) == std::vector<std::string>{"the quick", "brown fox"});
  CHECK(wrap("incomprehensibilities no", 5) == std::vector<std::string>{"incomprehensibilities", "no"});
  CHECK(wrap("非表示セグメント。", 16) == std::vector<std::string>{"非表示セグメン", "ト。"});
  CHECK(wrap("拡張子 .dat のMIMEの種類", 14) == std::vector<std::string>{"拡張子 .dat の", "MIMEの種類"});
  CHECK(wrap("two  blanks/a b", 40) == std::vector<std::string>{"two  blanks/a b"});
  CHECK(wrap("", 10).empty());
  for (const auto& line : wrap("要求のフィルタリングの「非表示セグメント」に bin があるため、拒否されました。", 20)) {
    CHECK(display_width(line) <= 20);
  }
}

TEST_CASE("hex and numbers are read strictly") {
  CHECK(to_hex(from_hex("00fFa9")->data(), 3) == "00ffa9");
  CHECK_FALSE(from_hex("abc"));
  CHECK_FALSE(from_hex("zz"));
  CHECK(parse_unsigned("18446744073709551615") == 18446744073709551615ULL);
  CHECK_FALSE(parse_unsigned("18446744073709551616"));
  CHECK_FALSE(parse_unsigned("-1"));
  CHECK_FALSE(parse_unsigned(" 1"));
  CHECK_FALSE(parse_unsigned(""));
}
