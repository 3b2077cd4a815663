// Messages of errors in Japanese: recognised by their words, names untouched, nothing lost.
#include <array>
#include <string>

#include <webcid/causes/messages.hpp>

#include "catch.hpp"
#include "messages_table.hpp"

using webcid::causes::all_messages;
using webcid::causes::in_japanese;
using webcid::causes::Language;
using webcid::causes::Message;
using webcid::causes::message_in;

namespace {

std::string japanese(std::string_view english) {
  return message_in(english, Language::Japanese);
}

}  // namespace

TEST_CASE("every message is found in the table by its own row, behind a name as well") {
  for (const Message& row : all_messages()) {
    const auto filled = webcid::test::filled(row);
    CHECK(japanese(filled.english) == filled.japanese);
    if (row.english.front() != '{') CHECK(japanese("a: b.dat: " + filled.english) == "a: b.dat: " + filled.japanese);
  }
}

TEST_CASE("both languages of a message have the same places, rising in English") {
  for (const Message& row : all_messages()) {
    INFO(row.english);
    CHECK(webcid::test::are_places_in_order(row));
  }
}

TEST_CASE("in English a message stays as it is") {
  CHECK(message_in("cannot read x: Permission denied", Language::English) == "cannot read x: Permission denied");
}

TEST_CASE("messages nest: what stands before a colon stays, what is within a message is translated too") {
  CHECK(japanese("cannot read x: No such file or directory") == "x を読み取れない: ファイルまたはフォルダーがない");
  CHECK(japanese("--config: cannot read x: Is a directory") == "--config: x を読み取れない: フォルダーである");
  CHECK(japanese("r.json: report: findings[0].severity: is missing") == "r.json: レポート: findings[0].severity: ない");
  CHECK(japanese("line 3, column 4: entry 2: response.status: must be at most 999, near \"1000\"") ==
        "3 行 4 列: エントリ 2: response.status: 999 以下である必要がある (\"1000\" の付近)");
  CHECK(japanese("url: must be a text, not an object") == "url: 文字列である必要がある (実際はオブジェクト)");
  CHECK(japanese("url: must be a text, not 7") == "url: 文字列である必要がある (実際は 7)");
}

TEST_CASE("what has no row stays English, and costs the rest nothing") {
  CHECK(japanese("something new") == "something new");
  CHECK(japanese("x: something: new") == "x: something: new");
  CHECK(japanese("cannot read x: something new") == "x を読み取れない: something new");
  CHECK(japanese("--config: cannot read x: something new") == "--config: x を読み取れない: something new");
  CHECK(japanese("line 1, column 2: something new, near \"x\"") == "1 行 2 列: something new, near \"x\"");
  CHECK(japanese("") == "");
  CHECK(japanese(": ") == ": ");
}

TEST_CASE("a name is never cut, translated or altered") {
  CHECK(japanese("cannot read a: b: c: Permission denied") == "a: b: c を読み取れない: アクセスが拒否された");
  CHECK(japanese("cannot read Permission denied: Permission denied") ==
        "Permission denied を読み取れない: アクセスが拒否された");
  CHECK(japanese("cannot read No such file or directory: x: Permission denied") ==
        "No such file or directory: x を読み取れない: アクセスが拒否された");
  CHECK(japanese("cannot read {1}{0}: Permission denied") == "{1}{0} を読み取れない: アクセスが拒否された");
  CHECK(japanese("path \"/a\" is \"empty\" is absolute") == "パス \"/a\" is \"empty\": 絶対パスである");
}

TEST_CASE("a name made to have many readings costs no time, and nothing of it is lost") {
  std::string name;
  for (int i = 0; i < 2000; ++i) name += "cannot read x: ";
  const std::string message = "cannot list " + name + ": Permission denied";
  CHECK(japanese(message) == name + " を一覧できない: アクセスが拒否された");
  const std::string unknown = japanese("cannot list " + name + ": something new");
  CHECK(unknown.size() >= name.size());
}

TEST_CASE("an earlier table wins over a later one") {
  constexpr std::array<Message, 1> kMine{{{"size {0}, not {1}", "{0}/{1}"}}};
  CHECK(in_japanese("x: size 1, not 2", {kMine, all_messages()}) == "x: 1/2");
  CHECK(in_japanese("x: size 1, not 2", {all_messages(), kMine}) == "x: サイズは 1 と 2");
}
