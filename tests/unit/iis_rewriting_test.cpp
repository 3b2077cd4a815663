// What a rule of URL Rewrite may ask of a request. Variables and conditions as in Microsoft's "URL Rewrite Module
// Configuration Reference" and "IIS Server Variables".
#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

struct Rules : World {
  Rules() { host.has_url_rewrite = true; }

  // "302 ADDRESS" or "200 " of a request, with that one rule.
  std::string go(std::string_view attributes, std::string_view body, std::string_view target = "/SophosUpdate/a.txt",
                 std::string_view method = "GET") {
    config =
        web_config(fmt::format(R"(<rewrite><rules><rule name="r" {}>{}</rule></rules></rewrite>)", attributes, body));
    const Answer answer = ask(target, method);
    return fmt::format("{} {}", answer.status, header(answer, "Location"));
  }

  // What a variable stands for.
  std::string value_of(std::string_view name, std::string_view target = "/SophosUpdate/a.txt",
                       std::string_view method = "GET") {
    return go("",
              fmt::format(R"(<match url=".*"/><action type="Redirect" redirectType="Found" appendQueryString="false"
                                 url="http://o/[{{{}}}]"/>)",
                          name),
              target, method);
  }

  // Whether a rule with these conditions takes the request elsewhere.
  bool takes(std::string_view conditions, std::string_view attributes = "",
             std::string_view target = "/SophosUpdate/a.txt") {
    return go(attributes,
              fmt::format(R"(<match url="*"/><conditions {}</conditions>
                                         <action type="Redirect" url="http://o/"/>)",
                          conditions),
              target) != "200 ";
  }
};

}  // namespace

TEST_CASE("Server variables are those of the request") {
  Rules rules;
  rules.headers = {{"Host", "srv.example:8080"}, {"User-Agent", "SophosUpdate 1.2"}};
  rules.client = "10.1.2.3";
  constexpr const char* kTarget = "/SophosUpdate/sub/x.txt?a=1";
  const std::vector<std::pair<const char*, const char*>> rows{
      {"HTTPS", "off"},
      {"HTTP_HOST", "srv.example:8080"},
      {"SERVER_NAME", "srv.example"},
      {"SERVER_PORT_SECURE", "0"},
      {"REQUEST_METHOD", "GET"},
      {"QUERY_STRING", "a=1"},
      {"URL", "/SophosUpdate/sub/x.txt"},
      {"PATH_INFO", "/SophosUpdate/sub/x.txt"},
      {"REQUEST_URI", "/SophosUpdate/sub/x.txt?a=1"},
      {"REMOTE_ADDR", "10.1.2.3"},
      {"REMOTE_HOST", "10.1.2.3"},
      {"HTTP_USER_AGENT", "SophosUpdate 1.2"},
      {"HTTP_X_OTHER", ""},
      {"R:0", "sub/x.txt"},
      {"R:7", ""},
      {"C:0", ""},
  };
  for (const auto& [name, value] : rows) {
    INFO(name);
    CHECK(rules.value_of(name, kTarget) == fmt::format("302 http://o/[{}]", value));
  }
  CHECK(rules.value_of("REQUEST_URI", "/SophosUpdate/a.txt") == "302 http://o/[/SophosUpdate/a.txt]");
  CHECK(rules.value_of("REQUEST_METHOD", kTarget, "HEAD") == "302 http://o/[HEAD]");
  rules.headers = {{"Host", "srv.example"}};
  CHECK(rules.value_of("SERVER_PORT", kTarget) == "302 http://o/[80]");
  rules.transport = Transport::Tls;
  CHECK(rules.value_of("HTTPS", kTarget) == "302 http://o/[on]");
  CHECK(rules.value_of("SERVER_PORT", kTarget) == "302 http://o/[443]");
  CHECK(rules.value_of("SERVER_PORT_SECURE", kTarget) == "302 http://o/[1]");
}

TEST_CASE("Conditions hold all together or any of them, and may be turned round") {
  // "logicalGrouping ... MatchAll" is what counts where nothing is said.
  Rules rules;
  constexpr std::string_view kWildcard = R"(patternSyntax="Wildcard")";
  constexpr std::string_view kHost = R"(<add input="{HTTP_HOST}" pattern="srv.*"/>)";
  constexpr std::string_view kMethod = R"(<add input="{REQUEST_METHOD}" pattern="POST"/>)";
  CHECK(rules.takes(fmt::format(">{}", kHost), kWildcard));
  CHECK_FALSE(rules.takes(fmt::format(">{}{}", kHost, kMethod), kWildcard));
  CHECK(rules.takes(fmt::format(R"(logicalGrouping="MatchAny">{}{})", kMethod, kHost), kWildcard));
  CHECK_FALSE(rules.takes(fmt::format(R"(logicalGrouping="MatchAny">{})", kMethod), kWildcard));
  CHECK(rules.takes(R"(><add input="{REQUEST_METHOD}" pattern="POST" negate="true"/>)", kWildcard));
}

TEST_CASE("Case counts where ignoreCase says so, and an exact pattern stands for itself") {
  Rules rules;
  constexpr std::string_view kAway = R"(<action type="Redirect" redirectType="Found" url="http://o/"/>)";
  const auto match = [&](std::string_view attributes) { return fmt::format("<match {}/>{}", attributes, kAway); };
  CHECK(rules.go("", match(R"(url="^A\.TXT$")")) == "302 http://o/");
  CHECK(rules.go("", match(R"(url="^A\.TXT$" ignoreCase="false")")) == "200 ");
  CHECK(rules.go(R"(patternSyntax="ExactMatch")", match(R"(url="a.txt")")) == "302 http://o/");
  CHECK(rules.go(R"(patternSyntax="ExactMatch")", match(R"(url="a*")")) == "200 ");
  CHECK(rules.go(R"(patternSyntax="ExactMatch")", match(R"(url="a_txt")")) == "200 ");
  CHECK(rules.go(R"(patternSyntax="Wildcard")", match(R"(url="*.txt")")) == "302 http://o/");
  CHECK(rules.go(R"(patternSyntax="Wildcard")", match(R"(url="*.dat")")) == "200 ");
}

TEST_CASE("A condition tells files from folders, and both from what is not there") {
  Rules rules;
  for (const char* const match : {"IsFile", "IsDirectory"}) {
    const auto rule = fmt::format(R"(<match url="*"/><conditions><add input="{{REQUEST_FILENAME}}" matchType="{}"/>
        </conditions><action type="Redirect" redirectType="Found" url="http://o/"/>)",
                                  match);
    const bool is_file = match == std::string_view("IsFile");
    const auto taken = [&](const char* target) {
      return rules.go(R"(patternSyntax="Wildcard")", rule, target) == "302 http://o/";
    };
    CHECK(taken("/SophosUpdate/a.txt") == is_file);
    CHECK(taken("/SophosUpdate/sub/") == !is_file);
    CHECK_FALSE(taken("/SophosUpdate/nope"));
  }
}

TEST_CASE("A rule that is removed by its name is gone, whatever is removed beside it") {
  Rules rules;
  const auto answer = [&](std::string_view removed) {
    rules.config = web_config(fmt::format(
        R"(<rewrite><rules><rule name="away" patternSyntax="Wildcard"><match url="*"/><action type="Redirect" url="http://o/"/></rule>
           {}</rules></rewrite>)",
        removed));
    return rules.ask("/SophosUpdate/a.txt").status;
  };
  CHECK(answer("") == 301);
  CHECK(answer(R"(<remove name="another"/>)") == 301);
  CHECK(answer(R"(<remove name="AWAY"/>)") == 200);
  CHECK(answer("<clear/>") == 200);
}

TEST_CASE("A rule with a pattern beyond the bound is not followed, and said so") {
  for (const std::string_view syntax : {"Wildcard", "ExactMatch", "ECMAScript"}) {
    INFO(syntax);
    const auto ignored = [&](std::size_t length) {
      const std::string text = fmt::format(
          R"(<rewrite><rules><rule name="long" patternSyntax="{}"><match url="a"/>
             <conditions><add input="{{HTTP_HOST}}" pattern="{}"/></conditions>
             <action type="Redirect" url="http://o/"/></rule></rules></rewrite>)",
          syntax, std::string(length, 'x'));
      StockServer host;
      host.has_url_rewrite = true;
      const auto merged = merge_web_config(web_config(text), host);
      REQUIRE(merged);
      return fmt::format("{}", fmt::join(merged->ignored, " | "));
    };
    CHECK(ignored(1000).empty());
    CHECK(ignored(1001).find("[@name='long']: a pattern longer than 1000 bytes") != std::string::npos);
  }
}

TEST_CASE("A rule that stops ends the list, one without action or switched off does nothing") {
  Rules rules;
  const auto answer = [&](std::string_view list) {
    rules.config = web_config(fmt::format("<rewrite><rules>{}</rules></rewrite>", list));
    return seen(rules.ask("/SophosUpdate/a.txt"));
  };
  constexpr std::string_view kAbort =
      R"(<rule name="b"><match url=".*"/><action type="CustomResponse" statusCode="403"/></rule>)";
  constexpr std::string_view kForm = R"(<rule name="a" {}><match url=".*"/><action type="{}" url="b.dat"/></rule>{})";
  CHECK(answer(fmt::format(kForm, R"(stopProcessing="true")", "None", kAbort)) == "200.0 1000");
  CHECK(answer(fmt::format(kForm, "", "None", kAbort)) == "403.0 1233");
  CHECK(answer(fmt::format(kForm, R"(stopProcessing="true")", "Rewrite", kAbort)) == "404.3 1245");
  CHECK(answer(fmt::format(kForm, R"(enabled="false" stopProcessing="true")", "None", kAbort)) == "403.0 1233");
}

TEST_CASE("What a rewritten address has of a query is joined to what was asked") {
  Rules rules;
  const auto query = [&](std::string_view url, std::string_view append) {
    return rules.go(
        "", fmt::format(R"(<match url=".*"/><action type="Redirect" redirectType="Found" url="{}" {}/>)", url, append),
        "/SophosUpdate/a.txt?x=1");
  };
  CHECK(query("http://o/", "") == "302 http://o/?x=1");
  CHECK(query("http://o/?y=2", "") == "302 http://o/?y=2&x=1");
  CHECK(query("http://o/?y=2", R"(appendQueryString="false")") == "302 http://o/?y=2");
}

TEST_CASE("A pattern longer than is followed here is listed") {
  StockServer host;
  host.has_url_rewrite = true;
  const std::string rule =
      fmt::format(R"(<rewrite><rules><rule name="r"><match url="{}"/><action type="None"/></rule></rules></rewrite>)",
                  std::string(1001, 'a'));
  const auto merged = merge_web_config(web_config(rule), host);
  REQUIRE(merged);
  CHECK(merged->ignored ==
        std::vector<std::string>{
            "system.webServer/rewrite/rules/rule[@name='r']: a pattern longer than 1000 bytes (line 1)"});
}

TEST_CASE("httpRedirect of the files below a folder leaves the folder, and may name its parts") {
  // "childOnly ... redirects only requests to content in subdirectories" is not told of the folder itself; $S is what
  // follows the folder, $Q the query, $V the path ("HTTP Redirects <httpRedirect>").
  World world;
  const auto go = [&](std::string_view attributes, std::string_view target) {
    world.config = web_config(fmt::format(R"(<httpRedirect enabled="true" {}/>)", attributes));
    const Answer answer = world.ask(target);
    return fmt::format("{} {}", answer.status, header(answer, "Location"));
  };
  CHECK(go(R"(destination="http://o/x" exactDestination="true" childOnly="true")", "/SophosUpdate/a.txt") ==
        "302 http://o/x");
  CHECK(go(R"(destination="http://o$S$Q" exactDestination="true")", "/SophosUpdate/a.txt?q") == "302 http://o/a.txt?q");
  CHECK(go(R"(destination="http://o/")", "/SophosUpdate/a.txt") == "302 http://o/a.txt");
  CHECK(go(R"(destination="/other")", "/SophosUpdate/a.txt") == "302 http://srv.example/other/a.txt");
  CHECK(go(R"(destination="")", "/SophosUpdate/a.txt") == "200 ");
}
