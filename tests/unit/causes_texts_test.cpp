// Summaries, lists and statements: how parameters get into texts.
#include <string>
#include <vector>

#include <webcid/causes/causes.hpp>
#include <webcid/causes/language.hpp>
#include <webcid/causes/statements.hpp>

#include "catch.hpp"

using webcid::causes::Language;
using webcid::model::Statement;

TEST_CASE("a summary names what it is about") {
  CHECK(summary({"iis.hidden-segment", {"bin"}}, Language::English) ==
        "requests below \"bin\" are refused: request filtering hides this path segment");
  CHECK(summary({"iis.mime-map-missing", {".dat", ".upd"}}, Language::English) ==
        "IIS has no MIME map for .dat and .upd and refuses these files");
  CHECK(summary({"iis.mime-map-missing", {".dat", ".upd"}}, Language::Japanese) ==
        ".dat、.upd の MIME の種類が IIS に登録されておらず、これらのファイルが拒否される");
  CHECK(summary({"iis.directory-browsing-off", {}}, Language::English) == "directory browsing is off");
}

TEST_CASE("a summary without its parameter, and one of an unknown cause, still say something") {
  CHECK(summary({"network.refused", {}}, Language::English) == "nothing listens on (unknown): connection refused");
  CHECK(summary({"network.refused", {}}, Language::Japanese) == "(不明) で待ち受けているものがない (接続拒否)");
  CHECK(summary({"iis.from-the-future\x1b", {"x"}}, Language::English) == "iis.from-the-future\\x1b");
}

TEST_CASE("what a summary may name follows it in brackets, and leaves no trace where it is not known") {
  CHECK(summary({"proxy.block-page", {}}, Language::English) ==
        "a gateway answers 200 with a page of its own instead of the file");
  CHECK(summary({"proxy.block-page", {".exe", ".dll"}}, Language::English) ==
        "a gateway answers 200 with a page of its own instead of the file (.exe and .dll)");
  CHECK(summary({"iis.configuration-invalid", {"0x8007000d\x1b"}}, Language::Japanese) ==
        "仮想ディレクトリの構成を IIS が読み込めない (0x8007000d\\x1b)");
}

TEST_CASE("a list shows eight items, then how many more there are") {
  std::vector<std::string> items;
  CHECK(webcid::causes::join(items, Language::English).empty());
  items = {"a"};
  CHECK(webcid::causes::join(items, Language::English) == "a");
  items = {"a", "b", "c"};
  CHECK(webcid::causes::join(items, Language::English) == "a, b and c");
  CHECK(webcid::causes::join(items, Language::Japanese) == "a、b、c");
  items = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
  CHECK(webcid::causes::join(items, Language::English) == "1, 2, 3, 4, 5, 6, 7, 8 and 2 more");
  CHECK(webcid::causes::join(items, Language::Japanese) == "1、2、3、4、5、6、7、8 ほか2件");
}

TEST_CASE("names in summaries are made printable and never searched for places") {
  CHECK(summary({"iis.hidden-segment", {"{0}\x1b[31m"}}, Language::English) ==
        "requests below \"{0}\\x1b[31m\" are refused: request filtering hides this path segment");
}

TEST_CASE("a statement becomes a sentence in either language") {
  const Statement statement{"listed-but-refused", {"usr/bin/ls", "404"}, 12};
  CHECK(webcid::causes::is_known(statement));
  CHECK(webcid::causes::sentence(statement, Language::English) ==
        "usr/bin/ls is in the listing of its folder, yet a GET gets 404");
  CHECK(webcid::causes::sentence(statement, Language::Japanese) ==
        "usr/bin/ls はフォルダーの一覧に表示されるのに、GET すると 404 が返る");
}

TEST_CASE("a statement with an unknown id or the wrong number of arguments is shown as it is") {
  CHECK_FALSE(webcid::causes::is_known({"listed-but-refused", {"usr/bin/ls"}, {}}));
  CHECK(webcid::causes::sentence({"listed-but-refused", {"usr/bin/ls"}, {}}, Language::English) ==
        "listed-but-refused(usr/bin/ls)");
  CHECK(webcid::causes::sentence({"of-the-future", {"a", "\x07"}, {}}, Language::Japanese) ==
        "of-the-future(a, \\x07)");
}

TEST_CASE("places are counted by the highest one") {
  CHECK(webcid::causes::count_places("nothing") == 0);
  CHECK(webcid::causes::count_places("{1} then {0}") == 2);
  CHECK(webcid::causes::count_places("{} {x} {0") == 0);
}

TEST_CASE("languages have the names of the option") {
  CHECK(webcid::causes::language_named("ja") == Language::Japanese);
  CHECK(webcid::causes::language_named("en") == Language::English);
  CHECK_FALSE(webcid::causes::language_named("fr").has_value());
  CHECK(name_of(Language::Japanese) == "ja");
}
