#include <algorithm>
#include <webcid/iis/defaults.hpp>

#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

tl::expected<Merged, ConfigurationError> merge(std::string_view body) {
  return merge_web_config(web_config(body));
}

}  // namespace

TEST_CASE("A fresh server maps the types of the reference and no others") {
  // iis.md e.2
  const StaticContent content = fresh_rules(Version::V10_0).static_content;
  for (const char* present :
       {".bin", ".cab", ".dll", ".exe", ".gz", ".inf", ".js", ".json", ".msi", ".tar", ".txt", ".xml", ".zip"}) {
    INFO(present);
    CHECK(content.type_of(present));
  }
  for (const char* absent : {".dat", ".upd", ".vdb", ".ide", ".mpkg", ".pkg", ".dmg", ".ini", "", ".*", ".6"}) {
    INFO(absent);
    CHECK_FALSE(content.type_of(absent));
  }
  CHECK(content.types.size() >= 374);
}

TEST_CASE("JSON is mapped from IIS 8.0 on") {
  const auto has_json = [](Version version) {
    return fresh_rules(version).static_content.type_of(".json").has_value();
  };
  CHECK_FALSE(has_json(Version::V7_0));
  CHECK_FALSE(has_json(Version::V7_5));
  CHECK(has_json(Version::V8_0));
  CHECK(has_json(Version::V8_5));
  CHECK(has_json(Version::V10_0));
}

TEST_CASE("A fresh server denies 43 extensions and hides 8 segments") {
  CHECK(default_denied_extensions().size() == 43);
  CHECK(default_hidden_segments().size() == 8);
  const RequestFiltering rules = fresh_rules(Version::V7_0).request_filtering;
  CHECK(rules.extensions.size() == 43);
  CHECK(rules.hidden_segments.contains("app_globalresources"));
  for (std::string_view extension : default_denied_extensions()) CHECK(fold_name(extension) == extension);
}

TEST_CASE("Every default MIME type is listed once, in lower case") {
  std::vector<std::string> extensions;
  for (const MimeType& row : default_mime_types(Version::V10_0)) extensions.emplace_back(row.extension);
  for (const std::string& extension : extensions) CHECK(fold_name(extension) == extension);
  std::sort(extensions.begin(), extensions.end());
  CHECK(std::adjacent_find(extensions.begin(), extensions.end()) == extensions.end());
}

TEST_CASE("An empty web.config changes nothing") {
  const auto merged = merge("");
  REQUIRE(merged);
  CHECK(merged->ignored.empty());
  CHECK(merged->effective.static_content.types == fresh_rules(Version::V10_0).static_content.types);
  CHECK_FALSE(merged->effective.directory_browse.enabled);
}

TEST_CASE("Maps are added, removed and cleared in the file's order") {
  const auto merged = merge(R"(<staticContent>
    <remove fileExtension=".never"/><remove fileExtension=".TXT"/>
    <mimeMap fileExtension=".Txt" mimeType="text/x-own"/><mimeMap fileExtension="." mimeType="a/b"/></staticContent>)");
  REQUIRE(merged);
  CHECK(merged->effective.static_content.type_of(".txt") == "text/x-own");
  CHECK(merged->effective.static_content.type_of("") == "a/b");
  const auto cleared = merge(R"(<staticContent><mimeMap fileExtension=".q" mimeType="a/b"/><clear/>
    <mimeMap fileExtension=".q" mimeType="c/d"/></staticContent>)");
  REQUIRE(cleared);
  CHECK(cleared->effective.static_content.types == std::map<std::string, std::string, std::less<>>{{".q", "c/d"}});
}

TEST_CASE("Request filtering's collections are merged alike") {
  const auto merged = merge(R"(<security><requestFiltering allowDoubleEscaping="true">
    <hiddenSegments applyToWebDAV="true"><remove segment="BIN"/><add segment="secret"/></hiddenSegments>
    <fileExtensions allowUnlisted="false"><clear/><add fileExtension=".a" allowed="true"/><add fileExtension=".b" allowed="false"/></fileExtensions>
    <requestLimits maxUrl="100" maxQueryString="10"/></requestFiltering></security>)");
  REQUIRE(merged);
  const RequestFiltering& rules = merged->effective.request_filtering;
  CHECK(rules.allow_double_escaping);
  CHECK_FALSE(rules.hidden_segments.contains("bin"));
  CHECK(rules.hidden_segments.contains("secret"));
  CHECK_FALSE(rules.allow_unlisted_extensions);
  CHECK(rules.extensions == std::map<std::string, bool, std::less<>>{{".a", true}, {".b", false}});
  CHECK(rules.max_url == 100);
  CHECK(rules.max_query_string == 10);
  CHECK(merged->ignored.empty());
}

TEST_CASE("An invalid configuration is refused with IIS's own code") {
  struct ErrorRow {
    const char* defect;
    const char* body;
    std::uint32_t hresult;
    const char* message;
  };
  const std::vector<ErrorRow> rows{
      {"a.6 twice in one file", R"(<staticContent><mimeMap fileExtension=".upd" mimeType="a/b"/>
        <mimeMap fileExtension=".UPD" mimeType="a/b"/></staticContent>)",
       kInvalidData,
       "Cannot add duplicate collection entry of type 'mimeMap' with unique key attribute 'fileExtension' set to "
       "'.UPD'"},
      {"e.5 already at the server", R"(<staticContent><mimeMap fileExtension=".txt" mimeType="a/b"/></staticContent>)",
       kAlreadyExists,
       "Cannot add duplicate collection entry of type 'mimeMap' with unique key attribute 'fileExtension' set to "
       "'.txt'"},
      {"e.5 segment already hidden",
       R"(<security><requestFiltering><hiddenSegments><add segment="Bin"/></hiddenSegments></requestFiltering></security>)",
       kAlreadyExists,
       "Cannot add duplicate collection entry of type 'add' with unique key attribute 'segment' set to 'Bin'"},
      {"a.6 wrong boolean", R"(<directoryBrowse enabled="True"/>)", kInvalidData,
       "The 'enabled' attribute is invalid.  Boolean must be either 'true' or 'false'"},
      {"a.6 wrong boolean in a collection", R"(<security><requestFiltering><fileExtensions>
        <add fileExtension=".q" allowed="1"/></fileExtensions></requestFiltering></security>)",
       kInvalidData, "The 'allowed' attribute is invalid.  Boolean must be either 'true' or 'false'"},
      {"a.6 unknown element", R"(<staticContent><mimemap fileExtension=".q" mimeType="a/b"/></staticContent>)",
       kInvalidData, "Unrecognized element 'mimemap'"},
      {"a.6 unknown attribute", R"(<directoryBrowse enable="true"/>)", kInvalidData, "Unrecognized attribute 'enable'"},
      {"a.6 unknown attribute of an entry",
       R"(<staticContent><mimeMap fileExtension=".q" mimeType="a/b" odd="1"/></staticContent>)", kInvalidData,
       "Unrecognized attribute 'odd'"},
      {"a.6 unknown child", R"(<directoryBrowse><odd/></directoryBrowse>)", kInvalidData, "Unrecognized element 'odd'"},
      {"no type", R"(<staticContent><mimeMap fileExtension=".q"/></staticContent>)", kInvalidData,
       "Required attribute 'mimeType' not found"},
      {"no key", R"(<staticContent><remove/></staticContent>)", kInvalidData,
       "Required attribute 'fileExtension' not found"},
      {"a.6 section twice", R"(<directoryBrowse enabled="true"/><directoryBrowse enabled="true"/>)", kAlreadyExists,
       "There is a duplicate 'system.webServer/directoryBrowse' section defined"},
      {"unknown flag", R"(<directoryBrowse enabled="true" showFlags="Date, Colour"/>)", kInvalidData,
       "The 'showFlags' attribute is invalid.  Flags must be some combination of None, Date, Time, Size, Extension, "
       "LongDate"},
      {"number too large",
       R"(<security><requestFiltering><requestLimits maxUrl="4294967296"/></requestFiltering></security>)",
       kInvalidData, "The 'maxUrl' attribute is invalid.  Not a valid unsigned integer"}};
  for (const ErrorRow& row : rows) {
    INFO(row.defect);
    const auto merged = merge(row.body);
    REQUIRE_FALSE(merged);
    CHECK(merged.error().hresult == row.hresult);
    CHECK(merged.error().message == row.message);
    CHECK(merged.error().file == "web.config");
  }
}

TEST_CASE("What is no XML with one configuration element is refused with its line") {
  struct BrokenRow {
    const char* text;
    std::size_t line;
  };
  for (const BrokenRow& row :
       {BrokenRow{"<configuration>\n<system.webServer>\n</configuration>", 3}, BrokenRow{"", 1},
        BrokenRow{"<configuration/>\n<configuration/>", 1}, BrokenRow{"hello", 1}, BrokenRow{"\n<settings/>", 2}}) {
    INFO(row.text);
    const auto merged = merge_web_config(row.text);
    REQUIRE_FALSE(merged);
    CHECK(merged.error().hresult == kInvalidData);
    CHECK(merged.error().message == "Configuration file is not well-formed XML");
    CHECK(merged.error().line == row.line);
  }
}

TEST_CASE("Settings without effect are reported with their place") {
  const auto merged = merge_web_config(R"(<?xml version="1.0"?>
<configuration>
  <system.web><compilation debug="true"/></system.web>
  <system.webServer>
    <!-- a comment is no setting -->
    <caching enabled="false"/>
    <staticContent isDocFooterFileName="x"><clientCache cacheControlMode="NoControl"/></staticContent>
    <security><requestFiltering allowHighBitCharacters="false" unescapeQueryString="true"/></security>
    <urlCompression doStaticCompression="false" odd="1"/>
  </system.webServer>
  <location path="CIDs"><system.webServer><directoryBrowse enabled="true"/></system.webServer></location>
</configuration>)");
  REQUIRE_FALSE(merged);  // locked by lockAttributes of the server
  CHECK(merged.error().hresult == kLocked);
  CHECK(merged.error().line == 7);
  const auto other = merge_web_config(R"(<configuration>
  <system.web><compilation debug="true"/></system.web>
  <system.webServer>
    <caching enabled="false"/>
    <staticContent><clientCache cacheControlMode="NoControl"/></staticContent>
    <security><requestFiltering unescapeQueryString="true"/></security>
    <directoryBrowse virtualDirectoryTimeout="00:01:00"/>
  </system.webServer>
</configuration>)");
  REQUIRE(other);
  CHECK(other->ignored == std::vector<std::string>{
                              "system.web (line 2)",
                              "system.webServer/caching (line 4)",
                              "system.webServer/staticContent/clientCache (line 5)",
                              "system.webServer/security/requestFiltering/@unescapeQueryString (line 6)",
                              "system.webServer/directoryBrowse/@virtualDirectoryTimeout (line 7)",
                          });
}

TEST_CASE("A location for the folder itself counts as the folder's settings") {
  const auto merged = merge_web_config(R"(<configuration>
    <location path="." inheritInChildApplications="false"><system.webServer><directoryBrowse enabled="true"/>
    </system.webServer></location></configuration>)");
  REQUIRE(merged);
  CHECK(merged->effective.directory_browse.enabled);
  CHECK(merged->ignored.empty());
}

TEST_CASE("A configuration larger than 4 MiB is refused") {
  const std::string text = "<configuration>" + std::string(4 * 1024 * 1024, ' ') + "</configuration>";
  CHECK_FALSE(merge_web_config(text));
}

TEST_CASE("Deeply nested XML is refused or ignored, never followed") {
  std::string text = "<configuration>";
  for (int i = 0; i < 50000; ++i) text += "<a>";
  for (int i = 0; i < 50000; ++i) text += "</a>";
  text += "</configuration>";
  const auto merged = merge_web_config(text);
  REQUIRE(merged);
  CHECK(merged->ignored == std::vector<std::string>{"a (line 1)"});
}

TEST_CASE("Names fold as Windows compares them") {
  CHECK(fold_name("App_DATA") == "app_data");
  CHECK(fold_name("\xc3\x9c"
                  "ber") == fold_name("\xc3\xbc"
                                      "BER"));                            // Ü ü
  CHECK(fold_name("\xd0\x96\xd0\x81") == fold_name("\xd0\xb6\xd1\x91"));  // ЖЁ жё
  CHECK(fold_name("\xce\xa9") == "\xcf\x89");                             // Ω ω
  CHECK(fold_name("\xe6\x97\xa5\xc3") == "\xe6\x97\xa5\xc3");             // 日 and a stray byte
  // The first and the last of each alphabet, and what is no letter in between or beside.
  const std::vector<std::pair<const char*, const char*>> edges{
      {"\u00c0", "\u00e0"}, {"\u00de", "\u00fe"}, {"\u00d7", "\u00d7"}, {"\u00bf", "\u00bf"}, {"\u00df", "\u00df"},
      {"\u0391", "\u03b1"}, {"\u03a9", "\u03c9"}, {"\u0390", "\u0390"}, {"\u03b1", "\u03b1"}, {"\u03a1", "\u03c1"},
      {"\u03a3", "\u03c3"}, {"\u0400", "\u0450"}, {"\u040f", "\u045f"}, {"\u0410", "\u0430"}, {"\u042f", "\u044f"},
      {"\u0430", "\u0430"}, {"\u00f7", "\u00f7"}};
  for (const auto& [capital, small] : edges) {
    INFO(capital);
    CHECK(fold_name(capital) == small);
  }
}
