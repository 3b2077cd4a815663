#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

struct Row {
  const char* source;  // section of iis.md
  const char* method;
  const char* target;
  const char* expected;
};

void check_rows(World& world, const std::vector<Row>& rows) {
  const Version asked = world.settings.version;
  for (const VersionRow& version : versions()) {
    world.settings.version = version.version;
    for (const Row& row : rows) {
      INFO(row.source << " on " << version.name << ": " << row.method << " " << row.target);
      CHECK(seen(world.ask(row.target, row.method)) == row.expected);
    }
  }
  world.settings.version = asked;
}

}  // namespace

TEST_CASE("A fresh server answers each situation of the reference as measured") {
  World world;
  check_rows(world, {
                        {"b.2 missing file", "GET", "/SophosUpdate/nope.txt", "404.0 1245"},
                        {"b.2 missing folder", "GET", "/SophosUpdate/nope", "404.0 1245"},
                        {"b.2 missing folder with slash", "GET", "/SophosUpdate/nope/", "404.0 1245"},
                        {"b.2 existing folder without slash", "GET", "/SophosUpdate/sub", "301.0 159"},
                        {"b.2 the alias itself without slash", "GET", "/SophosUpdate", "301.0 155"},
                        {"b.2 existing folder, browsing off", "GET", "/SophosUpdate/sub/", "403.14 1233"},
                        {"b.2 hidden segment, folder without slash: no 301", "GET", "/SophosUpdate/bin", "404.8 1245"},
                        {"b.2 hidden segment, folder", "GET", "/SophosUpdate/bin/", "404.8 1245"},
                        {"b.2 hidden segment, existing file", "GET", "/SophosUpdate/bin/x.txt", "404.8 1245"},
                        {"b.2 hidden segment, missing file", "GET", "/SophosUpdate/bin/nope", "404.8 1245"},
                        {"d.2 whole segment only", "GET", "/SophosUpdate/binary/x.txt", "200.0 1000"},
                        {"d.2 ignoring case", "GET", "/SophosUpdate/BIN/x.txt", "404.8 1245"},
                        {"d.2 at any depth", "GET", "/SophosUpdate/q/App_Code/z/y.txt", "404.8 1245"},
                        {"d.1 web.config", "GET", "/SophosUpdate/web.config", "404.8 1245"},
                        {"b.2 denied extension, existing", "GET", "/SophosUpdate/x.config", "404.7 1245"},
                        {"b.2 denied extension, missing", "GET", "/SophosUpdate/nope.java", "404.7 1245"},
                        {"b.2 unmapped type", "GET", "/SophosUpdate/b.dat", "404.3 1245"},
                        {"b.2 file with trailing slash", "GET", "/SophosUpdate/styles.css/", "404.0 1245"},
                        {"b.2 missing extensionless path", "GET", "/SophosUpdate/nothing", "404.0 1245"},
                        {"b.2 extensionless file, neither map", "GET", "/SophosUpdate/noext", "404.3 1245"},
                        {"b.2 HEAD", "HEAD", "/SophosUpdate/sub/", "403.14 1233"},
                        {"b.2 OPTIONS, existing", "OPTIONS", "/SophosUpdate/b.dat", "200.0 0"},
                        {"b.2 OPTIONS, missing", "OPTIONS", "/SophosUpdate/nope.txt", "200.0 0"},
                        {"b.3 OPTIONS, hidden segment", "OPTIONS", "/SophosUpdate/bin/zz.txt", "404.8 1245"},
                        {"b.3 OPTIONS, double escape", "OPTIONS", "/SophosUpdate/zz+q.txt", "404.11 1245"},
                        {"b.3 OPTIONS, denied extension", "OPTIONS", "/SophosUpdate/zz.config", "404.7 1245"},
                        {"b.2 TRACE", "TRACE", "/SophosUpdate/a.txt", "501.0 1508"},
                        {"b.2 DELETE", "DELETE", "/SophosUpdate/a.txt", "405.0 1293"},
                        {"b.2 PROPFIND", "PROPFIND", "/SophosUpdate/a.txt", "405.0 1293"},
                        {"b.2 path case", "GET", "/sophosupdate/SUB/inner.txt", "200.0 1000"},
                        {"b.2 name with final dot", "GET", "/SophosUpdate/a.txt.", "404.0 1245"},
                        {"b.2 name with final blank", "GET", "/SophosUpdate/a.txt%20", "404.0 1245"},
                        {"b.2 alternate stream", "GET", "/SophosUpdate/a.txt::$DATA", "404.0 1245"},
                        {"b.2 %2f", "GET", "/SophosUpdate/a.txt%2f", "404.0 1245"},
                        {"b.2 %5c", "GET", "/SophosUpdate/a.txt%5c", "404.0 1245"},
                        {"a.4 attribute hidden", "GET", "/SophosUpdate/hidden.txt", "404.9 1245"},
                        {"c.3 extension from the last dot", "GET", "/SophosUpdate/libfoo.so.1", "404.3 1245"},
                        {"b.2 the site root", "GET", "/", "200.0 295"},
                        {"b.2 beside the alias", "GET", "/SophosUpdates/a.txt", "404.0 1245"},
                        {"e.1 mapped file", "GET", "/SophosUpdate/a.txt", "200.0 1000"},
                    });
}

TEST_CASE("HTTP.sys answers before IIS does, with its own pages") {
  World world;
  const std::string long_segment = "/" + std::string(261, 'a');
  std::string many_segments;
  for (int i = 0; i < 256; ++i) many_segments += "/a";
  check_rows(world, {
                        {"a.1 %00", "GET", "/SophosUpdate/a.txt%00", "400.0 324"},
                        {"a.1 bad escape", "GET", "/SophosUpdate/%zz", "400.0 324"},
                        {"a.1 escape cut short", "GET", "/SophosUpdate/%4", "400.0 324"},
                        {"a.1 control character", "GET", "/SophosUpdate/%0a", "400.0 324"},
                        {"a.1 segment longer than 260", "GET", long_segment.c_str(), "400.0 324"},
                        {"a.1 more than 255 segments", "GET", many_segments.c_str(), "400.0 324"},
                        {"a.1 above the root", "GET", "/%2e%2e/a.txt", "403.0 312"},
                        {"a.1 above the root by backslash", "GET", "/..\\a.txt", "403.0 312"},
                        {"b.1 dot segments removed first", "GET", "/SophosUpdate/sub/%2e%2e/a.txt", "200.0 1000"},
                        {"b.1 backslash is a slash", "GET", "/SophosUpdate\\a.txt", "200.0 1000"},
                        {"a.1 length required", "PUT", "/SophosUpdate/a.txt", "411.0 344"},
                    });
  world.headers.clear();
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "400.0 334");
}

TEST_CASE("HTTP.sys pages have the sizes of the reference") {
  const std::vector<std::pair<HttpSysRefusal, std::size_t>> sizes{
      {HttpSysRefusal::InvalidHostname, 334}, {HttpSysRefusal::InvalidUrl, 324},
      {HttpSysRefusal::InvalidVerb, 326},     {HttpSysRefusal::RequestTooLong, 346},
      {HttpSysRefusal::ForbiddenUrl, 312},    {HttpSysRefusal::NotFound, 315},
      {HttpSysRefusal::LengthRequired, 344},  {HttpSysRefusal::ServiceUnavailable, 326}};
  for (const auto& [refusal, size] : sizes) {
    const HttpSysPage page = http_sys_page(refusal);
    INFO(page.body);
    CHECK(page.body.size() == size);
  }
}

TEST_CASE("HTTP.sys pages carry their own Server header and end the connection") {
  const Answer answer = World().ask("/%00");
  CHECK(header_names(answer) == "Content-Type, Server, Date, Connection, Content-Length");
  CHECK(header(answer, "Server") == "Microsoft-HTTPAPI/2.0");
  CHECK(header(answer, "Content-Type") == "text/html; charset=us-ascii");
  CHECK(answer.connection == Connection::Closes);
}

TEST_CASE("Double escaping is told by decoding the path once more") {
  // iis.md c.2
  World world;
  world.config =
      web_config(R"(<staticContent><mimeMap fileExtension=".*" mimeType="application/octet-stream"/></staticContent>)");
  check_rows(world, {
                        {"c.2 a+b.txt raw", "GET", "/SophosUpdate/a+b.txt", "404.11 1245"},
                        {"c.2 a+b.txt encoded", "GET", "/SophosUpdate/a%2Bb.txt", "404.11 1245"},
                        {"c.2 % before non-hex", "GET", "/SophosUpdate/100%25.txt", "200.0 1000"},
                        {"c.2 a+b.txt encoded, in small letters", "GET", "/SophosUpdate/a%2bb.txt", "404.11 1245"},
                        {"c.2 every digit of an escape", "GET", "/SophosUpdate/%61.txt", "200.0 1000"},
                        {"c.2 capital A to F in an escape", "GET", "/SophosUpdate/%C3%AA%ef%bf%bd%C3%AF", "404.0 1245"},
                        {"c.2 literal %20", "GET", "/SophosUpdate/x%2520y.txt", "404.11 1245"},
                        {"c.2 %25De", "GET", "/SophosUpdate/%25DeepSee", "404.11 1245"},
                        {"c.2 blank", "GET", "/SophosUpdate/a%20b.txt", "200.0 1000"},
                        {"c.2 other signs", "GET", "/SophosUpdate/a&b~%23$,;'()[]{}!=@", "404.0 1245"},
                        {"c.2 + in the query", "GET", "/SophosUpdate/a.txt?a+b=%2520", "200.0 1000"},
                    });
  world.config = web_config(
      R"(<staticContent><mimeMap fileExtension=".*" mimeType="x/y"/></staticContent>
         <security><requestFiltering allowDoubleEscaping="true"/></security>)");
  check_rows(world, {
                        {"c.2 allowed", "GET", "/SophosUpdate/a+b.txt", "200.0 1000"},
                        {"c.2 allowed, encoded", "GET", "/SophosUpdate/a%2Bb.txt", "200.0 1000"},
                        {"c.2 allowed, literal %20", "GET", "/SophosUpdate/x%2520y.txt", "200.0 1000"},
                    });
}

TEST_CASE("A long URL or query is refused by request filtering") {
  // iis.md c.5: maxUrl 4096, maxQueryString 2048
  World world;
  std::string path = "/SophosUpdate";
  while (path.size() + 101 <= 4096) path += "/" + std::string(100, 'a');
  path += "/" + std::string(4096 - path.size() - 1, 'b');
  REQUIRE(path.size() == 4096);
  CHECK(seen(world.ask(path)) == "404.0 1245");
  CHECK(seen(world.ask(path + "b")) == "404.14 1245");
  CHECK(seen(world.ask(path + "?" + std::string(2048, 'q'))) == "404.0 1245");
  CHECK(seen(world.ask(path + "?" + std::string(2049, 'q'))) == "404.15 1245");
}

TEST_CASE("A file without extension needs the map for a lone dot") {
  // iis.md e.3: ".*" does not cover it, and with .NET 4 the refusal is 404.17
  World world;
  world.config = web_config(R"(<staticContent><mimeMap fileExtension=".*" mimeType="x/y"/></staticContent>)");
  world.settings.version = Version::V7_0;
  CHECK(seen(world.ask("/SophosUpdate/noext")) == "404.3 1245");
  for (Version version : {Version::V7_5, Version::V8_0, Version::V8_5, Version::V10_0}) {
    world.settings.version = version;
    CHECK(seen(world.ask("/SophosUpdate/noext")) == "404.17 1245");
  }
  world.host.has_dot_net_4 = false;
  CHECK(seen(world.ask("/SophosUpdate/noext")) == "404.3 1245");
  world.config = web_config(R"(<staticContent><mimeMap fileExtension="." mimeType="x/y"/></staticContent>)");
  CHECK(seen(world.ask("/SophosUpdate/noext")) == "200.0 1000");
  CHECK(seen(world.ask("/SophosUpdate/b.dat")) == "404.3 1245");
}

TEST_CASE("Only listed extensions pass when unlisted ones are denied") {
  // iis.md a.4, 404.7: everything, folders and extensionless paths too
  World world;
  world.config = web_config(R"(<security><requestFiltering><fileExtensions allowUnlisted="false">
      <add fileExtension=".txt" allowed="true"/></fileExtensions></requestFiltering></security>)");
  check_rows(world, {{"a.4 listed", "GET", "/SophosUpdate/a.txt", "200.0 1000"},
                     {"a.4 unlisted", "GET", "/SophosUpdate/styles.css", "404.7 1245"},
                     {"a.4 extensionless folder", "GET", "/SophosUpdate/sub", "404.7 1245"},
                     {"a.4 folder", "GET", "/SophosUpdate/sub/", "404.7 1245"}});
}

TEST_CASE("A denied extension that is allowed again still needs a MIME map") {
  // iis.md a.5: 404.3 follows, and web.config itself stays hidden
  World world;
  world.config = web_config(R"(<security><requestFiltering><fileExtensions>
      <remove fileExtension=".config"/></fileExtensions></requestFiltering></security>)");
  CHECK(seen(world.ask("/SophosUpdate/x.config")) == "404.3 1245");
  CHECK(seen(world.ask("/SophosUpdate/web.config")) == "404.8 1245");
}

TEST_CASE("A broken configuration answers for everything below it and for nothing else") {
  World world;
  world.config = "<configuration><system.webServer>";
  check_rows(world, {{"a.6 file", "GET", "/SophosUpdate/a.txt", "500.19 1208"},
                     {"a.6 missing file", "GET", "/SophosUpdate/nope", "500.19 1208"},
                     {"b.1 before request filtering", "GET", "/SophosUpdate/bin/x", "500.19 1208"},
                     {"a.6 alias without slash", "GET", "/SophosUpdate", "500.19 1208"},
                     {"a.6 site root", "GET", "/", "200.0 295"},
                     {"b.1 HTTP.sys comes first", "GET", "/SophosUpdate/%00", "400.0 324"}});
  CHECK(world.ask("/SophosUpdate/a.txt").hresult == 0x8007000d);
}

TEST_CASE("The other reading of OPTIONS and its refusal can be chosen") {
  World world;
  REQUIRE(world.settings.assumptions.set("options-nonexistent=404"));  // iis.md k.6
  CHECK(seen(world.ask("/SophosUpdate/a.txt", "OPTIONS")) == "200.0 0");
  CHECK(seen(world.ask("/SophosUpdate/nope.txt", "OPTIONS")) == "404.0 1245");
  world.config = web_config(
      R"(<security><requestFiltering><verbs><add verb="OPTIONS" allowed="false"/></verbs></requestFiltering></security>)");
  CHECK(seen(world.ask("/SophosUpdate/a.txt", "OPTIONS")) == "404.6 1245");
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
}

TEST_CASE("The answer to OPTIONS is the same for any file") {
  const Answer answer = World().ask("/SophosUpdate/zz-probe.txt", "OPTIONS");
  CHECK(header_names(answer) == "Allow, Server, Public, X-Powered-By, Date, Content-Length");
  CHECK(header(answer, "Allow") == "OPTIONS, TRACE, GET, HEAD, POST");
  CHECK(header(answer, "Public") == "OPTIONS, TRACE, GET, HEAD, POST");
}

TEST_CASE("A refused method names the allowed ones") {
  CHECK(header(World().ask("/SophosUpdate/a.txt", "PATCH"), "Allow") == "GET, HEAD, OPTIONS, TRACE");
}

TEST_CASE("Without its virtual directory the share does not exist") {
  World world;
  world.host.virtual_directories.clear();
  check_rows(world, {{"j.7 alias", "GET", "/SophosUpdate", "404.0 1245"},
                     {"j.7 file", "GET", "/SophosUpdate/a.txt", "404.0 1245"},
                     {"j.7 site root", "GET", "/", "200.0 295"}});
  world.site_root.clear();
  CHECK(seen(world.ask("/")) == "403.14 1233");
}

TEST_CASE("The alias may be the site's root") {
  World world;
  world.alias = "/";
  check_rows(world, {{"alias /", "GET", "/a.txt", "200.0 1000"},
                     {"alias /", "GET", "/", "403.14 1233"},
                     {"alias /", "GET", "/sub", "301.0 146"}});
}

TEST_CASE("The courtesy redirect builds an absolute address from the Host header") {
  // iis.md f.3: body of 123 bytes and the address
  World world;
  world.headers = {{"Host", "srv.example:8080"}};
  const Answer answer = world.ask("/sophosupdate/sub");
  CHECK(header(answer, "Location") == "http://srv.example:8080/sophosupdate/sub/");
  CHECK(header(answer, "Content-Type") == "text/html; charset=UTF-8");
  CHECK(text(answer) ==
        "<head><title>Document Moved</title></head>\n<body><h1>Object Moved</h1>This document may be found "
        "<a HREF=\"http://srv.example:8080/sophosupdate/sub/\">here</a></body>");
  CHECK(answer.content_length == 123 + header(answer, "Location").size());
}

TEST_CASE("A default document answers for its folder, under the rules for files") {
  World world;
  world.tree.file("sub/index.htm", 77);
  CHECK(seen(world.ask("/SophosUpdate/sub/")) == "200.0 77");
  CHECK(header(world.ask("/SophosUpdate/sub/"), "Content-Type") == "text/html");
  world.config = web_config(R"(<defaultDocument enabled="false"/>)");
  CHECK(seen(world.ask("/SophosUpdate/sub/")) == "403.14 1233");
  world.config = web_config(R"(<defaultDocument><files><add value="Inner.txt"/></files></defaultDocument>)");
  CHECK(seen(world.ask("/SophosUpdate/sub/")) == "200.0 1000");
  world.config = web_config(R"(<staticContent><clear/></staticContent>)");
  CHECK(seen(world.ask("/SophosUpdate/sub/")) == "404.3 1245");
}

TEST_CASE("An account is asked for after request filtering and before the file is looked for") {
  World world;
  world.host.locations = location(R"(<security><authentication><anonymousAuthentication enabled="false"/>
      <windowsAuthentication enabled="true"/></authentication></security>)");
  check_rows(world, {{"h no account", "GET", "/SophosUpdate/a.txt", "401.2 1293"},
                     {"h missing file", "GET", "/SophosUpdate/nope", "401.2 1293"},
                     {"b.1 filtering first", "GET", "/SophosUpdate/bin/x", "404.8 1245"},
                     {"h OPTIONS too", "OPTIONS", "/SophosUpdate/a.txt", "401.2 1293"}});
  const Answer challenge = world.ask("/SophosUpdate/a.txt");
  CHECK(header_names(challenge) ==
        "Content-Type, Server, WWW-Authenticate, WWW-Authenticate, X-Powered-By, Date, Content-Length");
  world.logon.scheme = Scheme::Ntlm;
  world.logon.state = LogonState::Rejected;
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "401.1 1293");
  world.logon.state = LogonState::Accepted;
  CHECK(seen(world.ask("/SophosUpdate/a.txt")) == "200.0 1000");
}

TEST_CASE("The Server header names the version and can be absent") {
  World world;
  for (const VersionRow& row : versions()) {
    world.settings.version = row.version;
    CHECK(header(world.ask("/SophosUpdate/a.txt"), "Server") == "Microsoft-IIS/" + std::string(row.name));
  }
  world.settings.server_header = ServerHeader::Removed;
  CHECK(header(world.ask("/SophosUpdate/a.txt"), "Server").empty());
  CHECK(header(world.ask("/%00"), "Server").empty());
}
