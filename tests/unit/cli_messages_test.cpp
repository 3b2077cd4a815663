// What the command line says on standard error, in Japanese.
#include "../../src/cli/messages.hpp"

#include <array>
#include <string>

#include "catch.hpp"
#include "messages_table.hpp"

using webcid::causes::Language;
using webcid::causes::Message;
using webcid::cli::said_in;

namespace {

std::string japanese(std::string_view english) {
  return said_in(english, Language::Japanese);
}

}  // namespace

TEST_CASE("every message is found in all tables together by its own row") {
  for (const auto table :
       {webcid::cli::own_messages(), webcid::causes::all_messages(), webcid::cli::usage_messages()}) {
    for (const Message& row : table) {
      const auto filled = webcid::test::filled(row);
      CHECK(japanese(filled.english) == filled.japanese);
      if (row.english.front() != '{')
        CHECK(japanese("a: b.toml: " + filled.english) == "a: b.toml: " + filled.japanese);
      CHECK(webcid::test::are_places_in_order(row));
    }
  }
}

TEST_CASE("messages of other houses are within those of the command line") {
  CHECK(japanese("--password-file: cannot read x: No such file or directory") ==
        "--password-file: x を読み取れない: ファイルまたはフォルダーがない");
  CHECK(japanese("a/manifest.dat:3:7: path \"x: y\" has a backslash, near \"x: y\": left out") ==
        "a/manifest.dat:3:7: パス \"x: y\": 円記号 (\\) が含まれる (\"x: y\" の付近): 除外した");
  CHECK(japanese("cannot create a: No space left on device; cannot write b: Input/output error") ==
        "a を作成できない: ディスクに空きがない。b に書き込めない: 入出力エラー");
}

TEST_CASE("wrong usage keeps its hint") {
  CHECK(japanese("unknown command or option chekc; see `webcid --help`") ==
        "不明なコマンドまたはオプション chekc。`webcid --help` を参照");
  CHECK(japanese("something CLI11 may say one day; see `webcid --help`") ==
        "something CLI11 may say one day; see `webcid --help`");
  CHECK(said_in("address is required; see `webcid --help`", Language::English) ==
        "address is required; see `webcid --help`");
}

TEST_CASE("a file called like a sentence of CLI11 is a file") {
  CHECK(japanese("cannot read a excludes b: Permission denied") == "a excludes b を読み取れない: アクセスが拒否された");
  CHECK(japanese("f.toml:3: user: not together with x excludes y of line 2") ==
        "f.toml:3: user: x excludes y (2 行目) とは同時に指定できない");
}

TEST_CASE("rows for one place come first") {
  constexpr std::array<Message, 1> kRows{{{"no such file", "消えた"}}};
  CHECK(said_in("no such file", Language::Japanese, kRows) == "消えた");
  CHECK(said_in("no such file", Language::English, kRows) == "no such file");
}
