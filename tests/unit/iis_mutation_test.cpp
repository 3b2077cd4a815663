// Configuration files and requests that nobody meant: whatever they say, there is an answer.
#include <random>

#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

const char* kRich = R"(<configuration><system.webServer>
  <staticContent><clear/><mimeMap fileExtension=".txt" mimeType="a/b"/><remove fileExtension=".x"/></staticContent>
  <directoryBrowse enabled="true" showFlags="Date, Size"/><defaultDocument><files><add value="a.txt"/></files></defaultDocument>
  <httpErrors errorMode="Custom"><remove statusCode="404"/><error statusCode="404" path="a.txt"/></httpErrors>
  <handlers accessPolicy="Read, Execute"><add name="q" path="*.q,a/*" verb="GET" modules="StaticFileModule" resourceType="File"/></handlers>
  <httpRedirect enabled="false" destination="http://x/$S$Q"/><httpProtocol><customHeaders><add name="X" value="y"/></customHeaders></httpProtocol>
  <rewrite><rules><rule name="r" patternSyntax="Wildcard"><match url="*a*"/><conditions><add input="{HTTP_HOST}" pattern="*.example"/>
    </conditions><action type="Rewrite" url="{R:1}/{C:1}"/></rule></rules></rewrite>
  <security><authorization><add accessType="Deny" users="?" verbs="PUT"/></authorization>
    <requestFiltering allowDoubleEscaping="true"><hiddenSegments><add segment="zz"/></hiddenSegments>
      <verbs allowUnlisted="true"><add verb="LOCK" allowed="false"/></verbs><denyUrlSequences><add sequence=".."/></denyUrlSequences>
      <filteringRules><filteringRule name="f" scanUrl="true"><denyStrings><add string="sql"/></denyStrings></filteringRule></filteringRules>
      <requestLimits maxUrl="4096"><headerLimits><add header="A" sizeLimit="9"/></headerLimits></requestLimits></requestFiltering></security>
  </system.webServer><location path="sub,a.txt" overrideMode="Deny"><system.webServer><urlCompression/></system.webServer></location></configuration>)";

std::string mutated(const std::string& text, std::mt19937& random) {
  std::string changed = text;
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (std::size_t i = 0, count = 1 + below(4); i < count && !changed.empty(); ++i) {
    const std::size_t at = below(changed.size());
    switch (below(4)) {
      case 0:
        changed[at] = static_cast<char>(below(256));
        break;
      case 1:
        changed.erase(at, 1 + below(30));
        break;
      case 2:
        changed.insert(at, changed.substr(below(changed.size()), 1 + below(60)));
        break;
      default:
        changed.insert(at, std::string("<>\"'&{}%\\/*.=0-").substr(below(15), 1));
    }
  }
  return changed;
}

void ask_around(const Server& server) {
  for (const char* target :
       {"/SophosUpdate/a.txt", "/SophosUpdate/sub/", "/SophosUpdate/x.q?sql", "/a%20b", "*", "/SophosUpdate/aa.dll"}) {
    for (const char* method : {"GET", "OPTIONS", "PUT"}) {
      Request request;
      request.method = method;
      request.target = target;
      request.headers = {{"Host", "a.example"}, {"Content-Length", "3"}, {"A", "0123456789"}};
      request.now = at(2026, 2, 1, 12, 0);
      const Answer answer = server.answer(request);
      CHECK((answer.connection == Connection::Dropped || (answer.status >= 200 && answer.status < 1000)));
    }
  }
}

}  // namespace

TEST_CASE("A web.config that is broken anywhere is taken or refused, never more") {
  World world;
  world.host.has_url_rewrite = true;
  std::mt19937 random(20261124);
  int invalid = 0;
  for (int i = 0; i < 400; ++i) {
    world.config = mutated(kRich, random);
    INFO(world.config);
    const Server server = world.server();
    ask_around(server);
    if (world.ask("/SophosUpdate/a.txt").status == 500) ++invalid;
  }
  // Both happen: the sample is neither always broken nor never.
  CHECK(invalid > 40);
  CHECK(invalid < 400);
}

TEST_CASE("An applicationHost.config that is broken anywhere is taken or refused, never more") {
  StockServer stock;
  stock.has_url_rewrite = true;
  stock.has_webdav = true;
  stock.virtual_directories = {{"/SophosUpdate", R"(C:\share)", true}};
  stock.locations =
      location(R"(<security><ipSecurity allowUnlisted="false"><add ipAddress="::1" subnetMask="64" allowed="true"/>
      <add ipAddress="127.0.0.1" allowed="true"/></ipSecurity><access sslFlags="None"/></security>)");
  const std::string text = application_host_text(stock);
  std::mt19937 random(20261125);
  FakeTree tree;
  fill_share(tree);
  int taken = 0;
  for (int i = 0; i < 150; ++i) {
    auto configuration = ServerConfiguration::read(mutated(text, random));
    if (!configuration) continue;
    ++taken;
    ask_around(Server(ServerSettings{}, std::move(*configuration), {{R"(C:\share)", &tree, 0}}));
  }
  CHECK(taken > 10);
  CHECK(taken < 150);
}
