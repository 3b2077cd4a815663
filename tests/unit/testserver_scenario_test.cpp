#include <algorithm>
#include <set>

#include "catch.hpp"
#include "testserver/installation.hpp"
#include "testserver/memory_tree.hpp"
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

TEST_CASE("Every scenario's configuration is one that IIS would take, unless that is what it is about") {
  const base::Result<std::vector<Scenario>> scenarios = all_scenarios();
  REQUIRE(scenarios);
  for (const Scenario& scenario : *scenarios) {
    const base::Result<Scenario> whole = combine({scenario.id});
    REQUIRE(whole);
    for (const iis::VersionRow& row : iis::versions()) {
      if (!whole->iis.empty() && whole->iis != row.name) continue;
      INFO(scenario.id << " on " << row.name);
      InstallationPlan plan;
      plan.scenario = *whole;
      iis::ServerSettings settings;
      settings.version = row.version;
      PublishedTree tree(sample_tree(10, 0));
      tree.add_text("web.config", whole->web_config.empty() ? web_config_text(whole->pieces) : whole->web_config,
                    base::Time{});
      std::string notes;
      const auto installation =
          Installation::create(plan, settings, tree, [&](const std::string& note) { notes += note + "\n"; });
      REQUIRE(installation);
      const bool is_invalid = std::any_of(whole->expect.begin(), whole->expect.end(), [](const ExpectedCause& cause) {
        return cause.cause == "iis.configuration-invalid";
      });
      const bool is_about_file = is_invalid && whole->host.folder != FolderState::OtherServer;
      CHECK((notes.find(": 500.19 0x") != std::string::npos) == is_about_file);
      if (!is_about_file) CHECK(notes.empty());
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
