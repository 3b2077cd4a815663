#include <set>

#include <webcid/iis/level.hpp>

#include "catch.hpp"
#include "testserver/scenario.hpp"

using namespace webcid;
using namespace webcid::testserver;

namespace {

std::string why_not(std::string_view json) {
  const base::Result<Scenario> scenario = parse_scenario(json);
  return scenario ? "" : scenario.error().message;
}

}  // namespace

TEST_CASE("Every embedded scenario is sound and named like its file") {
  for (const EmbeddedScenario& embedded : embedded_scenarios()) {
    INFO(embedded.file_name);
    const base::Result<Scenario> scenario = parse_scenario(embedded.json);
    REQUIRE(scenario);
    CHECK(scenario->id + ".json" == embedded.file_name);
    CHECK(scenario->what.size() > 10);
    CHECK(scenario->what.back() == '.');
  }
}

TEST_CASE("Every scenario's web.config is one that IIS would take") {
  const base::Result<std::vector<Scenario>> scenarios = all_scenarios();
  REQUIRE(scenarios);
  for (const Scenario& scenario : *scenarios) {
    INFO(scenario.id);
    const base::Result<Scenario> whole = combine({scenario.id});
    REQUIRE(whole);
    for (const iis::VersionRow& row : iis::versions()) {
      iis::StockServer stock;
      stock.version = row.version;
      const auto configuration = iis::ServerConfiguration::read(iis::application_host_text(stock));
      REQUIRE(configuration);
      const iis::WebConfig file{"web.config", web_config_text(whole->pieces)};
      const iis::Level level =
          iis::Level::server(*configuration).below("Default Web Site", &file, iis::Boundary::None);
      CHECK_FALSE(level.error());
      CHECK(level.ignored().empty());
    }
  }
}

TEST_CASE("What a scenario drops is a piece of the healthy one") {
  const base::Result<Scenario> healthy = combine({});
  REQUIRE(healthy);
  std::set<std::string> names;
  for (const ConfigPiece& piece : healthy->pieces) CHECK(names.insert(piece.name).second);
  const base::Result<std::vector<Scenario>> scenarios = all_scenarios();
  REQUIRE(scenarios);
  for (const Scenario& scenario : *scenarios) {
    INFO(scenario.id);
    for (const std::string& name : scenario.drop) CHECK(names.contains(name));
  }
}

TEST_CASE("The healthy web.config is what the guide tells an administrator to set") {
  const base::Result<Scenario> healthy = combine({"healthy"});
  REQUIRE(healthy);
  CHECK(healthy->expect.empty());
  CHECK(web_config_text(healthy->pieces) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
        "<configuration>\r\n"
        "  <system.webServer>\r\n"
        "    <staticContent>\r\n"
        "      <mimeMap fileExtension=\".*\" mimeType=\"application/octet-stream\" />\r\n"
        "      <mimeMap fileExtension=\".\" mimeType=\"application/octet-stream\" />\r\n"
        "    </staticContent>\r\n"
        "    <directoryBrowse enabled=\"true\" />\r\n"
        "    <security>\r\n"
        "      <requestFiltering allowDoubleEscaping=\"true\">\r\n"
        "        <hiddenSegments>\r\n"
        "          <remove segment=\"bin\" />\r\n"
        "        </hiddenSegments>\r\n"
        "      </requestFiltering>\r\n"
        "    </security>\r\n"
        "  </system.webServer>\r\n"
        "</configuration>\r\n");
}

TEST_CASE("A fresh server has an empty web.config") {
  const base::Result<Scenario> fresh = combine({"guide-all"});
  REQUIRE(fresh);
  CHECK(web_config_text(fresh->pieces) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<configuration>\r\n  <system.webServer "
        "/>\r\n</configuration>\r\n");
}

TEST_CASE("Combined scenarios each take their part away") {
  const base::Result<Scenario> both = combine({"mime-map-missing", "extension-denied", "publication-file-missing"});
  REQUIRE(both);
  std::vector<std::string> names;
  for (const ConfigPiece& piece : both->pieces) names.push_back(piece.name);
  CHECK(names == std::vector<std::string>{"mime-none", "listing", "double-escaping", "bin", "denied-ide"});
  CHECK(both->faults.size() == 1);
  CHECK(both->expect.size() == 3);
}

TEST_CASE("A combination expects each cause once") {
  const base::Result<Scenario> both = combine({"guide-all", "hidden-segment-bin"});
  REQUIRE(both);
  CHECK(both->expect.size() == 5);
}

TEST_CASE("An unknown scenario is wrong usage that names the way out") {
  const base::Result<Scenario> scenario = combine({"hidden-segment"});
  REQUIRE_FALSE(scenario);
  CHECK(scenario.error().kind == base::ErrorKind::Usage);
  CHECK(scenario.error().message == "no scenario \"hidden-segment\"; --list shows them all");
}

TEST_CASE("A misspelt scenario file is refused with the reason") {
  CHECK(why_not(R"({"id":"x","what":"y","expect":[],"fault":[]})") == "scenario: unknown member \"fault\"");
  CHECK(why_not(R"({"id":"x","what":"y","expect":[],"faults":[{"kind":"explode"}]})") ==
        "fault: unknown kind \"explode\"");
  CHECK(why_not(R"({"id":"x","what":"y","expect":[],"faults":[{"kind":"slow","byte":1}]})") ==
        "fault: unknown member \"byte\"");
  CHECK(why_not(R"({"id":"x","what":"y","expect":[],"tree":"none"})") ==
        "tree: \"none\" is neither \"published\" nor \"other\"");
  CHECK_FALSE(why_not(R"({"id":"x","what":"y"})").empty());
  CHECK_FALSE(why_not("{").empty());
  CHECK_FALSE(why_not(R"({"id":1,"what":"y","expect":[]})").empty());
}
