// How configuration files are merged, what they may not set, and which site and folder a request belongs to.
#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

constexpr const char* kShare = "/SophosUpdate/b.dat";
constexpr const char* kDatMap = R"(<staticContent><mimeMap fileExtension=".dat" mimeType="x/y"/></staticContent>)";

// A <location> of applicationHost.config.
std::string at_path(std::string_view path, std::string_view body, std::string_view attributes = "") {
  return fmt::format(R"(<location path="{}" {}><system.webServer>{}</system.webServer></location>)", path, attributes,
                     body);
}

}  // namespace

TEST_CASE("A location of applicationHost.config holds for its path and below, in any case") {
  World world;
  CHECK(seen(world.ask(kShare)) == "404.3 1245");
  for (const char* path :
       {"", "Default Web Site", "default web site/SOPHOSUPDATE", "Default Web Site/SophosUpdate/b.dat"}) {
    INFO(path);
    world.host.locations = at_path(path, kDatMap);
    CHECK(seen(world.ask(kShare)) == "200.0 1000");
  }
  for (const char* path : {"Other Site", "Default Web Site/Other", "Default Web Site/SophosUpdate/sub"}) {
    INFO(path);
    world.host.locations = at_path(path, kDatMap);
    CHECK(seen(world.ask(kShare)) == "404.3 1245");
  }
}

TEST_CASE("A web.config further down adds to those above it") {
  World world;
  world.tree.file("sub/c.upd").file("sub/d.dat");
  world.site_root.text("web.config", web_config(kDatMap));
  world.tree.text("sub/web.config",
                  web_config(R"(<staticContent><mimeMap fileExtension=".upd" mimeType="x/y"/></staticContent>)"));
  CHECK(seen(world.ask("/SophosUpdate/b.dat")) == "200.0 1000");
  CHECK(seen(world.ask("/SophosUpdate/sub/d.dat")) == "200.0 1000");
  CHECK(seen(world.ask("/SophosUpdate/sub/c.upd")) == "200.0 1000");
  world.tree.file("e.upd");
  CHECK(seen(world.ask("/SophosUpdate/e.upd")) == "404.3 1245");
}

TEST_CASE("What the parent site maps already must not be added again below it") {
  // e.5: 500.19, HRESULT 0x800700b7
  World world;
  world.site_root.text("web.config", web_config(kDatMap));
  world.config = web_config(kDatMap);
  const Answer answer = world.ask("/SophosUpdate/a.txt");
  CHECK(seen(answer) == "500.19 1208");
  CHECK(answer.hresult == kAlreadyExists);
  CHECK(seen(world.ask("/")) == "200.0 295");
}

TEST_CASE("A location of a web.config reaches the paths below it, a file too") {
  World world;
  world.config = fmt::format(
      R"(<configuration><location path="sub"><system.webServer><directoryBrowse enabled="true"/></system.webServer>
         </location><location path="b.dat"><system.webServer>{}</system.webServer></location></configuration>)",
      kDatMap);
  world.tree.file("other.dat");
  CHECK(world.ask("/SophosUpdate/sub/").page == Page::Listing);
  CHECK(seen(world.ask("/SophosUpdate/binary/")) == "403.14 1233");
  CHECK(seen(world.ask("/SophosUpdate/b.dat")) == "200.0 1000");
  CHECK(seen(world.ask("/SophosUpdate/other.dat")) == "404.3 1245");
}

TEST_CASE("Sections that the server keeps are refused in a web.config") {
  // a.8: 500.19, HRESULT 0x80070021
  World world;
  for (const char* section :
       {R"(<security><access sslFlags="None"/></security>)", R"(<security><ipSecurity/></security>)",
        R"(<security><authentication><anonymousAuthentication enabled="true"/></authentication></security>)",
        R"(<security><isapiCgiRestriction/></security>)", R"(<asp/>)"}) {
    INFO(section);
    world.config = web_config(section);
    const Answer answer = world.ask("/SophosUpdate/a.txt");
    CHECK(seen(answer) == "500.19 1208");
    CHECK(answer.hresult == kLocked);
  }
  // ... and those that it delegates are not.
  for (const char* section : {R"(<handlers accessPolicy="Read"/>)", R"(<security><authorization/></security>)",
                              R"(<httpRedirect enabled="false"/>)", R"(<urlCompression/>)", R"(<httpErrors/>)"}) {
    INFO(section);
    world.config = web_config(section);
    CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
  }
}

TEST_CASE("overrideMode locks and unlocks sections for the files below") {
  World world;
  world.config = web_config(R"(<security><access sslFlags="None"/></security>)");
  world.host.locations = at_path("Default Web Site", R"(<security><access/></security>)", R"(overrideMode="Allow")");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
  world.config = web_config(kDatMap);
  world.host.locations = at_path("Default Web Site", "<staticContent/>", R"(overrideMode="Deny")");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "500.19 1208");
  world.host.locations = at_path("Default Web Site", "<staticContent/>", R"(allowOverride="false")");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "500.19 1208");
  // A lock that a web.config sets binds those below it, not itself.
  world.host.locations = "";
  world.config = fmt::format(
      R"(<configuration><location path="." overrideMode="Deny"><system.webServer>{}</system.webServer></location></configuration>)",
      kDatMap);
  world.tree.text("sub/web.config", web_config("<staticContent/>"));
  CHECK(seen(world.ask(kShare)) == "200.0 1000");
  CHECK(seen(world.ask("/SophosUpdate/sub/Inner.TXT")) == "500.19 1208");
}

TEST_CASE("A locked item of a collection can neither be removed nor cleared") {
  World world;
  for (const char* section :
       {R"(<modules><remove name="StaticFileModule"/></modules>)", "<modules><clear/></modules>"}) {
    INFO(section);
    world.config = web_config(section);
    const Answer answer = world.ask("/SophosUpdate/a.txt");
    CHECK(seen(answer) == "500.19 1208");
    CHECK(answer.hresult == kLocked);
  }
}

TEST_CASE("A section that is not installed is no section") {
  // a.6: URL Rewrite not installed
  World world;
  world.config = web_config("<rewrite><rules/></rewrite>");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "500.19 1208");
  CHECK(world.ask("/SophosUpdate/a.txt").hresult == kInvalidData);
  world.host.has_url_rewrite = true;
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
}

TEST_CASE("A web.config that cannot be read stops everything below it") {
  // a.6: 0x80070005
  World world;
  world.tree.deny("web.config", "*");
  const Answer answer = world.ask("/SophosUpdate/a.txt");
  CHECK(seen(answer) == "500.19 1208");
  CHECK(answer.hresult == kAccessDenied);
}

TEST_CASE("A folder that is not there is a missing alias or an invalid configuration, as is assumed") {
  // a.6: [B]
  World world;
  world.has_folder = false;
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "404.0 1245");
  CHECK(seen(world.ask("/SophosUpdate")) == "404.0 1245");
  REQUIRE(world.settings.assumptions.set("missing-folder=500.19"));
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "500.19 1208");
  CHECK(world.ask("/SophosUpdate/a.txt").hresult == kPathNotFound);
  // Nor is one that was deleted since.
  World gone;
  gone.tree.vanish();
  for (const char* const target : {"/SophosUpdate/", "/SophosUpdate", "/SophosUpdate/a.txt"}) {
    INFO(target);
    CHECK(seen(gone.ask(target)) == "404.0 1245");
  }
  REQUIRE(gone.settings.assumptions.set("missing-folder=500.19"));
  CHECK(seen(gone.ask("/SophosUpdate/")) == "500.19 1208");
  World remote;
  remote.has_folder = false;
  remote.host.virtual_directories.front().physical_path = R"(\\files\share)";
  CHECK(seen(remote.ask("/SophosUpdate/a.txt")) == "500.19 1208");
  World unreadable;
  unreadable.root_error = kAccessDenied;
  CHECK(seen(unreadable.ask("/SophosUpdate/a.txt")) == "500.19 1208");
  CHECK(unreadable.ask("/SophosUpdate/a.txt").hresult == kAccessDenied);
  CHECK(seen(unreadable.ask("/")) == "200.0 295");
}

TEST_CASE("HTTP.sys refuses a host that could not be one, whatever the site would say") {
  // a.1
  World world;
  for (const char* const host : {"srv!example", "srv example", "srv/example", "\x01"}) {
    INFO(host);
    world.headers = {{"Host", host}};
    CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "400.0 334");
    CHECK(world.ask("/SophosUpdate/a.txt").http_sys_reason == "Hostname");
  }
  for (const char* const host : {"SRV-1_a.example:80", "192.0.2.1", "[2001:db8::1]"}) {
    INFO(host);
    world.headers = {{"Host", host}};
    CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
  }
  // Nor does a failure of the site come to a request that HTTP.sys keeps from it.
  const auto failed = [](const World& asked, const char* target) {
    Request request;
    request.method = "GET";
    request.target = target;
    request.headers = asked.headers;
    request.client_address = "127.0.0.1";
    return seen(asked.server().fail(500, 0, 0x80070020, request));
  };
  world.headers = {{"Host", "srv.example"}};
  CHECK(failed(world, "/SophosUpdate/a.txt") == "500.0 1208");
  CHECK(failed(world, "a.txt") == "400.0 324");
  world.host.bindings = {"*:80:updates.example"};
  CHECK(failed(world, "/SophosUpdate/a.txt") == "400.0 334");
}

TEST_CASE("HTTP.sys finds the site by its binding") {
  // a.1
  World world;
  world.host.bindings = {"*:80:updates.example"};
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "400.0 334");
  CHECK(world.ask("/SophosUpdate/a.txt").http_sys_reason == "Hostname");
  world.headers = {{"Host", "UPDATES.example:8080"}};
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
  world.host.bindings = {"*:8530:"};
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "404.0 315");
  CHECK(world.ask("/SophosUpdate/a.txt").http_sys_reason == "N/A");
  world.host.bindings = {"*:80:"};
  world.host.site = StartMode::Stopped;
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "404.0 315");
}

TEST_CASE("A stopped pool is answered by HTTP.sys for every URL") {
  // a.7
  World world;
  world.host.pool = StartMode::Stopped;
  for (const char* target : {"/", "/SophosUpdate/a.txt", "/nope"}) {
    const Answer answer = world.ask(target);
    CHECK(seen(answer) == "503.0 326");
    CHECK(answer.page == Page::HttpSys);
    CHECK(answer.http_sys_reason == "AppOffline");
  }
  CHECK(seen(world.ask("/%00")) == "400.0 324");
}

TEST_CASE("A site's number goes into what is logged") {
  CHECK(World().ask("/SophosUpdate/a.txt").site_id == 1);
  CHECK(World().ask("/%00").site_id == 0);
}

namespace {

// A server with two sites and an application, as an administrator writes it.
constexpr const char* kTwoSites = R"(<configuration><configSections>
  <sectionGroup name="system.applicationHost"><section name="sites"/><section name="applicationPools"/></sectionGroup>
  <sectionGroup name="system.webServer"><section name="staticContent" overrideModeDefault="Allow"/>
    <section name="directoryBrowse" overrideModeDefault="Allow"/><section name="handlers"/><section name="modules"/>
    <section name="asp"/></sectionGroup></configSections>
  <system.applicationHost><applicationPools><add name="One"/><add name="Two" managedRuntimeVersion=""/></applicationPools>
  <sites><site name="One" id="1"><application path="/" applicationPool="One">
      <virtualDirectory path="/" physicalPath="%SystemDrive%\one\"/><virtualDirectory path="/v" physicalPath="C:\vdir" allowSubDirConfig="false"/>
    </application><application path="/app" applicationPool="Two"><virtualDirectory path="/" physicalPath="C:\app"/></application>
    <bindings><binding protocol="http" bindingInformation="*:80:one"/></bindings></site>
  <site name="Two" id="2"><application path="/" applicationPool="Gone"><virtualDirectory path="/" physicalPath="C:\two"/></application>
    <bindings><binding protocol="http" bindingInformation="10.0.0.1:80:two"/></bindings></site></sites></system.applicationHost>
  <system.webServer><staticContent><mimeMap fileExtension=".txt" mimeType="a/b"/></staticContent>
    <modules><add name="StaticFileModule"/></modules><asp odd="1"/>
    <handlers accessPolicy="Read"><add name="StaticFile" path="*" verb="*" modules="StaticFileModule" resourceType="Either" requireAccess="Read"/></handlers></system.webServer>
  <location path="One" inheritInChildApplications="false"><system.webServer><directoryBrowse enabled="true"/></system.webServer></location>
</configuration>)";

struct TwoSites {
  TwoSites() {
    one.file("a.txt");
    vdir.file("v.txt").file("sub/w.txt").text("sub/web.config", "<broken");
    app.file("b.txt");
  }
  FakeTree one;
  FakeTree vdir;
  FakeTree app;

  Answer ask(const char* host, const char* target) const {
    auto configuration = ServerConfiguration::read(kTwoSites);
    if (!configuration) FAIL(configuration.error().message);
    const Server server(ServerSettings{}, std::move(*configuration),
                        {{R"(C:\one)", &one, 0}, {R"(C:\vdir)", &vdir, 0}, {R"(C:\app)", &app, 0}});
    Request request;
    request.method = "GET";
    request.target = target;
    request.headers = {{"Host", host}};
    request.now = at(2026, 2, 1, 12, 0);
    return server.answer(request);
  }
};

}  // namespace

TEST_CASE("A section that belongs to the server or to applications is none of a folder's web.config") {
  // a.6: allowDefinition, whatever overrideModeDefault says
  const auto error_of = [](std::string_view where) {
    const auto configuration = ServerConfiguration::read(fmt::format(
        R"(<configuration><configSections><sectionGroup name="system.applicationHost"><section name="sites"/>
      </sectionGroup><sectionGroup name="system.webServer"><section name="directoryBrowse" overrideModeDefault="Allow" {}/>
      </sectionGroup></configSections><system.applicationHost><sites><site name="One" id="1"><application path="/">
      <virtualDirectory path="/" physicalPath="C:\one"/></application></site></sites></system.applicationHost></configuration>)",
        where));
    REQUIRE(configuration);
    const WebConfig file{"web.config", web_config(R"(<directoryBrowse enabled="true"/>)")};
    const auto at_site = Level::server(*configuration).below("One", nullptr, Boundary::None);
    return std::pair(at_site.below("folder", &file, Boundary::None).error().has_value(),
                     at_site.below("app", &file, Boundary::Application).error().has_value());
  };
  CHECK(error_of("") == std::pair(false, false));
  CHECK(error_of(R"(allowDefinition="Everywhere")") == std::pair(false, false));
  CHECK(error_of(R"(allowDefinition="AppHostOnly")") == std::pair(true, true));
  CHECK(error_of(R"(allowDefinition="MachineOnly")") == std::pair(true, true));
  CHECK(error_of(R"(allowDefinition="MachineToApplication")") == std::pair(true, false));
}

TEST_CASE("Sites, applications and virtual directories divide a server") {
  const TwoSites server;
  CHECK(seen(server.ask("one", "/a.txt")) == "200.0 1000");
  CHECK(seen(server.ask("one", "/v/v.txt")) == "200.0 1000");
  CHECK(seen(server.ask("one", "/app/b.txt")) == "200.0 1000");
  CHECK(seen(server.ask("one", "/APP/B.txt")) == "200.0 1000");
  CHECK(server.ask("one", "/app/a.txt").status == 404);
  CHECK(server.ask("one", "/a.txt").site_id == 1);
  CHECK(server.ask("three", "/a.txt").status == 400);
  // Its pool does not exist.
  CHECK(seen(server.ask("two", "/")) == "503.0 326");
}

TEST_CASE("inheritInChildApplications=\"false\" ends at an application") {
  const TwoSites server;
  CHECK(server.ask("one", "/").page == Page::Listing);
  CHECK(server.ask("one", "/v/").page == Page::Listing);
  CHECK(server.ask("one", "/app/").status == 403);
}

TEST_CASE("What an application does not inherit stays out whatever is merged after it") {
  TwoSites server;
  server.one.text("web.config",
                  web_config(R"(<staticContent><mimeMap fileExtension=".q" mimeType="a/b"/></staticContent>)"));
  server.app.file("x.q");
  CHECK(server.ask("one", "/").page == Page::Listing);
  CHECK(seen(server.ask("one", "/app/x.q")) == "200.0 1000");
  CHECK(server.ask("one", "/app/").status == 403);
}

TEST_CASE("allowSubDirConfig=\"false\" leaves a web.config in a sub-folder unread") {
  CHECK(seen(TwoSites().ask("one", "/v/sub/w.txt")) == "200.0 1000");
}

TEST_CASE("What a server's file says without effect is listed with its place") {
  const auto configuration = ServerConfiguration::read(kTwoSites);
  REQUIRE(configuration);
  CHECK(configuration->ignored() == std::vector<std::string>{"system.webServer/asp (line 14)"});
  REQUIRE(configuration->sites().size() == 2);
  CHECK(configuration->sites()[0].applications[0].virtual_directories[0].physical_path == R"(C:\one)");
  CHECK(configuration->sites()[1].bindings[0].address == "10.0.0.1");
  CHECK(configuration->pool("two")->runtime_version.empty());
}

TEST_CASE("What is no applicationHost.config is refused with the reason") {
  const auto why = [](const char* text) {
    const auto configuration = ServerConfiguration::read(text);
    return configuration ? std::string() : configuration.error().message;
  };
  CHECK(why("<configuration>") == "Configuration file is not well-formed XML");
  CHECK(why("<configuration/>") == "There is no system.applicationHost section");
  CHECK(why("<configuration><system.applicationHost/><system.webServer><odd/></system.webServer></configuration>")
            .empty());
}

TEST_CASE("The stock server's file is what its parts say") {
  StockServer stock;
  stock.version = Version::V8_5;
  stock.has_webdav = true;
  stock.has_url_rewrite = true;
  const auto configuration = ServerConfiguration::read(application_host_text(stock));
  REQUIRE(configuration);
  CHECK(configuration->ignored().empty());
  const Level server = Level::server(*configuration);
  const Configuration& rules = server.rules();
  CHECK(rules.request_filtering.extensions.size() == 43);
  CHECK(rules.default_documents.names.front() == "Default.htm");
  CHECK(rules.has_module("WebDAVModule"));
  CHECK(rules.has_module("RewriteModule"));
  CHECK(rules.handlers.list.back().name == "StaticFile");
  CHECK(rules.handlers.access_policy == std::set<Permission>{Permission::Read, Permission::Script});
  CHECK(rules.http_errors.find(404, 3)->path == "404.htm");
  CHECK(rules.http_errors.find(431, 0) == nullptr);
}

TEST_CASE("A section for applications is refused in a virtual directory that is none") {
  // a.8: modules, MachineToApplication
  World world;
  const char* section = R"(<modules runAllManagedModulesForAllRequests="true"/>)";
  world.config = web_config(section);
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "500.19 1208");
  world.config = web_config("");
  world.site_root.text("web.config", web_config(section));
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
}

TEST_CASE("Two slashes are no folder of their own") {
  World world;
  world.config = web_config(R"(<staticContent><mimeMap fileExtension=".dat" mimeType="x/y"/></staticContent>)");
  CHECK(world.ask("/SophosUpdate//b.dat").status == 404);
  CHECK(world.ask("//SophosUpdate/b.dat").status == 404);
}

TEST_CASE("Paths of applications and folders may end in their separator") {
  const char* text =
      R"(<configuration><system.applicationHost><applicationPools><add name="P"/></applicationPools><sites>
    <site name="S" id="1"><application path="/" applicationPool="P"><virtualDirectory path="/" physicalPath="C:\"/>
      <virtualDirectory path="/v/" physicalPath="D:\"/></application>
      <application path="/app/" applicationPool="P"><virtualDirectory path="/" physicalPath="C:\app\"/></application>
      <bindings><binding protocol="http" bindingInformation="*:80:"/></bindings></site></sites></system.applicationHost></configuration>)";
  FakeTree drive;
  drive.file("a.txt");
  auto configuration = ServerConfiguration::read(text);
  REQUIRE(configuration);
  const Server server(ServerSettings{}, std::move(*configuration), {{R"(D:\)", &drive, 0}});
  const SiteRow& site = server.configuration().sites().front();
  CHECK(server.locate(site, "/v/a.txt").tree_path == "a.txt");
  CHECK(server.locate(site, "/app").physical_path == R"(C:\app)");
  CHECK(server.locate(site, "/app/b").physical_path == R"(C:\app\b)");
}

TEST_CASE("Deep and odd locations are bounded") {
  World world;
  std::string path = "Default Web Site";
  for (int i = 0; i < 2000; ++i) path += "/a";
  world.host.locations =
      at_path(path, "<directoryBrowse enabled=\"true\"/>") + at_path("///", "") + at_path("a,b,,", "");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
}
TEST_CASE("What an installation has decides which sections it knows") {
  // a.2: dynamic restrictions came with 8.0; URL Rewrite and WebDAV are installed apart.
  const auto declares = [](const StockServer& stock, std::string_view section) {
    return application_host_text(stock).find(fmt::format("<section name=\"{}\"", section)) != std::string::npos;
  };
  for (const Version version : {Version::V7_0, Version::V7_5, Version::V8_0, Version::V8_5, Version::V10_0}) {
    StockServer stock;
    stock.version = version;
    CHECK(declares(stock, "ipSecurity"));
    CHECK(declares(stock, "dynamicIpSecurity") == (version >= Version::V8_0));
    CHECK_FALSE(declares(stock, "authoring"));
    CHECK_FALSE(declares(stock, "rewriteMaps"));
    stock.has_webdav = true;
    CHECK(declares(stock, "authoring"));
    CHECK_FALSE(declares(stock, "rewriteMaps"));
    stock.has_url_rewrite = true;
    CHECK(declares(stock, "rewriteMaps"));
  }
}
