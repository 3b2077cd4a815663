// What webcid.toml says, to the letter: its library is shown no character beyond ASCII.
#include <string>
#include <vector>

#include <cli/config_file.hpp>

#include "catch.hpp"

namespace {

using webcid::cli::parse_config;
using webcid::cli::quoted_setting;
using webcid::cli::Setting;

using Texts = std::vector<std::string>;

std::vector<Setting> settings_of(const std::string& text) {
  const auto settings = parse_config("webcid.toml", text);
  INFO(text);
  if (!settings) FAIL(settings.error().message);
  return *settings;
}

Texts values_of(const std::string& text) {
  const std::vector<Setting> settings = settings_of(text);
  REQUIRE(settings.size() == 1);
  return settings.front().values;
}

std::string error_of(const std::string& text) {
  const auto settings = parse_config("webcid.toml", text);
  REQUIRE_FALSE(settings.has_value());
  return settings.error().message;
}

}  // namespace

TEST_CASE("a text of webcid.toml keeps every character") {
  CHECK(values_of("user = \"更新\"") == Texts{"更新"});
  CHECK(values_of("user = '更新\\?'") == Texts{"更新\\?"});
  CHECK(values_of("user = \"\\u66F4新\"") == Texts{"更新"});
  CHECK(values_of("output = ['あ', \"?\", 'é?3f']") == Texts{"あ", "?", "é?3f"});
  CHECK(values_of("output = ['%', \"%41\", '%%25', 'é%']") == Texts{"%", "%41", "%%25", "é%"});
  CHECK(values_of("user = \"\"\"\nあ\n  い\"\"\"") == Texts{"あ\n  い"});
  // What comes behind a broken line is looked at for blanks.
  CHECK(values_of("user = \"\"\"a\\\n  \n  あ\xEF\xBB\xA0\"\"\"") == Texts{"aあ\xEF\xBB\xA0"});
  CHECK(values_of("\xEF\xBB\xBFuser = 'あ' # あ\n") == Texts{"あ"});
}

TEST_CASE("sections and options of other alphabets are told as they are written") {
  const std::vector<Setting> settings = settings_of("'更新?' = 1\n[\"チェック\"]\n'あ' = 2\n");
  REQUIRE(settings.size() == 2);
  CHECK(settings[0].key == "更新?");
  CHECK(settings[0].line == 1);
  CHECK(settings[1].section == "チェック");
  CHECK(settings[1].key == "あ");
  CHECK(settings[1].line == 3);
}

TEST_CASE("beside its texts webcid.toml is ASCII") {
  CHECK(error_of("あ = 1\n") == "webcid.toml:1: expected OPTION = VALUE");
  CHECK(error_of("user =\xE3\x80\x80'a'\n") ==
        "webcid.toml:1: user: expected a text in quotes, a number, true, false or a list in [ ]");
  CHECK(error_of("jobs = 1あ\n") ==
        "webcid.toml:1: jobs: expected a text in quotes, a number, true, false or a list in [ ]");
  CHECK(error_of("user = \"\xFF\"\n") == "webcid.toml:1: not UTF-8");
}

TEST_CASE("an escape that spells what stands for a byte makes no text that is not UTF-8") {
  CHECK(values_of("user = \"\\u0025e3\"") == Texts{"%e3"});
  CHECK(values_of("user = \"\\u003fe3\"") == Texts{"?e3"});
}

TEST_CASE("a list is wrong where a value begins with a bracket of another kind") {
  CHECK(error_of("lang = [}") ==
        "webcid.toml:1: lang: expected a text in quotes, a number, true, false or a list in [ ]");
}

TEST_CASE("a setting that is written is read as it was") {
  for (const char* const text : {"", "a", "更新?3f", "'\"\\", "a\nb\t", "\x01\x7f", "C:\\u003f"}) {
    CHECK(values_of("user = " + quoted_setting(text)) == Texts{text});
  }
}
