#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_crlf_only(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("A language is known by its name and by its tag, in any case") {
  CHECK(language_named("en") == Language::En);
  CHECK(language_named("EN-us") == Language::En);
  CHECK(language_named("ja") == Language::Ja);
  CHECK(language_named("ja-JP") == Language::Ja);
  CHECK(language_named("ZH-CN") == Language::ZhCn);
  CHECK_FALSE(language_named("zh").has_value());
  CHECK_FALSE(language_named("").has_value());
}

TEST_CASE("Custom pages have the bytes of the reference") {
  // iis.md f.1, table of sizes; 0: the reference has none
  struct SizeRow {
    int status;
    std::size_t english;
    std::size_t japanese;
    std::size_t chinese;
  };
  const std::vector<SizeRow> rows{{404, 1245, 1260, 0}, {403, 1233, 1250, 1157}, {401, 1293, 1304, 0},
                                  {405, 1293, 1314, 0}, {500, 1208, 1209, 1141}, {412, 1505, 1518, 0},
                                  {501, 1508, 1508, 0}};
  for (const SizeRow& row : rows) {
    INFO(row.status);
    const auto english = custom_page(row.status, 0, Language::En);
    const auto japanese = custom_page(row.status, 0, Language::Ja);
    const auto chinese = custom_page(row.status, 0, Language::ZhCn);
    REQUIRE((english && japanese && chinese));
    CHECK(english->size() == row.english);
    CHECK(japanese->size() == row.japanese);
    if (row.chinese != 0) CHECK(chinese->size() == row.chinese);
    CHECK(is_crlf_only(*english));
    CHECK(is_crlf_only(*japanese));
    CHECK(is_crlf_only(*chinese));
  }
  CHECK_FALSE(custom_page(416, 0, Language::En));
}

TEST_CASE("A custom page has the parts that every language has") {
  const std::string page = *custom_page(404, 0, Language::En);
  CHECK(contains(page, "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\"/>"));
  CHECK(contains(page, "<title>404 - File or directory not found.</title>"));
  CHECK(contains(page, "<div id=\"header\"><h1>Server Error</h1></div>"));
  CHECK(contains(page, "<div class=\"content-container\"><fieldset>"));
  CHECK(contains(page, "<h2>404 - File or directory not found.</h2>"));
  CHECK(contains(page,
                 "<h3>The resource you are looking for might have been removed, had its name changed, or is "
                 "temporarily unavailable.</h3>"));
}

TEST_CASE("A Japanese custom page translates only its title") {
  const std::string page = *custom_page(404, 0, Language::Ja);
  CHECK(contains(page, "charset=shift_jis"));
  // ファイルまたはディレクトリが見つかりません。 in shift_jis
  CHECK(contains(page, "<title>404 - \x83\x74\x83\x40\x83\x43\x83\x8b"));
  CHECK(contains(page, "<h1>Server Error</h1>"));
  CHECK(contains(page, "<h2>404 - File or directory not found.</h2>"));
}

TEST_CASE("A Chinese custom page translates its banner too") {
  const std::string page = *custom_page(500, 0, Language::ZhCn);
  CHECK(contains(page, "charset=gb2312"));
  CHECK(contains(page, "<h1>\xb7\xfe\xce\xf1\xc6\xf7\xb4\xed\xce\xf3</h1>"));  // 服务器错误
}

TEST_CASE("One-line pages have the lengths of the reference") {
  CHECK(one_line_page(403).size() == 58);
  CHECK(one_line_page(401).size() == 58);
  CHECK(one_line_page(500).size() == 75);
  CHECK(one_line_page(416).size() == 54);
  CHECK(one_line_page(404) ==
        "The resource you are looking for has been removed, had its name changed, or is temporarily unavailable.");
}

TEST_CASE("The custom page depends on the status only") {
  World world;
  const std::string missing = text(world.ask("/SophosUpdate/nope.txt"));
  CHECK(text(world.ask("/SophosUpdate/bin/x.txt")) == missing);
  CHECK(text(world.ask("/SophosUpdate/a+b.txt")) == missing);
  CHECK(text(world.ask("/SophosUpdate/b.dat")) == missing);
}

TEST_CASE("Custom pages are sent as text/html without charset") {
  const Answer answer = World().ask("/SophosUpdate/nope");
  CHECK(header_names(answer) == "Content-Type, Server, X-Powered-By, Date, Content-Length");
  CHECK(header(answer, "Content-Type") == "text/html");
}

TEST_CASE("The page's language follows Accept-Language among those installed, else the system's") {
  World world;
  world.settings.languages = {Language::Ja, Language::En};
  CHECK(world.ask("/SophosUpdate/nope").content_length == 1260);
  world.headers.push_back({"Accept-Language", "fr-FR, en-US;q=0.8, ja;q=0.5"});
  CHECK(world.ask("/SophosUpdate/nope").content_length == 1245);
  world.settings.languages = {Language::Ja};
  CHECK(world.ask("/SophosUpdate/nope").content_length == 1260);
}

TEST_CASE("A detailed page says what happened, in the layout of its version") {
  World world;
  world.settings.errors = ErrorPages::Detailed;
  world.settings.version = Version::V8_5;
  const Answer answer = world.ask("/SophosUpdate/sub/nope.txt");
  const std::string page = text(answer);
  CHECK(header_names(answer) == "Cache-Control, Content-Type, Server, X-Powered-By, Date, Content-Length");
  CHECK(header(answer, "Content-Type") == "text/html; charset=utf-8");
  CHECK(contains(page, "<title>IIS 8.5 Detailed Error - 404.0 - Not Found</title>"));
  CHECK(contains(page, "LinkID=62293&amp;IIS70Error=404,0,0x80070002,9600"));
  CHECK(contains(page, "<th>Module</th><td>&nbsp;&nbsp;&nbsp;IIS Web Core</td>"));
  CHECK(contains(page, "<th>Notification</th><td>&nbsp;&nbsp;&nbsp;MapRequestHandler</td>"));
  CHECK(contains(page, "<th>Error Code</th><td>&nbsp;&nbsp;&nbsp;0x80070002</td>"));
  CHECK(contains(page,
                 "<th>Requested URL</th><td>&nbsp;&nbsp;&nbsp;http://srv.example:80/SophosUpdate/sub/nope.txt</td>"));
  CHECK(contains(page, "C:\\ProgramData\\Sophos\\Update Manager\\Update Manager\\sub\\nope.txt"));
  CHECK(contains(page, "<h3>HTTP Error 404.0 - Not Found</h3>"));

  world.settings.version = Version::V7_5;
  const std::string older = text(world.ask("/SophosUpdate/sub/"));
  CHECK(contains(older, "<title>IIS 7.5 Detailed Error - 403.14 - Forbidden</title>"));
  CHECK(contains(older, "<div id=\"server_version\"><p>Internet Information Services 7.5</p></div>"));
  CHECK(contains(older, "<fieldset><legend>Error Summary</legend>"));
  CHECK(contains(older, "<h2>HTTP Error 403.14 - Forbidden</h2>"));
  CHECK(contains(older, "IIS70Error=403,14,0x00000000,7601"));
}

TEST_CASE("Each refusal's detailed page carries its sub-status, code and sentence") {
  struct DetailRow {
    const char* target;
    const char* anchor;
    const char* sentence;
  };
  const std::vector<DetailRow> rows{
      {"/SophosUpdate/b.dat", "IIS70Error=404,3,0x80070032,17763", "because of the extension configuration."},
      {"/SophosUpdate/x.config", "IIS70Error=404,7,0x00000000,17763", "is configured to deny the file extension."},
      {"/SophosUpdate/bin/q", "IIS70Error=404,8,0x00000000,17763", "contains a hiddenSegment section."},
      {"/SophosUpdate/a+b.txt", "IIS70Error=404,11,0x00000000,17763", "contains a double escape sequence."},
      {"/SophosUpdate/q/r", "IIS70Error=404,0,0x80070003,17763", "has been removed, had its name changed"}};
  World world;
  world.settings.errors = ErrorPages::Detailed;
  for (const DetailRow& row : rows) {
    INFO(row.target);
    const std::string page = text(world.ask(row.target));
    CHECK(contains(page, row.anchor));
    CHECK(contains(page, row.sentence));
    CHECK(page.size() >= 4600);  // iis.md f.2: 4.6 to 5.2 KB
    CHECK(page.size() <= 5300);
  }
  world.settings.version = Version::V7_0;
  CHECK(contains(text(world.ask("/SophosUpdate/b.dat")), "Multipurpose Internet Mail Extensions (MIME) map policy"));
}

TEST_CASE("Every line of a detailed page ends in a blank and LF") {
  World world;
  world.settings.errors = ErrorPages::Detailed;
  const std::string page = text(world.ask("/SophosUpdate/nope"));
  for (std::size_t i = page.find('\n'); i != std::string::npos; i = page.find('\n', i + 1)) {
    REQUIRE(i > 0);
    CHECK(page[i - 1] == ' ');
  }
}

TEST_CASE("A detailed page shows hostile names as text") {
  World world;
  world.settings.errors = ErrorPages::Detailed;
  const std::string page = text(world.ask("/SophosUpdate/%3Cscript%3E"));
  CHECK_FALSE(contains(page, "<script>"));
  CHECK(contains(page, "Update Manager\\&lt;script&gt;"));
}

TEST_CASE("A configuration error is explained on the detailed page only") {
  World world;
  world.config = web_config("<directoryBrowse enabled=\"yes\"/>");
  CHECK(world.ask("/SophosUpdate/").content_length == 1208);
  world.settings.errors = ErrorPages::Detailed;
  const std::string page = text(world.ask("/SophosUpdate/"));
  CHECK(contains(page, "IIS70Error=500,19,0x8007000d,17763"));
  CHECK(contains(page, "Boolean must be either 'true' or 'false'"));
  CHECK(contains(page, "Update Manager\\web.config"));
  world.settings.errors = ErrorPages::OneLine;
  CHECK(world.ask("/SophosUpdate/").content_length == 75);
}
