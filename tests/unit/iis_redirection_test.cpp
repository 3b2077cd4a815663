// What sends a request elsewhere, and what error pages and compression an administrator can set up.
#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

std::string location_of(const World& world, std::string_view target) {
  const Answer answer = world.ask(target);
  return fmt::format("{} {}", answer.status, header(answer, "Location"));
}

std::string rewrite_rule(std::string_view body, std::string_view attributes = "") {
  return web_config(fmt::format(R"(<rewrite><rules><rule name="r" {}>{}</rule></rules></rewrite>)", attributes, body));
}

}  // namespace

TEST_CASE("httpRedirect appends what was asked for, unless the destination is exact") {
  World world;
  world.config = web_config(R"(<httpRedirect enabled="true" destination="https://srv.example/SophosUpdate"/>)");
  CHECK(location_of(world, "/SophosUpdate/sub/a%20b.txt?q=1") ==
        "302 https://srv.example/SophosUpdate/sub/a%20b.txt?q=1");
  CHECK(location_of(world, "/SophosUpdate/nope") == "302 https://srv.example/SophosUpdate/nope");
  world.config = web_config(
      R"(<httpRedirect enabled="true" exactDestination="true" destination="http://other/" httpResponseStatus="Permanent"/>)");
  CHECK(location_of(world, "/SophosUpdate/a.txt") == "301 http://other/");
  for (const auto& [word, status] :
       std::vector<std::pair<const char*, int>>{{"Found", 302}, {"Temporary", 307}, {"PermRedirect", 308}}) {
    world.config = web_config(fmt::format(
        R"(<httpRedirect enabled="true" exactDestination="true" destination="http://o/" httpResponseStatus="{}"/>)",
        word));
    CHECK(location_of(world, "/SophosUpdate/a.txt") == fmt::format("{} http://o/", status));
  }
  world.config = web_config(R"(<httpRedirect enabled="true" exactDestination="true" destination="https://s$V$Q"/>)");
  CHECK(location_of(world, "/SophosUpdate/a.txt?x") == "302 https://s/SophosUpdate/a.txt?x");
  world.config = web_config(R"(<httpRedirect enabled="false" destination="http://other/"/>)");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
}

TEST_CASE("A redirect has the body of the reference") {
  // f.3: 123 bytes and the address
  World world;
  world.config =
      web_config(R"(<httpRedirect enabled="true" exactDestination="true" destination="http://crafty.htb"/>)");
  const Answer answer = world.ask("/SophosUpdate/a.txt");
  CHECK(answer.content_length == 140);
  CHECK(header_names(answer) == "Content-Type, Location, Server, X-Powered-By, Date, Content-Length");
}

TEST_CASE("A rewrite rule redirects to https as administrators write it") {
  World world;
  world.host.has_url_rewrite = true;
  world.config = rewrite_rule(
      R"x(<match url="(.*)"/><conditions><add input="{HTTPS}" pattern="^OFF$"/></conditions>
         <action type="Redirect" url="https://{HTTP_HOST}/SophosUpdate/{R:1}" redirectType="Found"/>)x",
      R"(stopProcessing="true")");
  CHECK(location_of(world, "/SophosUpdate/sub/a.txt?q") == "302 https://srv.example/SophosUpdate/sub/a.txt?q");
  world.transport = Transport::Tls;
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
}

TEST_CASE("A rewrite rule serves one page for everything that is not there") {
  World world;
  world.host.has_url_rewrite = true;
  world.config = rewrite_rule(
      R"(<match url=".*"/><conditions logicalGrouping="MatchAll"><add input="{REQUEST_FILENAME}" matchType="IsFile" negate="true"/>
         <add input="{REQUEST_FILENAME}" matchType="IsDirectory" negate="true"/></conditions><action type="Rewrite" url="a.txt"/>)");
  CHECK(seen(world.ask("/SophosUpdate/made-up")) == "200.0 1000");
  CHECK(seen(world.ask("/SophosUpdate/binary/x.txt")) == "200.0 1000");
  CHECK(seen(world.ask("/SophosUpdate/sub/")) == "403.14 1233");
  CHECK(seen(world.ask("/SophosUpdate/b.dat")) == "404.3 1245");
}

TEST_CASE("A rewrite rule answers for itself or ends the connection") {
  World world;
  world.host.has_url_rewrite = true;
  world.config = rewrite_rule(
      R"(<match url="^secret/"/><action type="CustomResponse" statusCode="403" subStatusCode="900" statusReason="No" statusDescription="x"/>)");
  CHECK(seen(world.ask("/SophosUpdate/secret/a")) == "403.900 1233");
  CHECK(world.ask("/SophosUpdate/secret/a").reason == "No");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
  world.config = rewrite_rule(R"(<match url="*.exe"/><action type="AbortRequest"/>)", R"(patternSyntax="Wildcard")");
  CHECK(world.ask("/SophosUpdate/setup.exe").connection == Connection::Dropped);
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
}

TEST_CASE("A rule that cannot be followed here is listed, not guessed at") {
  StockServer host;
  host.has_url_rewrite = true;
  const auto ignored = [&](const std::string& config) {
    const auto merged = merge_web_config(config, host);
    return merged && merged->ignored.size() == 1 ? merged->ignored.front() : std::string("?");
  };
  CHECK(
      ignored(rewrite_rule(R"x(<match url="(a)\1"/><action type="None"/>)x")) ==
      R"x(system.webServer/rewrite/rules/rule[@name='r']: the pattern "(a)\1" has back-references or is no ECMAScript (line 1))x");
  CHECK(ignored(rewrite_rule(R"(<match url=".*"/><action type="Rewrite" url="{Map:{R:0}}"/>)"))
            .find("variable, map or function") != std::string::npos);
}

TEST_CASE("What a client sends holds no variables of a redirect") {
  World world;
  world.config = web_config(R"(<httpRedirect enabled="true" exactDestination="true" destination="http://o$V"/>)");
  CHECK(location_of(world, "/SophosUpdate/$S$Q$V?q") == "302 http://o/SophosUpdate/$S$Q$V");
}

TEST_CASE("A rule that makes an endless URL fails, and nothing else does") {
  World world;
  world.host.has_url_rewrite = true;
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "/a";
  world.config = rewrite_rule(fmt::format(R"(<match url=".*"/><action type="Rewrite" url="{}"/>)", deep));
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "500.50 1208");
  std::string rules;
  for (int i = 0; i < 40; ++i) {
    rules += fmt::format(
        R"(<rule name="{}"><match url="zzz" negate="true"/><action type="Rewrite" url="{{URL}}{{URL}}"/></rule>)", i);
  }
  world.config = web_config("<rewrite><rules>" + rules + "</rules></rewrite>");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "500.50 1208");
}

TEST_CASE("Rules of the server are apart from those of a site") {
  World world;
  world.host.has_url_rewrite = true;
  world.host.locations =
      R"(<location path=""><system.webServer><rewrite><globalRules><rule name="g"><match url="^SophosUpdate/a"/>
         <action type="Redirect" url="http://g/" appendQueryString="false"/></rule></globalRules></rewrite></system.webServer></location>)";
  world.config = web_config("<rewrite><rules><clear/></rules></rewrite>");
  CHECK(location_of(world, "/SophosUpdate/a.txt") == "301 http://g/");
  world.config = rewrite_rule(R"(<match url=".*"/><action type="None"/>)");
  CHECK(location_of(world, "/SophosUpdate/a.txt") == "301 http://g/");
}

TEST_CASE("Error pages that cannot be read leave one line") {
  // a.6, f.1: 75 bytes
  World world;
  world.config = web_config(R"(<httpErrors><error statusCode="404" path="x"/></httpErrors>)");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "500.19 75");
}

TEST_CASE("A MIME type stays one header line") {
  World world;
  world.config =
      web_config("<staticContent><mimeMap fileExtension=\".dat\" mimeType=\"a/b&#13;&#10;X: 1\"/></staticContent>");
  CHECK(header(world.ask("/SophosUpdate/b.dat"), "Content-Type") == "a/b\\x0d\\x0aX: 1");
}

TEST_CASE("A hostile pattern takes no time to speak of") {
  World world;
  world.host.has_url_rewrite = true;
  world.config = rewrite_rule(R"(<match url="^(a+)+$"/><action type="AbortRequest"/>)");
  CHECK(seen(world.ask("/SophosUpdate/" + std::string(200, 'a') + "b")) == "404.0 1245");
}

TEST_CASE("Error pages follow httpErrors") {
  // f.1
  World world;
  world.settings.errors = std::nullopt;
  world.tree.text("gone.htm", "own page");
  const auto answer = [&](std::string_view errors) {
    world.config = web_config(errors);
    const Answer given = world.ask("/SophosUpdate/nope");
    return fmt::format("{} {}", given.status, given.page == Page::Redirect ? header(given, "Location") : text(given));
  };
  CHECK(answer(R"(<httpErrors><remove statusCode="404"/><error statusCode="404" path="gone.htm"/></httpErrors>)") ==
        "404 own page");
  CHECK(
      answer(
          R"(<httpErrors><remove statusCode="404"/><error statusCode="404" path="/SophosUpdate/gone.htm" responseMode="ExecuteURL"/></httpErrors>)") ==
      "200 own page");
  CHECK(
      answer(
          R"(<httpErrors><remove statusCode="404"/><error statusCode="404" path="http://o/e" responseMode="Redirect"/></httpErrors>)") ==
      "302 http://o/e");
  const std::string one_line =
      "404 The resource you are looking for has been removed, had its name changed, or is temporarily unavailable.";
  CHECK(answer(R"(<httpErrors><remove statusCode="404"/></httpErrors>)") == one_line);
  CHECK(
      answer(R"(<httpErrors><remove statusCode="404"/><error statusCode="404" path="not-there.htm"/></httpErrors>)") ==
      one_line);
  CHECK(answer(R"(<httpErrors existingResponse="PassThrough"/>)") == "404 ");
  world.config = web_config(R"(<httpErrors errorMode="Detailed"/>)");
  CHECK(world.ask("/SophosUpdate/nope").page == Page::Detailed);
  world.config = web_config(R"(<httpErrors errorMode="DetailedLocalOnly"/>)");
  CHECK(seen(world.ask("/SophosUpdate/nope")) == "404.0 1245");
  // A page of a sub-status, mapped by the administrator.
  world.config = web_config(
      R"(<httpErrors><error statusCode="404" subStatusCode="8" path="404-8.htm" prefixLanguageFilePath="%SystemDrive%\inetpub\custerr"/></httpErrors>)");
  CHECK(text(world.ask("/SophosUpdate/bin/x")).find("<h2>404.8 - URL namespace hidden.</h2>") != std::string::npos);
  CHECK(seen(world.ask("/SophosUpdate/nope")) == "404.0 1245");
}

TEST_CASE("Without the module that makes error pages they are empty") {
  World world;
  CHECK(world.ask("/SophosUpdate/nope").page == Page::Custom);
  world.host.locations =
      R"(<location path=""><system.webServer><modules><remove name="CustomErrorModule"/></modules></system.webServer></location>)";
  CHECK(world.ask("/SophosUpdate/nope").page == Page::Empty);
  CHECK(seen(world.ask("/SophosUpdate/nope")) == "404.0 0");
}

TEST_CASE("A detailed page names the handler, as far as one was chosen") {
  const auto names = [](int status, int sub_status, std::string_view handler) {
    DetailedPage facts;
    facts.status = status;
    facts.sub_status = sub_status;
    return detailed_page(facts).find(handler) != std::string::npos;
  };
  CHECK(names(500, 19, "Not yet determined"));
  CHECK_FALSE(names(500, 19, "StaticFile"));
  for (const auto& [status, sub_status] : {std::pair(500, 0), {404, 19}, {404, 8}, {403, 14}}) {
    INFO(status << "." << sub_status);
    CHECK(names(status, sub_status, "StaticFile"));
    CHECK_FALSE(names(status, sub_status, "Not yet determined"));
  }
}

TEST_CASE("A sub-status without a row of its own has its status's") {
  CHECK(&refusal(404, 999) == &refusal(404, 0));
  CHECK(&refusal(401, 999) == &refusal(401, 0));
  CHECK(refusal(404, 0).status == 404);
  CHECK(refusal(404, 8).sub_status == 8);
  CHECK(&refusal(418, 0) == &refusal(419, 7));
  for (const Refusal& row : refusals()) CHECK(&refusal(row.status, row.sub_status) == &row);
}

TEST_CASE("A detailed page shows the file that is wrong") {
  World world;
  world.settings.errors = ErrorPages::Detailed;
  world.config = web_config(R"(<directoryBrowse enabled="yes"/>)");
  const std::string page = text(world.ask("/SophosUpdate/a.txt"));
  CHECK(page.find(R"(\\?\C:\ProgramData\Sophos\Update Manager\Update Manager\web.config)") != std::string::npos);
  CHECK(page.find("Boolean must be either") != std::string::npos);
  CHECK(page.find("IIS70Error=500,19,0x8007000d,17763") != std::string::npos);
}

TEST_CASE("Static compression is for types that are switched on, and never for ranges or proxies") {
  // i
  World world;
  world.tree.file("big.txt", 5000).file("big.exe", 5000);
  world.headers.push_back({"Accept-Encoding", "deflate, GZip"});
  const Answer coded = world.ask("/SophosUpdate/big.txt");
  CHECK(coded.coding == Coding::Gzip);
  CHECK(header_names(coded) ==
        "Content-Type, Content-Encoding, Last-Modified, Accept-Ranges, ETag, Vary, Server, X-Powered-By, Date");
  // Only for who takes it.
  for (const auto& [accepted, is_coded] : {std::pair("deflate", false),
                                           {"br, deflate", false},
                                           {"gzip;q=0", false},
                                           {"gzip; q=0.0", false},
                                           {"br, gzip;q=0.5", true},
                                           {"GZIP", true},
                                           {"", false}}) {
    INFO(accepted);
    world.headers.back().value = accepted;
    CHECK((world.ask("/SophosUpdate/big.txt").coding == Coding::Gzip) == is_coded);
  }
  world.headers.back().value = "deflate, GZip";
  CHECK(world.ask("/SophosUpdate/big.exe").coding == Coding::Identity);
  CHECK(world.ask("/SophosUpdate/a.txt").coding == Coding::Identity);  // 1000 bytes: under 2700
  world.tree.file("2699.txt", 2699).file("2700.txt", 2700).file("255.txt", 255).file("256.txt", 256);
  CHECK(world.ask("/SophosUpdate/2699.txt").coding == Coding::Identity);
  CHECK(world.ask("/SophosUpdate/2700.txt").coding == Coding::Gzip);
  world.settings.version = Version::V7_0;
  CHECK(world.ask("/SophosUpdate/255.txt").coding == Coding::Identity);
  CHECK(world.ask("/SophosUpdate/256.txt").coding == Coding::Gzip);
  world.settings.version = Version::V10_0;
  // Types are the server's to add, and are on unless they say otherwise.
  const auto added = [](std::string_view attributes) {
    return fmt::format(R"(<location path=""><system.webServer><httpCompression><staticTypes>
        <add mimeType="application/octet-stream" {}/></staticTypes></httpCompression></system.webServer></location>)",
                       attributes);
  };
  world.host.locations = added("");
  CHECK(world.ask("/SophosUpdate/big.exe").coding == Coding::Gzip);
  world.host.locations = added(R"(enabled="false")");
  CHECK(world.ask("/SophosUpdate/big.exe").coding == Coding::Identity);
  world.host.locations.clear();
  world.headers.push_back({"Range", "bytes=0-1"});
  CHECK(world.ask("/SophosUpdate/big.txt").coding == Coding::Identity);
  world.headers.back() = {"Via", "1.1 proxy"};
  CHECK(world.ask("/SophosUpdate/big.txt").coding == Coding::Identity);
  world.headers.pop_back();
  world.config = web_config(R"(<urlCompression doStaticCompression="false"/>)");
  CHECK(world.ask("/SophosUpdate/big.txt").coding == Coding::Identity);
}

TEST_CASE("Headers of the configuration come with every answer of IIS, error pages too") {
  World world;
  world.config = web_config(
      R"(<httpProtocol><customHeaders><remove name="X-Powered-By"/><add name="X-Own" value="1"/></customHeaders></httpProtocol>)");
  CHECK(header_names(world.ask("/SophosUpdate/a.txt")) ==
        "Content-Type, Last-Modified, Accept-Ranges, ETag, Server, X-Own, Date, Content-Length");
  CHECK(header_names(world.ask("/SophosUpdate/nope")) == "Content-Type, Server, X-Own, Date, Content-Length");
  world.config = web_config(R"(<security><requestFiltering removeServerHeader="true"/></security>)");
  CHECK(header(world.ask("/SophosUpdate/a.txt"), "Server").empty());
}

TEST_CASE("WebDAV changes the answer to OPTIONS where authoring is on") {
  World world;
  world.host.has_webdav = true;
  CHECK(header(world.ask("/SophosUpdate/a.txt", "OPTIONS"), "DAV").empty());
  world.host.locations = location(R"(<webdav><authoring enabled="true"/></webdav>)");
  CHECK(header(world.ask("/SophosUpdate/a.txt", "OPTIONS"), "MS-Author-Via") == "DAV");
  CHECK(seen(world.ask("/SophosUpdate/a.txt", "PUT")) == "411.0 344");
  CHECK(seen(world.ask("/SophosUpdate/a.txt", "PROPFIND")) == "405.0 1293");
  REQUIRE(world.settings.assumptions.set("webdav-options=plain"));
  CHECK(header(world.ask("/SophosUpdate/a.txt", "OPTIONS"), "DAV").empty());
}
