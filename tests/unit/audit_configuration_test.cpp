// What a configuration is said to do to a share.
#include "catch.hpp"

#include <filesystem>
#include <string>

#include "audit_fixture.hpp"
#include "system_words.hpp"

namespace {

using namespace webcid;
using namespace webcid::audit::testing;
using audit::Accounts;
using model::Severity;
using model::Verdict;

// The number of the line that holds `text`, from 1.
std::size_t line_of(const std::string& text, const std::string& wanted) {
  const std::size_t at = text.find(wanted);
  if (at == std::string::npos) FAIL("no " << wanted);
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) FAIL("no " << from);
  return text.replace(at, from.size(), to);
}

std::string guide_without(const std::string& text) {
  return replaced(kGuide, text, "");
}

model::GuideState state_of(const model::Report& report, std::string_view step) {
  for (const model::GuideStep& each : report.guide) {
    if (each.id == step) return each.state;
  }
  FAIL("no such step");
  return {};
}

}  // namespace

TEST_CASE("a share that follows the guide is healthy") {
  const model::Report report = Server().with_configuration().report();
  CHECK(told(report) == "");
  CHECK(report.verdict == Verdict::Healthy);
  CHECK(report.basis == model::Basis::ServerFiles);
  CHECK(report.summary.files == 6);
  CHECK(report.summary.verified == 6);
  CHECK(report.target.site == "Default Web Site/SophosUpdate");
  CHECK(report.target.physical_path == "D:\\Updates");
  for (const char* step : {"guide.iis-answers", "guide.virtual-directory", "guide.mime-any", "guide.mime-none",
                           "guide.listing", "guide.double-escaping", "guide.bin", "guide.extensionless-downloads"}) {
    CHECK(state_of(report, step) == model::GuideState::Ok);
  }
  CHECK(state_of(report, "guide.policy-address") == model::GuideState::NotSeen);
}

TEST_CASE("each step of the guide that was left out is told with its files and its place") {
  const model::Report bin = Server().with_configuration(guide_without("<remove segment=\"bin\" />")).report();
  CHECK(told(bin) == "error iis.hidden-segment bin");
  CHECK(find(bin, "iis.hidden-segment")->affected.examples == std::vector<std::string>{"bin/x.txt"});
  const std::string host = iis::application_host_text(Server().stock);
  CHECK(said(find(bin, "iis.hidden-segment")->evidence, "set-at")
            .find("|" + std::to_string(line_of(host, "segment=\"bin\"")) + "|") != std::string::npos);
  CHECK(state_of(bin, "guide.bin") == model::GuideState::Broken);

  const model::Report escaping = Server().with_configuration(guide_without(" allowDoubleEscaping=\"true\"")).report();
  CHECK(told(escaping) == "error iis.double-escaping-refused");
  CHECK(find(escaping, "iis.double-escaping-refused")->affected.examples == std::vector<std::string>{"c++.txt"});

  const model::Report any =
      Server()
          .with_configuration(guide_without("<mimeMap fileExtension=\".*\" mimeType=\"application/octet-stream\" />"))
          .report();
  CHECK(told(any) == "error iis.mime-map-missing .dat");
  CHECK(find(any, "iis.mime-map-missing")->affected.count == 2);
  CHECK(find(any, "iis.mime-map-missing")->confidence == model::Confidence::Certain);

  const model::Report none =
      Server()
          .with_configuration(guide_without("<mimeMap fileExtension=\".\" mimeType=\"application/octet-stream\" />"))
          .report();
  CHECK(told(none) == "error iis.extensionless-not-served");

  const model::Report listing =
      Server().with_configuration(guide_without("<directoryBrowse enabled=\"true\" />")).report();
  CHECK(told(listing) == "note iis.directory-browsing-off");
  CHECK(listing.verdict == Verdict::Healthy);
}

TEST_CASE("a deviation that no file suffers by is a warning") {
  Server server;
  server.options.entries = std::vector<model::Entry>{entry("a.txt")};
  const model::Report report =
      server
          .with_configuration(
              "<configuration><system.webServer><directoryBrowse enabled=\"true\"/></system.webServer>"
              "</configuration>")
          .report();
  CHECK(told(report) ==
        "warning iis.double-escaping-refused; warning iis.extensionless-not-served; warning iis.hidden-segment bin; "
        "note iis.mime-map-missing .*");
  CHECK(report.verdict == Verdict::Deviates);
  CHECK(said(find(report, "iis.hidden-segment")->evidence, "no-file-suffers") == "1");
  // Every extension that is published is mapped: an exact list is as good as ".*".
  CHECK(state_of(report, "guide.mime-any") == model::GuideState::Ok);
  CHECK(state_of(report, "guide.bin") == model::GuideState::Deviates);
}

TEST_CASE("a duplicate is told with its line, and breaks everything") {
  const model::Report report =
      Server()
          .with_configuration(
              replaced(kGuide, "<mimeMap fileExtension=\".*\"",
                       "<mimeMap fileExtension=\".txt\" mimeType=\"text/plain\" />\n<mimeMap fileExtension=\".*\""))
          .report();
  CHECK(told(report) == "error iis.configuration-invalid 0x800700b7");
  const std::string said_of = said(find(report, "iis.configuration-invalid")->evidence, "configuration-error");
  CHECK(said_of.find("web.config|4|Cannot add duplicate collection entry of type 'mimeMap'") != std::string::npos);
  CHECK(report.summary.failed == 6);
}

TEST_CASE("a web.config that is no XML is told with its line") {
  const model::Report report =
      Server().with_configuration("<configuration>\n<system.webServer>\n</configuration>\n").report();
  CHECK(said(find(report, "iis.configuration-invalid")->evidence, "configuration-error").find("|3|") !=
        std::string::npos);
}

TEST_CASE("an applicationHost.config that is no XML is told, not ours to fail at") {
  Server server;
  server.options.files.push_back(server.write("applicationHost.config", "<configuration>\n<system.applicationHost>\n"));
  const model::Report report = server.report();
  CHECK(told(report).find("error iis.configuration-invalid") == 0);
}

TEST_CASE("a share without its virtual directory is told with those that there are") {
  Server server;
  server.stock.virtual_directories = {{"/CIDs", R"(D:\CIDs)", true}};
  const model::Report report = server.with_configuration().report();
  CHECK(told(report) == "error iis.virtual-directory-missing SophosUpdate");
  CHECK(said(find(report, "iis.virtual-directory-missing")->evidence, "directories-there") == "/, /CIDs");
}

TEST_CASE("a stopped pool, a stopped site and a binding by name only refuse everything") {
  Server pool;
  pool.stock.pool = iis::StartMode::Stopped;
  CHECK(told(pool.with_configuration().report()) == "error httpsys.pool-stopped");
  Server site;
  site.stock.site = iis::StartMode::Stopped;
  CHECK(told(site.with_configuration().report()) == "error httpsys.no-site localhost:80");
  Server binding;
  binding.stock.bindings = {"*:80:updates.example"};
  CHECK(told(binding.with_configuration().report()) == "error httpsys.no-binding <IP>");
  Server named;
  named.stock.bindings = {"*:80:updates.example"};
  named.options.host = "updates.example";
  CHECK(told(named.with_configuration().report()) == "");
}

TEST_CASE("without a catalogue the settings are judged, and no file") {
  Server server;
  server.options.entries.reset();
  const model::Report report = server.with_configuration("<configuration/>").report();
  CHECK(report.summary.files == 0);
  CHECK(report.verdict == Verdict::Deviates);
  CHECK(told(report) ==
        "warning iis.double-escaping-refused; warning iis.extensionless-not-served; warning iis.hidden-segment bin; "
        "warning iis.mime-map-missing .*; note iis.directory-browsing-off");
  CHECK(said(report.notes, "catalogue-not-given") == "");
}

TEST_CASE("a web.config alone is judged as on a fresh server") {
  Server server;
  server.options.files.push_back(server.write("web.config", kGuide));
  const model::Report report = server.report();
  CHECK(told(report) == "");
  CHECK(said(report.notes, "stock-server-assumed") == "");
  CHECK(report.target.site == "");
}

TEST_CASE("a folder of --map is what is published, with every web.config in it") {
  Server server;
  namespace fs = std::filesystem;
  fs::create_directories(server.folder() / "copy" / "rms");
  server.write("copy/a.txt", "x");
  server.write("copy/rms/B.dat", "x");
  server.write("copy/Web.Config", kGuide);
  server.write("copy/rms/web.config",
               "<configuration><system.webServer><staticContent>\n<remove fileExtension=\".*\"/></staticContent>"
               "</system.webServer></configuration>");
  server.options.entries.reset();
  server.options.files = {server.write("applicationHost.config", iis::application_host_text(server.stock))};
  server.options.folders = {{R"(D:\Updates)", base::from_native(server.folder() / "copy")}};
  const model::Report report = server.report();
  CHECK(told(report) == "error iis.mime-map-missing .dat");
  CHECK(report.summary.files == 2);
  CHECK(test::with_slashes(said(find(report, "iis.mime-map-missing")->evidence, "set-at")) ==
        test::with_slashes(base::from_native(server.folder() / "copy" / "rms" / "web.config")) +
            "|2|<remove fileExtension=\".*\"/>");
}

#ifndef _WIN32
TEST_CASE("a link out of the share's folder is not followed") {
  Server server;
  namespace fs = std::filesystem;
  fs::create_directories(server.folder() / "copy");
  server.write("outside.txt", "x");
  fs::create_symlink(server.folder() / "outside.txt", server.folder() / "copy" / "a.txt");
  server.options.entries = std::vector<model::Entry>{entry("a.txt")};
  server.options.folders = {{R"(D:\Updates)", base::from_native(server.folder() / "copy")}};
  CHECK(told(server.with_configuration().report()) == "error publication.file-missing a.txt");
}
#endif

TEST_CASE("names of accounts are shown on demand only, passwords never") {
  const auto evidence = [](Accounts accounts) {
    Server server;
    server.options.accounts = accounts;
    const model::Report report =
        server
            .with_configuration(replaced(kGuide, "<requestFiltering",
                                         "<authorization><clear/><add accessType=\"Allow\" users=\"DOM\\reader\" />"
                                         "</authorization>\n<requestFiltering"))
            .report();
    CHECK(told(report) == "error iis.authorization-denied /SophosUpdate/");
    return said(find(report, "iis.authorization-denied")->evidence, "set-at");
  };
  CHECK(evidence(Accounts::Hidden).find("reader") == std::string::npos);
  CHECK(evidence(Accounts::Hidden).find("accessType=\"Allow\" users=\"...\"") != std::string::npos);
  CHECK(evidence(Accounts::Shown).find("users=\"DOM\\reader\"") != std::string::npos);
}

TEST_CASE("an account in a message of the configuration system is not shown") {
  const model::Report report =
      Server()
          .with_configuration(
              replaced(kGuide, "<requestFiltering",
                       "<authorization><add accessType=\"Allow\" users=\"DOM\\reader\" />"
                       "<add accessType=\"Deny\" users=\"DOM\\reader\" /></authorization>\n<requestFiltering"))
          .report();
  for (const model::Statement& statement : find(report, "iis.configuration-invalid")->evidence) {
    for (const std::string& argument : statement.arguments) CHECK(argument.find("reader") == std::string::npos);
  }
}

TEST_CASE("an address restriction is judged for a client that no rule lists, or for the one that is given") {
  const auto location = [](const char* body) {
    return std::string("<location path=\"Default Web Site/SophosUpdate\"><system.webServer><security>") + body +
           "</security></system.webServer></location>";
  };
  Server server;
  server.stock.locations =
      location("<ipSecurity allowUnlisted=\"false\"><add ipAddress=\"10.0.0.7\" allowed=\"true\"/></ipSecurity>");
  CHECK(told(server.with_configuration().report()) == "error iis.address-denied");
  Server listed;
  listed.stock.locations = server.stock.locations;
  listed.options.client = "10.0.0.7";
  CHECK(told(listed.with_configuration().report()) == "");
}

TEST_CASE("every file that would be refused is listed on demand") {
  Server server;
  std::string list;
  server.options.refused = [&list](std::string_view line) {
    list += line;
    return base::Result<void>();
  };
  server.with_configuration(guide_without("<remove segment=\"bin\" />")).report();
  const std::string host = iis::application_host_text(server.stock);
  CHECK(list == "404.8\tiis.hidden-segment\t" + server.options.files.front() + "\t" +
                    std::to_string(line_of(host, "segment=\"bin\"")) + "\tbin/x.txt\n");
}

TEST_CASE("what cannot be used is said with the reason") {
  Server twice;
  twice.with_configuration();
  twice.options.files.push_back(twice.write("other.config", kGuide));
  CHECK(twice.try_report().error().message.find("--map PHYSICAL=DIR") != std::string::npos);
  Server site;
  site.options.site = "Intranet";
  CHECK(site.with_configuration().try_report().error().message.find("there are \"Default Web Site\"") !=
        std::string::npos);
  Server version;
  version.options.version = "6.0";
  CHECK(version.with_configuration().try_report().error().kind == base::ErrorKind::Usage);
  Server unknown;
  unknown.with_log("notes.txt", "hello\n");
  CHECK(unknown.try_report().error().message.find("does not begin with '<'") != std::string::npos);
  Server page;
  page.with_log("page.html", "<html></html>");
  CHECK(page.try_report().error().message.find("XML without <configuration>") != std::string::npos);
  Server absent;
  absent.options.files = {"/nonexistent/web.config"};
  CHECK(absent.try_report().error().kind == base::ErrorKind::LocalIo);
}

TEST_CASE("a configuration in UTF-16 is read with its lines") {
  std::string wide("\xff\xfe", 2);
  for (const char* c = kGuide; *c != 0; ++c) wide += std::string(1, *c) + std::string(1, '\0');
  CHECK(told(Server().with_configuration(wide).report()) == "");
}

TEST_CASE("hostile configurations are refused within their limits") {
  std::string deep = "<configuration>";
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  CHECK(told(Server().with_configuration(deep).report()).find("error iis.configuration-invalid") == 0);
  std::string bomb = "<!DOCTYPE configuration [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " \"";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += "\">";
  }
  bomb +=
      "]><configuration><system.webServer><staticContent><mimeMap fileExtension=\"&j;\" "
      "mimeType=\"a\"/></staticContent>"
      "</system.webServer></configuration>";
  CHECK(Server().with_configuration(bomb).report().summary.files == 6);
  CHECK(
      told(Server().with_configuration("<configuration>" + std::string(5UL << 20U, ' ') + "</configuration>").report())
          .find("error iis.configuration-invalid") == 0);
}
