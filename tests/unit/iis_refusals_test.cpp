// iis.md a.2, a.3 and a.4, row by row: a situation, the versions that know it, and what IIS answers.
#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

constexpr Version kFirst = Version::V7_0;
constexpr Version kLast = Version::V10_0;

struct Situation {
  const char* source;    // section of iis.md and what its row says
  const char* location;  // in applicationHost.config, for the share
  const char* config;    // in the share's web.config
  const char* method;
  const char* target;
  const char* expected;  // status.sub-status and length of the body
  Version from = kFirst;
  Version to = kLast;
};

// A share in which every type is mapped, so that only what the row names refuses.
constexpr const char* kMapped =
    R"(<staticContent><mimeMap fileExtension=".*" mimeType="x/y"/><mimeMap fileExtension="." mimeType="x/y"/></staticContent>)";

std::string with_maps(std::string_view config) {
  return std::string(config).find("<staticContent") == std::string::npos ? std::string(kMapped) + std::string(config)
                                                                         : std::string(config);
}

void check(const Situation& row, World& world) {
  world.host.locations = location(row.location);
  world.config = web_config(with_maps(row.config));
  for (const VersionRow& version : versions()) {
    if (version.version < row.from || version.version > row.to) continue;
    world.settings.version = version.version;
    INFO(row.source << " on " << version.name << ": " << row.method << " " << row.target);
    CHECK(seen(world.ask(row.target, row.method)) == row.expected);
  }
}

void check(const std::vector<Situation>& rows) {
  for (const Situation& row : rows) {
    World world;
    check(row, world);
  }
}

}  // namespace

TEST_CASE("Each 404 of request filtering has its setting") {
  constexpr const char* kUrl = "/SophosUpdate/a.txt";
  check({
      {"a.4 404.5 URL sequence denied", "",
       R"(<security><requestFiltering><denyUrlSequences><add sequence="in"/></denyUrlSequences></requestFiltering></security>)",
       "GET", "/SophosUpdate/binary/x.txt", "404.5 1245"},
      {"a.4 404.5 elsewhere in the URL, without case", "",
       R"(<security><requestFiltering><denyUrlSequences><add sequence="A.T"/></denyUrlSequences></requestFiltering></security>)",
       "GET", kUrl, "404.5 1245"},
      {"a.4 404.5 another URL passes", "",
       R"(<security><requestFiltering><denyUrlSequences><add sequence="zz"/></denyUrlSequences></requestFiltering></security>)",
       "GET", kUrl, "200.0 1000"},
      {"a.4 404.5 an URL that is always allowed", "",
       R"(<security><requestFiltering><alwaysAllowedUrls><add url="/SophosUpdate/a.txt"/></alwaysAllowedUrls>
          <denyUrlSequences><add sequence="a"/></denyUrlSequences></requestFiltering></security>)",
       "GET", kUrl, "200.0 1000"},
      {"a.4 404.6 verb denied", "",
       R"(<security><requestFiltering><verbs><add verb="HEAD" allowed="false"/></verbs></requestFiltering></security>)",
       "HEAD", kUrl, "404.6 1245"},
      {"j.22 404.6 on HEAD alone", "",
       R"(<security><requestFiltering><verbs><add verb="HEAD" allowed="false"/></verbs></requestFiltering></security>)",
       "GET", kUrl, "200.0 1000"},
      {"a.4 404.6 only listed verbs", "",
       R"(<security><requestFiltering><verbs allowUnlisted="false"><add verb="GET" allowed="true"/></verbs></requestFiltering></security>)",
       "OPTIONS", kUrl, "404.6 1245"},
      {"a.4 404.7 extension denied", "",
       R"(<security><requestFiltering><fileExtensions><add fileExtension=".TXT" allowed="false"/></fileExtensions></requestFiltering></security>)",
       "GET", kUrl, "404.7 1245"},
      {"a.4 404.7 before the file is looked for", "",
       R"(<security><requestFiltering><fileExtensions><add fileExtension=".zz" allowed="false"/></fileExtensions></requestFiltering></security>)",
       "OPTIONS", "/SophosUpdate/made-up.zz", "404.7 1245"},
      {"a.4 404.8 hidden segment", "",
       R"(<security><requestFiltering><hiddenSegments><add segment="sub"/></hiddenSegments></requestFiltering></security>)",
       "GET", "/SophosUpdate/sub/Inner.TXT", "404.8 1245"},
      {"a.4 404.10 header too long, 431 on newer builds", "",
       R"(<security><requestFiltering><requestLimits><headerLimits><add header="Host" sizeLimit="3"/></headerLimits></requestLimits></requestFiltering></security>)",
       "GET", kUrl, "404.10 1245", kFirst, Version::V8_5},
      {"a.4 404.11 double escape", "", "", "GET", "/SophosUpdate/a+b.txt", "404.11 1245"},
      {"a.4 404.12 high bit", "", R"(<security><requestFiltering allowHighBitCharacters="false"/></security>)", "GET",
       "/SophosUpdate/%C3%A9.txt", "404.12 1245"},
      {"a.4 404.12 default is allowed", "", "", "GET", "/SophosUpdate/%C3%A9.txt", "404.0 1245"},
      {"a.4 404.14 URL too long", "",
       R"(<security><requestFiltering><requestLimits maxUrl="18"/></requestFiltering></security>)", "GET", kUrl,
       "404.14 1245"},
      {"a.4 404.15 query too long", "",
       R"(<security><requestFiltering><requestLimits maxQueryString="3"/></requestFiltering></security>)", "GET",
       "/SophosUpdate/a.txt?1234", "404.15 1245"},
      {"a.4 404.18 query string sequence", "",
       R"(<security><requestFiltering><denyQueryStringSequences><add sequence="xp_"/></denyQueryStringSequences></requestFiltering></security>)",
       "GET", "/SophosUpdate/a.txt?a=XP_b", "404.18 1245"},
      {"a.4 404.19 filtering rule, 7.5 and later", "",
       R"(<security><requestFiltering><filteringRules><filteringRule name="agents" scanUrl="false">
          <scanHeaders><add requestHeader="Host"/></scanHeaders><denyStrings><add string="EXAMPLE"/></denyStrings>
          </filteringRule></filteringRules></requestFiltering></security>)",
       "GET", kUrl, "404.19 1245", Version::V7_5, kLast},
      {"a.4 404.19 by the query, where it is scanned", "",
       R"(<security><requestFiltering><filteringRules><filteringRule name="query" scanUrl="false" scanQueryString="true">
          <denyStrings><add string="SECRET"/></denyStrings></filteringRule></filteringRules></requestFiltering></security>)",
       "GET", "/SophosUpdate/a.txt?a=secret", "404.19 1245", Version::V7_5, kLast},
      {"a.4 404.19 by the query alone, where that is scanned", "",
       R"(<security><requestFiltering><filteringRules><filteringRule name="query" scanUrl="false" scanQueryString="true">
          <denyStrings><add string="a.txt"/></denyStrings></filteringRule></filteringRules></requestFiltering></security>)",
       "GET", "/SophosUpdate/a.txt?a=secret", "200.0 1000"},
      {"a.4 404.19 not by a query that is not scanned", "",
       R"(<security><requestFiltering><filteringRules><filteringRule name="url" scanUrl="true">
          <denyStrings><add string="secret"/></denyStrings></filteringRule></filteringRules></requestFiltering></security>)",
       "GET", "/SophosUpdate/a.txt?a=secret", "200.0 1000"},
      {"a.4 404.19 not before 7.5", "",
       R"(<security><requestFiltering><filteringRules><filteringRule name="agents" scanUrl="false">
          <scanHeaders><add requestHeader="Host"/></scanHeaders><denyStrings><add string="EXAMPLE"/></denyStrings>
          </filteringRule></filteringRules></requestFiltering></security>)",
       "GET", kUrl, "200.0 1000", kFirst, kFirst},
      {"a.4 404.19 for the extensions it applies to", "",
       R"(<security><requestFiltering><filteringRules><filteringRule name="only-dat" scanUrl="true">
          <appliesTo><add fileExtension=".dat"/></appliesTo><denyStrings><add string="sophos"/></denyStrings>
          </filteringRule></filteringRules></requestFiltering></security>)",
       "GET", "/SophosUpdate/b.dat", "404.19 1245", Version::V7_5, kLast},
      {"a.4 404.19 for no other extension", "",
       R"(<security><requestFiltering><filteringRules><filteringRule name="only-dat" scanUrl="true">
          <appliesTo><add fileExtension=".dat"/></appliesTo><denyStrings><add string="sophos"/></denyStrings>
          </filteringRule></filteringRules></requestFiltering></security>)",
       "GET", kUrl, "200.0 1000"},
  });
}

TEST_CASE("A header or body over its limit has another status on newer builds") {
  World world;
  world.config = web_config(
      R"(<security><requestFiltering><requestLimits maxAllowedContentLength="5"><headerLimits>
         <add header="X-Long" sizeLimit="3"/></headerLimits></requestLimits></requestFiltering></security>)");
  world.headers.push_back({"X-Long", "1234"});
  CHECK(world.ask("/SophosUpdate/a.txt").status == 431);  // a.2
  REQUIRE(world.settings.assumptions.set("large-header=404.10"));
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "404.10 1245");
  world.headers.back() = {"Content-Length", "6"};
  CHECK(seen(world.ask("/SophosUpdate/a.txt", "POST")) == "413.1 54");  // a.2, f.1: not mapped
  world.settings.version = Version::V7_5;
  CHECK(seen(world.ask("/SophosUpdate/a.txt", "POST")) == "404.13 1245");
}

TEST_CASE("Each 403 that concerns the whole share answers for everything in it") {
  // b.2: for every URL in scope, existing or not, file or folder
  constexpr const char* kSsl = R"(<security><access sslFlags="Ssl"/></security>)";
  constexpr const char* kDenied =
      R"(<security><ipSecurity><add ipAddress="127.0.0.1" allowed="false"/></ipSecurity></security>)";
  for (const char* target :
       {"/SophosUpdate/a.txt", "/SophosUpdate/nope", "/SophosUpdate/sub", "/SophosUpdate/sub/", "/SophosUpdate"}) {
    for (const char* method : {"GET", "OPTIONS"}) {
      check(
          {{"a.3 403.4", kSsl, "", method, target, "403.4 1233"},
           {"a.3 403.5", R"(<security><access sslFlags="Ssl, Ssl128"/></security>)", "", method, target, "403.5 1233"},
           {"a.3 403.7", R"(<security><access sslFlags="SslRequireCert"/></security>)", "", method, target,
            "403.7 1233"},
           {"a.3 403.6 classic IP restriction", kDenied, "", method, target, "403.6 1233", kFirst, Version::V7_5},
           {"a.3 403.503", kDenied, "", method, target, "403.503 1233", Version::V8_0, kLast}});
    }
  }
  check({{"b.2 the site root is out of scope", kSsl, "", "GET", "/", "200.0 295"}});
  World secure;
  secure.transport = Transport::Tls;
  check({"a.3 403.4 the same over TLS", kSsl, "", "GET", "/SophosUpdate/a.txt", "200.0 1000"}, secure);
}

TEST_CASE("An address is denied by list, subnet and default, with the action that is set") {
  const auto rules = [](std::string_view attributes, std::string_view rows) {
    return location(fmt::format("<security><ipSecurity {}>{}</ipSecurity></security>", attributes, rows));
  };
  const auto answer = [](const std::string& locations, const char* client) {
    World world;
    world.host.locations = locations;
    world.client = client;
    const Answer given = world.ask("/SophosUpdate/a.txt");
    return given.connection == Connection::Dropped ? std::string("dropped") : seen(given);
  };
  const char* net = R"(<add ipAddress="10.1.0.0" subnetMask="255.255.0.0" allowed="false"/>)";
  CHECK(answer(rules("", net), "10.1.2.3") == "403.503 1233");
  CHECK(answer(rules("", net), "10.2.2.3") == "200.0 1000");
  CHECK(answer(rules(R"(allowUnlisted="false")", R"(<add ipAddress="10.1.0.9" allowed="true"/>)"), "10.1.0.9") ==
        "200.0 1000");
  CHECK(answer(rules(R"(allowUnlisted="false")", R"(<add ipAddress="10.1.0.9" allowed="true"/>)"), "10.1.0.8") ==
        "403.503 1233");
  CHECK(answer(rules("", R"(<add ipAddress="2001:db8::" subnetMask="32" allowed="false"/>)"), "2001:db8:1::5") ==
        "403.503 1233");
  CHECK(answer(rules("", R"(<add ipAddress="2001:db8::" subnetMask="32" allowed="false"/>)"), "2001:db9::5") ==
        "200.0 1000");
  // a.3, denyAction
  CHECK(answer(rules(R"(denyAction="NotFound")", net), "10.1.2.3") == "404.503 1245");
  CHECK(answer(rules(R"(denyAction="Unauthorized")", net), "10.1.2.3") == "401.503 1293");
  CHECK(answer(rules(R"(denyAction="AbortRequest")", net), "10.1.2.3") == "dropped");
}

TEST_CASE("A 401 of the IP restriction has no challenge unless that is assumed") {
  World world;  // a.2: [B]
  world.host.locations = location(
      R"(<security><ipSecurity denyAction="Unauthorized" allowUnlisted="false"/><authentication>
         <basicAuthentication enabled="true"/></authentication></security>)");
  CHECK(header(world.ask("/SophosUpdate/a.txt"), "WWW-Authenticate").empty());
  REQUIRE(world.settings.assumptions.set("address-denied-challenge=sent"));
  CHECK(header(world.ask("/SophosUpdate/a.txt"), "WWW-Authenticate") == "Basic realm=\"srv.example\"");
}

TEST_CASE("Dynamic IP restriction counts requests, from 8.0 on") {
  World world;
  world.host.locations = location(
      R"(<security><dynamicIpSecurity><denyByConcurrentRequests enabled="true" maxConcurrentRequests="3"/>
         <denyByRequestRate enabled="true" maxRequests="10" requestIntervalInMilliseconds="500"/></dynamicIpSecurity></security>)");
  std::uint32_t within = 10;
  std::chrono::milliseconds asked{};
  world.load.requests_within = [&](std::chrono::milliseconds interval) {
    asked = interval;
    return within;
  };
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
  CHECK(asked == std::chrono::milliseconds(500));
  world.load.concurrent = 3;
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
  within = 11;
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "403.502 1233");
  world.load.concurrent = 4;
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "403.501 1233");
}

TEST_CASE("The order of what IIS checks first can be assumed either way") {
  // b.1 step 5, k.1: not documented
  World world;
  world.host.locations =
      location(R"(<security><access sslFlags="Ssl"/><ipSecurity allowUnlisted="false"/></security>)");
  CHECK(seen(world.ask("/SophosUpdate/bin/x.txt")) == "404.8 1245");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "403.503 1233");
  REQUIRE(world.settings.assumptions.set("filtering-first=no"));
  CHECK(seen(world.ask("/SophosUpdate/bin/x.txt")) == "403.503 1233");
  REQUIRE(world.settings.assumptions.set("ssl-first=yes"));
  CHECK(seen(world.ask("/SophosUpdate/bin/x.txt")) == "403.4 1233");
}

TEST_CASE("An assumption that does not exist is refused with those that do") {
  Assumptions assumptions;
  CHECK(assumptions.set("options-nonexistent=500").error() == "options-nonexistent is 200 or 404, not \"500\"");
  CHECK(assumptions.set("colour=red").error().find("unknown assumption \"colour\"; there are options-nonexistent, ") ==
        0);
  for (const AssumptionRow& row : iis::assumptions()) {
    for (std::string_view value : row.values) {
      REQUIRE(assumptions.set(std::string(row.name) + "=" + std::string(value)));
      CHECK(assumptions.hold(row.assumption, value));
    }
  }
}

TEST_CASE("Handlers decide between 403 and 404 by what the access policy leaves") {
  const auto policy = [](const char* flags) { return fmt::format(R"(<handlers accessPolicy="{}"/>)", flags); };
  const std::string none = policy("None");
  const std::string execute = policy("Read, Script, Execute");
  check({
      {"a.3 403.2 Read removed", "", none.c_str(), "GET", "/SophosUpdate/a.txt", "403.2 1233"},
      {"a.3 403.2 folders too", "", none.c_str(), "GET", "/SophosUpdate/sub/", "403.2 1233"},
      {"b.2 OPTIONS needs no access", "", none.c_str(), "OPTIONS", "/SophosUpdate/a.txt", "200.0 0"},
      {"a.4 404.4 no handler", "", R"(<handlers><remove name="StaticFile"/></handlers>)", "GET", "/SophosUpdate/a.txt",
       "404.4 1245"},
      {"a.4 404.0 for a file that is missing", "", "", "GET", "/SophosUpdate/nope.txt", "404.0 1245"},
      {"a.4 404.2 .exe in a folder with Execute", "", execute.c_str(), "GET", "/SophosUpdate/setup.exe", "404.2 1245"},
      {"a.4 404.2 .dll too", "", execute.c_str(), "GET", "/SophosUpdate/x.dll", "404.2 1245"},
      {"a.4 404.2 other files are served", "", execute.c_str(), "GET", "/SophosUpdate/a.txt", "200.0 1000"},
      {"a.4 OPTIONS on an existing program", "", execute.c_str(), "OPTIONS", "/SophosUpdate/setup.exe", "404.2 1245"},
      {"a.4 OPTIONS on a made-up program", "", execute.c_str(), "OPTIONS", "/SophosUpdate/zz.exe", "200.0 0"},
      {"a.3 without Execute a program is a file", "", "", "GET", "/SophosUpdate/setup.exe", "200.0 1000"},
      {"a.2 500.21 a module that is not there", "",
       R"(<handlers><add name="Own" path="*" verb="*" modules="OwnModule" requireAccess="Read"/></handlers>)", "GET",
       "/SophosUpdate/a.txt", "500.21 1208"},
  });
  World world;
  world.config = web_config(none);
  REQUIRE(world.settings.assumptions.set("read-denied=404.4"));
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "404.4 1245");
}

TEST_CASE("A program that is allowed to run is no file either") {
  World world;
  world.host.locations = location(R"(<handlers accessPolicy="Read, Execute"/>)");
  // isapiCgiRestriction belongs to the server (a.8: AppHostOnly)
  world.host.locations +=
      R"(<location path=""><system.webServer><security><isapiCgiRestriction notListedCgisAllowed="true"
         notListedIsapisAllowed="true"/></security></system.webServer></location>)";
  CHECK(world.ask("/SophosUpdate/setup.exe").status == 502);
  CHECK(world.ask("/SophosUpdate/x.dll").status == 500);

  // One that is listed is allowed if its row says so, and not else.
  const auto listed = [](std::string_view allowed) {
    return location(R"(<handlers accessPolicy="Read, Execute"/>)") +
           fmt::format(R"(<location path=""><system.webServer><security><isapiCgiRestriction><add
             path="C:\ProgramData\Sophos\Update Manager\Update Manager\setup.exe" {}/></isapiCgiRestriction></security>
             </system.webServer></location>)",
                       allowed);
  };
  world.host.locations = listed(R"(allowed="true")");
  CHECK(world.ask("/SophosUpdate/setup.exe").status == 502);
  world.host.locations = listed(R"(allowed="false")");
  CHECK(seen(world.ask("/SophosUpdate/setup.exe")) == "404.2 1245");
}

TEST_CASE("Of the access policy the permissions count, and what else it says is told") {
  const auto ignored = [](const char* flags) {
    const auto merged = merge_web_config(web_config(fmt::format(R"(<handlers accessPolicy="{}"/>)", flags)));
    REQUIRE(merged);
    return merged->ignored.size();
  };
  CHECK(ignored("Read, Write, Script, Execute") == 0);
  CHECK(ignored("Read, Source") == 1);
  CHECK(ignored("NoRemoteRead, Execute") == 1);
}

TEST_CASE("A hidden folder may be answered as any folder without its final slash, and nothing else of it") {
  World world;
  world.tree.file("app_data/bin/x.txt").file("sub/bin/y.txt");
  CHECK(seen(world.ask("/SophosUpdate/bin")) == "404.8 1245");
  REQUIRE(world.settings.assumptions.set("hidden-segment-folder=301"));
  CHECK(world.ask("/SophosUpdate/bin").status == 301);
  CHECK(world.ask("/SophosUpdate/sub/bin").status == 301);
  for (const char* const target : {"/SophosUpdate/bin/", "/SophosUpdate/bin/x.txt", "/SophosUpdate/app_data/bin",
                                   "/SophosUpdate/sub/nope/bin", "/SophosUpdate/bin/bin"}) {
    INFO(target);
    CHECK(seen(world.ask(target)) == "404.8 1245");
  }
  world.config = web_config(
      R"(<security><requestFiltering><hiddenSegments><add segment="a.txt"/></hiddenSegments></requestFiltering></security>)");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "404.8 1245");
}

TEST_CASE("A handler for names without extension changes their refusal, not those of others") {
  // e.3, e.4
  const char* wildcard = R"(<staticContent><mimeMap fileExtension=".*" mimeType="x/y"/></staticContent>)";
  check({{"e.3 404.17 with .* alone", "", wildcard, "GET", "/SophosUpdate/noext", "404.17 1245", Version::V7_5, kLast},
         {"e.4 no such handler in 7.0", "", wildcard, "GET", "/SophosUpdate/noext", "404.3 1245", kFirst, kFirst},
         {"e.3 both maps serve it", "", "", "GET", "/SophosUpdate/noext", "200.0 1000"}});
  World world;
  world.config = web_config(std::string(kMapped) +
                            R"(<handlers><add name="Own" path="*." verb="*" type="Own.Handler"/></handlers>)");
  const Answer taken = world.ask("/SophosUpdate/noext");  // e.4: run through ASP.NET
  CHECK(taken.status == 404);
  CHECK(taken.page == Page::AspNet);
  CHECK(header(taken, "X-AspNet-Version") == "4.0.30319");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
  // KB2019689: a script handler whose preconditions are not met leaves its files to the static one.
  world.config =
      web_config(std::string(wildcard) +
                 R"(<handlers><add name="Own" path="*.ownx" verb="*" type="Own.Handler" preCondition="bitness32"/>
         <add name="Php" path="*.phx" verb="*" modules="FastCgiModule" scriptProcessor="C:\php\php-cgi.exe" preCondition="bitness32"/>
         <add name="Plain" path="*.plx" verb="*" modules="StaticFileModule" preCondition="bitness32"/></handlers>)");
  for (const char* const name : {"x.ownx", "x.phx", "x.plx", "x.zzz"}) world.tree.file(name);
  CHECK(seen(world.ask("/SophosUpdate/x.ownx")) == "404.17 1245");
  CHECK(seen(world.ask("/SophosUpdate/x.phx")) == "404.17 1245");
  CHECK(seen(world.ask("/SophosUpdate/x.plx")) == "200.0 1000");
  CHECK(seen(world.ask("/SophosUpdate/x.zzz")) == "200.0 1000");
}

TEST_CASE("Authorization and permissions refuse with the challenges of what is switched on") {
  const char* deny = R"(<security><authorization><remove users="*" roles="" verbs=""/>
      <add accessType="Allow" users="SophosUpdateMgr"/></authorization></security>)";
  World world;
  world.config = web_config(deny);
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "401.2 1293");
  CHECK(seen(world.ask("/SophosUpdate/a.txt", "OPTIONS")) == "401.2 1293");
  CHECK(header(world.ask("/SophosUpdate/a.txt"), "WWW-Authenticate").empty());  // h: anonymous only
  world.host.locations =
      location(R"(<security><authentication><basicAuthentication enabled="true"/></authentication></security>)");
  CHECK(header(world.ask("/SophosUpdate/a.txt"), "WWW-Authenticate") == "Basic realm=\"srv.example\"");
  world.logon = {LogonState::Accepted, Scheme::Basic, "DOMAIN\\SophosUpdateMgr", ""};
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
  CHECK(world.ask("/SophosUpdate/a.txt").user == "DOMAIN\\SophosUpdateMgr");
  world.logon.user = "Guest";
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "401.2 1293");
}

TEST_CASE("A deny rule counts before an allow rule") {
  World world;
  world.config =
      web_config(R"(<security><authorization><add accessType="Deny" users="?"/></authorization></security>)");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "401.2 1293");
  world.config = web_config(
      R"(<security><authorization><add accessType="Deny" users="?" verbs="PUT, DELETE"/></authorization></security>)");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
}

TEST_CASE("An authorization rule is removed as it is written, and roles are not followed in silence") {
  World world;
  world.site_root.text(
      "web.config",
      web_config(R"(<security><authorization><add accessType="Deny" users="?, bob"/></authorization></security>)"));
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "401.2 1293");
  world.config =
      web_config(R"(<security><authorization><remove users="?, bob" roles="" verbs=""/></authorization></security>)");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
  const auto merged = merge_web_config(
      web_config(R"(<security><authorization><add accessType="Deny" roles="Guests"/></authorization></security>)"));
  REQUIRE(merged);
  CHECK(merged->ignored == std::vector<std::string>{"system.webServer/security/authorization/add/@roles (line 1)"});
}

TEST_CASE("NTFS permissions are asked when the file is opened") {
  // b.1 step 10; OPTIONS never opens it
  World world;
  world.tree.deny("a.txt", "IUSR").deny("sub", "IUSR");
  world.config = web_config(R"(<directoryBrowse enabled="true"/>)");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "401.3 1293");
  CHECK(seen(world.ask("/SophosUpdate/sub/")) == "401.3 1293");
  CHECK(seen(world.ask("/SophosUpdate/binary/x.txt")) == "200.0 1000");
  CHECK(seen(world.ask("/SophosUpdate/a.txt", "OPTIONS")) == "200.0 0");
  CHECK(seen(world.ask("/SophosUpdate/nope.txt")) == "404.0 1245");
}

TEST_CASE("An account of a scheme that is not offered counts for nothing") {
  World world;
  world.host.locations = location(R"(<security><authentication><anonymousAuthentication enabled="false"/>
      <digestAuthentication enabled="true" realm="own"/></authentication></security>)");
  world.settings.digest_nonce = "abc";
  world.logon = {LogonState::Accepted, Scheme::Basic, "u", ""};
  const Answer refused = world.ask("/SophosUpdate/a.txt");
  CHECK(seen(refused) == "401.2 1293");
  CHECK(header(refused, "WWW-Authenticate") ==
        "Digest qop=\"auth\",algorithm=MD5-sess,nonce=\"abc\",charset=utf-8,realm=\"own\"");
  world.logon.scheme = Scheme::Digest;
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
}

TEST_CASE("Between the legs of a logon only its own scheme is offered") {
  World world;
  world.host.locations = location(R"(<security><authentication><anonymousAuthentication enabled="false"/>
      <windowsAuthentication enabled="true"/></authentication></security>)");
  world.logon = {LogonState::Continues, Scheme::Ntlm, "", "NTLM TlRMTVNTUAAC"};
  const Answer leg = world.ask("/SophosUpdate/a.txt");
  CHECK(seen(leg) == "401.1 1293");
  CHECK(win32_status_of(leg.hresult) == 0x8009030eU);
  CHECK(header_names(leg) == "Content-Type, Server, WWW-Authenticate, X-Powered-By, Date, Content-Length");
  CHECK(header(leg, "WWW-Authenticate") == "NTLM TlRMTVNTUAAC");
  world.logon = {LogonState::Rejected, Scheme::Ntlm, "", ""};
  const Answer wrong = world.ask("/SophosUpdate/a.txt");
  CHECK(seen(wrong) == "401.1 1293");
  CHECK(win32_status_of(wrong.hresult) == 1326);  // g.1
  CHECK(header_names(wrong) ==
        "Content-Type, Server, WWW-Authenticate, WWW-Authenticate, X-Powered-By, Date, Content-Length");
}

TEST_CASE("Every status that the reference counts has its page's size in every version") {
  // f.1
  check({{"404", "", "", "GET", "/SophosUpdate/nope", "404.0 1245"},
         {"403", "", "", "GET", "/SophosUpdate/sub/", "403.14 1233"},
         {"405", "", "", "DELETE", "/SophosUpdate/a.txt", "405.0 1293"},
         {"501", "", "", "TRACE", "/SophosUpdate/a.txt", "501.0 1508"}});
  const std::vector<std::tuple<int, std::size_t, std::size_t>> sizes{
      {401, 1293, 1304}, {403, 1233, 1250}, {404, 1245, 1260}, {405, 1293, 1314}, {406, 1346, 1351},
      {412, 1505, 1518}, {500, 1208, 1209}, {501, 1508, 1508}, {502, 1477, 1495}};
  for (const auto& [status, english, japanese] : sizes) {
    INFO(status);
    CHECK(custom_page(status, 0, Language::En)->size() == english);
    CHECK(custom_page(status, 0, Language::Ja)->size() == japanese);
  }
}
