// Which element of which file decides a setting.
#include "catch.hpp"

#include <webcid/iis/level.hpp>

#include "iis_fixture.hpp"

namespace {

using webcid::iis::Boundary;
using webcid::iis::Level;
using webcid::iis::Origin;
using webcid::iis::ServerConfiguration;
using webcid::iis::WebConfig;

constexpr const char* kHost =
    "<configuration>\n"
    "  <configSections>\n"
    "    <sectionGroup name=\"system.applicationHost\"><section name=\"sites\" /></sectionGroup>\n"
    "    <sectionGroup name=\"system.webServer\">\n"
    "      <section name=\"staticContent\" />\n"
    "      <section name=\"directoryBrowse\" />\n"
    "    </sectionGroup>\n"
    "  </configSections>\n"
    "  <system.applicationHost><sites>\n"
    "    <site name=\"Default Web Site\" id=\"1\">\n"
    "      <application path=\"/\" applicationPool=\"Pool\">\n"
    "        <virtualDirectory path=\"/\" physicalPath=\"C:\\inetpub\\wwwroot\" />\n"
    "        <virtualDirectory path=\"/CIDs\" physicalPath=\"D:\\CIDs\" userName=\"DOM\\reader\" />\n"
    "      </application>\n"
    "      <bindings><binding protocol=\"http\" bindingInformation=\"*:80:\" /></bindings>\n"
    "    </site>\n"
    "  </sites></system.applicationHost>\n"
    "  <system.webServer>\n"
    "    <staticContent>\n"
    "      <mimeMap fileExtension=\".dat\" mimeType=\"a/b\" />\n"
    "      <mimeMap fileExtension=\".txt\" mimeType=\"text/plain\" />\n"
    "    </staticContent>\n"
    "    <directoryBrowse />\n"
    "  </system.webServer>\n"
    "</configuration>\n";

Level share(const char* web_config) {
  const auto configuration = ServerConfiguration::read(kHost, "host");
  REQUIRE(configuration);
  const WebConfig file{"own", web_config};
  return Level::server(*configuration)
      .below("Default Web Site", nullptr, Boundary::None)
      .below("CIDs", &file, Boundary::None);
}

std::string place(const std::optional<Origin>& origin) {
  if (!origin) return "nowhere";
  return origin->file + ":" + std::to_string(origin->line) + (origin->is_set ? " " : " not set, ") + origin->element;
}

}  // namespace

TEST_CASE("an entry comes from the line that adds it") {
  CHECK(place(share("<configuration />").origin_of("system.webServer/staticContent#.dat")) ==
        "host:20 <mimeMap fileExtension=\".dat\" mimeType=\"a/b\" />");
}

TEST_CASE("an entry that is absent comes from the line that took it away") {
  const Level removed = share(
      "<configuration><system.webServer>\n<staticContent>\n<remove fileExtension=\".DAT\"/></staticContent>\n"
      "</system.webServer></configuration>");
  CHECK(place(removed.origin_of("system.webServer/staticContent#.dat")) == "own:3 <remove fileExtension=\".DAT\"/>");
  CHECK(place(removed.origin_of("system.webServer/staticContent#.txt")) ==
        "host:21 <mimeMap fileExtension=\".txt\" mimeType=\"text/plain\" />");
  const Level cleared = share(
      "<configuration><system.webServer><staticContent>\n<clear />\n<mimeMap fileExtension=\".a\" mimeType=\"a/a\"/>"
      "</staticContent></system.webServer></configuration>");
  CHECK(place(cleared.origin_of("system.webServer/staticContent#.dat")) == "own:2 <clear />");
  CHECK(place(cleared.origin_of("system.webServer/staticContent#.a")) ==
        "own:3 <mimeMap fileExtension=\".a\" mimeType=\"a/a\"/>");
}

TEST_CASE("what no file sets comes from the last element that could have") {
  CHECK(place(share("<configuration />").origin_of("system.webServer/staticContent#.upd")) ==
        "host:19 not set, <staticContent>");
  CHECK(place(share("<configuration />").origin_of("system.webServer/directoryBrowse/@enabled")) ==
        "host:23 not set, <directoryBrowse />");
  CHECK(place(share("<configuration />").origin_of("system.webServer/handlers/@accessPolicy")) == "nowhere");
}

TEST_CASE("an attribute comes from the last file that has it") {
  const Level level = share(
      "<configuration>\r\n<system.webServer>\r\n<directoryBrowse\r\n   enabled=\"true\" showFlags=\"Date\" />\r\n"
      "</system.webServer>\r\n</configuration>");
  CHECK(place(level.origin_of("system.webServer/directoryBrowse/@enabled")) ==
        "own:3 <directoryBrowse enabled=\"true\" showFlags=\"Date\" />");
}

TEST_CASE("an element is shown with at most 400 bytes") {
  const std::string type(4000, 'x');
  const std::string text = "<configuration><system.webServer><staticContent><mimeMap fileExtension=\".a\" mimeType=\"" +
                           type + "\"/></staticContent></system.webServer></configuration>";
  CHECK(share(text.c_str()).origin_of("system.webServer/staticContent#.a")->element.size() == 400);
}

TEST_CASE("sites and their parts know their lines, and who opens a folder") {
  const auto configuration = ServerConfiguration::read(kHost, "host");
  REQUIRE(configuration);
  const auto& site = configuration->sites().front();
  CHECK(site.line == 10);
  CHECK(site.bindings.front().line == 15);
  const auto& application = site.applications.front();
  CHECK(application.line == 11);
  CHECK(application.virtual_directories.back().line == 13);
  CHECK(application.virtual_directories.back().user == "DOM\\reader");
  CHECK(application.virtual_directories.front().user.empty());
}
