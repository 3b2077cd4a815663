// Gateways, portals, HTTP.sys and other servers in the place of the share. Facts: iis.md a.1, a.7, f.5; RFC 9110.
#include <functional>
#include <string>
#include <vector>

#include "catch.hpp"
#include "diagnose_gateway_pages.hpp"
#include "diagnose_modes.hpp"
#include "diagnose_share.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Confidence;
using model::Manner;
using model::Outcome;
using model::Purpose;
using model::Record;

bool has_extension(const std::string& path, std::string_view extension) {
  return base::extension_of(path) == extension;
}

// Everything is answered so, by whatever stands before the site.
Share hidden_behind(const Answer& answer) {
  Share share;
  share.tamper = [answer](const std::string&, int, Record& record) { replace_answer(record, answer); };
  return share;
}

// Files of one type are.
Share share_that_answers(const std::string& extension, const Answer& answer) {
  Share share;
  share.tamper = [=](const std::string& path, int, Record& record) {
    if (has_extension(path, extension)) replace_answer(record, answer);
  };
  return share;
}

bool blames_iis(const Run& run) {
  return std::any_of(run.findings.begin(), run.findings.end(),
                     [](const model::Finding& finding) { return finding.about.cause.compare(0, 4, "iis.") == 0; });
}

const Answer kHostname{400,
                       {{"Server", "Microsoft-HTTPAPI/2.0"}},
                       http_sys_page("Bad Request", "Bad Request - Invalid Hostname", "400. The hostname."),
                       ""};
const Answer kNoSite{
    404, {{"Server", "Microsoft-HTTPAPI/2.0"}}, http_sys_page("Not Found", "Not Found", "404. It."), ""};
const Answer kUnavailable{503,
                          {{"Server", "Microsoft-HTTPAPI/2.0"}},
                          http_sys_page("Service Unavailable", "Service Unavailable", "503. The service."),
                          ""};
const Answer kInvalidUrl{400, {}, http_sys_page("Bad Request", "Bad Request - Invalid URL", "400. The URL."), ""};

}  // namespace

// --- what hides everything ---

TEST_CASE("what answers every request in the server's place is told alone, and what it hides is said") {
  struct Row {
    const Answer& answer;
    const char* told;
  };
  for (const Row& row :
       {Row{kSquidWantsAccount, "proxy.auth-required squid"},
        Row{kNamelessWantsAccount, "proxy.auth-required the office"},
        Row{kPaloAlto, "proxy.blocked Palo Alto Networks"}, Row{kFortiGate, "proxy.blocked FortiGate"},
        Row{kSquidDenied, "proxy.blocked squid"}, Row{kPortalRedirect, "proxy.captive-portal"},
        Row{kPortalPage, "proxy.captive-portal"}, Row{kBlockPage, "proxy.block-page"},
        Row{kHaproxyNoServer, "proxy.upstream-failed HAProxy"}, Row{kNginxBadGateway, "proxy.upstream-failed nginx"},
        Row{kNginxBusy, "proxy.upstream-failed nginx"}, Row{kSquidNoAnswer, "proxy.upstream-failed squid"},
        Row{kSquidNoName, "proxy.upstream-failed squid"}, Row{kHostname, "httpsys.no-binding srv"},
        Row{kNoSite, "httpsys.no-site srv:80"}, Row{kUnavailable, "httpsys.pool-stopped"},
        Row{kInvalidUrl, "httpsys.request-rejected URL"}}) {
    for (const Given given : {Given::ByServer, Given::ByUser}) {
      const Run run = diagnose(hidden_behind(row.answer), given);
      INFO(row.told << (given == Given::ByUser ? ", catalogue given" : ""));
      CHECK(told(run) == Told{row.told});
      REQUIRE(run.findings.size() == 1);
      CHECK(says(run.findings.front().to_decide, "unseen-site"));
      CHECK(says(run.findings.front().evidence, "all-before-site"));
      // What the server is, nobody saw.
      CHECK_FALSE(says(run.notes, "not-iis"));
    }
  }
}

TEST_CASE("a proxy that wants an account is named as it was configured") {
  Share share = hidden_behind(kSquidWantsAccount);
  share.proxy = "proxy.example:3128 (from http_proxy)";
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"proxy.auth-required proxy.example:3128"});
  CHECK(only(run).confidence == Confidence::Certain);
}

TEST_CASE("502 of IIS for everything is a balancer's, with ARR's header or without") {
  Answer arr{
      502, {{"Server", "Microsoft-IIS/10.0"}}, custom_page("502 - Web server received an invalid response."), ""};
  CHECK(told(hidden_behind(arr)) == Told{"proxy.upstream-failed ARR"});
  CHECK(only(diagnose(hidden_behind(arr))).confidence == Confidence::Possible);
  arr.headers.push_back({"X-Powered-By", "ARR/3.0"});
  CHECK(told(hidden_behind(arr)) == Told{"proxy.upstream-failed ARR"});
}

TEST_CASE(
    "where nothing arrives, that somebody behind did not answer is likely, that a nameless page blocks only possible") {
  CHECK(only(diagnose(hidden_behind(kNginxBadGateway))).confidence == Confidence::Likely);
  const Run run = diagnose(hidden_behind({403, {}, "<html><title>Access blocked</title></html>", ""}));
  CHECK(told(run) == Told{"proxy.blocked"});
  CHECK(only(run).confidence == Confidence::Possible);
}

// --- what hides some ---

TEST_CASE("a gateway that refuses one type is told beside what is wrong with the share, whatever its pages") {
  in_every_mode([](Share share) {
    share.hidden.insert("bin");
    share.tamper = [](const std::string& path, int, Record& record) {
      if (has_extension(path, ".exe") && is_entry(record)) replace_answer(record, kFortiGate);
    };
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {"iis.hidden-segment bin", "proxy.blocked FortiGate"}));
    CHECK(says(first_of(run, "proxy.blocked").evidence, "other-server"));
    CHECK_FALSE(says(first_of(run, "proxy.blocked").to_decide, "unseen-site"));
  });
}

TEST_CASE("a refusal whose page and Server are not those of the IIS that the files come from is a gateway's") {
  const Answer other{403, {{"Server", "nginx/1.24.0"}}, kNginxPage, ""};
  CHECK(told(share_that_answers(".exe", other)) == Told{"proxy.blocked nginx"});
  const Answer nameless{403, {}, "<html>No.</html>", ""};
  CHECK(told(share_that_answers(".exe", nameless)) == Told{"proxy.blocked"});
}

TEST_CASE("a refusal with the Server header of what arrives is the server's own") {
  const Answer own{403, {{"Server", "Microsoft-IIS/10.0"}}, "<html>No.</html>", ""};
  const Told causes = told(share_that_answers(".exe", own));
  for (const std::string& cause : causes) CHECK(cause.compare(0, 6, "proxy.") != 0);
}

TEST_CASE("a server that is nginx or Apache itself and refuses is no gateway") {
  for (const ErrorPages pages : {ErrorPages::Nginx, ErrorPages::Apache}) {
    const char* const server = pages == ErrorPages::Nginx ? "nginx/1.24.0" : "Apache/2.4.57 (Debian)";
    for (const int status : {403, 404, 503}) {
      Share share = share_that_answers(
          ".exe", {status, {{"Server", server}}, pages == ErrorPages::Nginx ? kNginxPage : kApachePage, ""});
      share.pages = pages;
      share.server = server;
      const Run run = diagnose(share);
      INFO(server << " " << status << ": " << fmt::format("{}", fmt::join(told(run), " | ")));
      REQUIRE_FALSE(run.findings.empty());
      CHECK_FALSE(blames_iis(run));
      for (const model::Finding& finding : run.findings) CHECK(finding.about.cause.compare(0, 6, "proxy.") != 0);
    }
  }
}

TEST_CASE("a page that blocks without a name is the server's own where its Server header is") {
  const std::string blocked = "<html><title>Access blocked</title></html>";
  Share share = share_that_answers(".exe", {403, {{"Server", "LiteSpeed"}}, blocked, ""});
  share.server = "LiteSpeed";
  share.pages = ErrorPages::Nginx;
  CHECK(told(share) == Told{"unexplained 403"});
  share = share_that_answers(".exe", {403, {}, blocked, ""});
  share.server = "LiteSpeed";
  share.pages = ErrorPages::Nginx;
  CHECK(told(share) == Told{"proxy.blocked"});
}

TEST_CASE("a redirect of some files to a sign-in page is no portal: it would be for everything") {
  const Told causes = told(share_that_answers(".exe", kPortalRedirect));
  CHECK(causes == Told{"proxy.blocked"});
}

TEST_CASE("an upstream that fails now and then is told with both answers") {
  Share share;
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (path == "savxp/a.vdb" && attempt == 1) replace_answer(record, kHaproxyNoServer);
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"proxy.upstream-failed HAProxy"});
  CHECK(says(only(run).evidence, "answers-differ"));
}

// --- pages with 200 ---

TEST_CASE("a page in the place of every file of a type is a gateway's, with the types") {
  for (const Answer& page : {kBlockPage, kStrangePage}) {
    const Run run = diagnose(share_that_answers(".exe", page));
    CHECK(told(run) == Told{"proxy.block-page .exe"});
    CHECK(says(only(run).evidence, "page-instead"));
    CHECK(only(run).affected.count == 3);
  }
}

TEST_CASE("a page in the place of one file of several names no type") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path == "savxp/tool.exe") replace_answer(record, kBlockPage);
  };
  CHECK(told(share) == Told{"proxy.block-page"});
}

TEST_CASE("a page of the server that the files come from is no gateway's") {
  const Answer own{200, {{"Server", "Microsoft-IIS/10.0"}, {"Content-Type", "text/html"}}, "<html>Hello</html>", ""};
  CHECK(told(share_that_answers(".exe", own)) == Told{"unexplained page"});
}

TEST_CASE("a server that gives its page to any name answers anything, whoever it is") {
  Share share;
  share.server = "nginx";
  share.pages = ErrorPages::Nginx;
  share.published = share.files;
  share.published->insert("savxp/gone.exe");
  share.tamper = [](const std::string&, int, Record& record) {
    const Answer welcome{200, {{"Server", "nginx"}, {"Content-Type", "text/html"}}, "<html>Welcome</html>", ""};
    if (record.exchange.status == 404) replace_answer(record, welcome);
  };
  CHECK(told(share, Given::ByUser) == Told{"content.answers-anything"});
}

TEST_CASE("absent catalogues are not unreadable where any name gets such an answer") {
  Share share;
  share.lists = false;
  share.tamper = [](const std::string&, int, Record& record) {
    if (record.exchange.method != model::Method::Get || record.exchange.status != 404) return;
    replace_answer(record, {200, {{"Server", "Microsoft-IIS/10.0"}, {"Content-Type", "application/json"}}, "{}", ""});
    if (record.purpose != Purpose::Catalogue) return;
    record.outcome = Outcome::Failed;
    record.problem = model::ParseProblem{1, 1, "no such format", "{}"};
  };
  const Told causes = told(share);
  INFO(fmt::format("{}", fmt::join(causes, " | ")));
  CHECK(std::count(causes.begin(), causes.end(), "content.answers-anything") == 1);
  for (const std::string& cause : causes) CHECK(cause.find("catalogue-unreadable") == std::string::npos);
}

TEST_CASE("a broken catalogue is unreadable beside a catch-all that answers otherwise") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path == "zz-webcid-probe.txt") {
      replace_answer(record, {200, {{"Content-Type", "text/html"}}, "<html>Welcome to this server</html>", ""});
    }
    if (record.purpose != Purpose::Catalogue || path != kCatalogue) return;
    record.outcome = Outcome::Failed;
    record.problem = model::ParseProblem{3, 7, "a comma is missing", "{"};
  };
  const Told causes = told(share);
  CHECK(std::any_of(causes.begin(), causes.end(),
                    [](const std::string& cause) { return cause.find("catalogue-unreadable") != std::string::npos; }));
}

// --- past the proxy ---

TEST_CASE("what arrives past the configured proxy proves that the proxy refuses") {
  Share share;
  share.proxy = "proxy.example:3128";
  share.tamper = [](const std::string& path, int, Record& record) {
    if (has_extension(path, ".exe") && record.manner != Manner::Direct) replace_answer(record, kSquidDenied);
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"proxy.blocked squid"});
  CHECK(only(run).confidence == Confidence::Certain);
  CHECK(says(only(run).evidence, "direct-right"));
}

TEST_CASE("the same answer past the configured proxy acquits it") {
  Share share = share_that_answers(".exe", kFortiGate);
  share.proxy = "proxy.example:3128";
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"proxy.blocked FortiGate"});
  CHECK(only(run).confidence != Confidence::Certain);
  CHECK(says(only(run).evidence, "direct-same"));
}

TEST_CASE("a proxy that hides everything is compared by the address itself") {
  Share share;
  share.proxy = "proxy.example:3128";
  share.tamper = [](const std::string&, int, Record& record) {
    if (record.manner != Manner::Direct) replace_answer(record, kSquidDenied);
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"proxy.blocked squid"});
  CHECK(only(run).confidence == Confidence::Certain);
}

TEST_CASE("without a proxy nothing is asked past it") {
  const Run run = diagnose(share_that_answers(".exe", kFortiGate));
  for (const ProbeWish& wish : run.wishes) CHECK(wish.manner != Manner::Direct);
}

// --- HTTP.sys ---

TEST_CASE("another service on the port is told as no site, not as an account") {
  const Answer win_rm{401, {{"Server", "Microsoft-HTTPAPI/2.0"}, {"WWW-Authenticate", "Negotiate"}}, "", ""};
  const Run run = diagnose(hidden_behind(win_rm));
  CHECK(told(run) == Told{"httpsys.no-site srv:80"});
  CHECK(only(run).confidence == Confidence::Possible);
}

TEST_CASE("503 of HTTP.sys that passes is a limit") {
  Share share;
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (path == "savxp/a.vdb" && attempt == 1) replace_answer(record, kUnavailable);
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"httpsys.connection-limit"});
  CHECK(says(only(run).evidence, "answers-differ"));
}

TEST_CASE("a limit that a second attempt meets takes nothing back") {
  Share share;
  share.hidden.insert("bin");
  share.tamper = [](const std::string& path, int, Record& record) {
    const bool is_again = record.purpose == Purpose::Confirm && path.find("bin/") != std::string::npos;
    if (is_again || path == "savxp/a.vdb") replace_answer(record, kUnavailable);
  };
  const Told causes = told(share);
  INFO(fmt::format("{}", fmt::join(causes, " | ")));
  CHECK(std::count(causes.begin(), causes.end(), "iis.hidden-segment bin") == 1);
  CHECK(std::count(causes.begin(), causes.end(), "unexplained changing") == 0);
}

TEST_CASE("503 of HTTP.sys that stays, after the site had answered, is either") {
  Share share;
  bool is_down = false;
  share.tamper = [&](const std::string& path, int, Record& record) {
    is_down = is_down || path == "savxp/a.vdb";
    if (is_down) replace_answer(record, kUnavailable);
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"httpsys.pool-stopped"});
  CHECK(alternatives_of(only(run)) == Told{"httpsys.connection-limit"});
  CHECK(only(run).confidence == Confidence::Possible);
}

TEST_CASE("names with a long part that HTTP.sys refuses are told by it, the rest of the tree being fine") {
  in_every_mode([](Share share) {
    share.files.insert("savxp/a-name-that-is-longer-than-any-other-of-this-tree.dat");
    share.tamper = [](const std::string& path, int, Record& record) {
      if (path.size() > 40) replace_answer(record, kInvalidUrl);
    };
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {"httpsys.request-rejected URL"}));
    CHECK(says(first_of(run, "httpsys.request-rejected").evidence, "long-segment"));
    CHECK(first_of(run, "httpsys.request-rejected").affected.count == 1);
  });
}

TEST_CASE("an invalid URL is put down to a long part only where all that arrives has shorter ones") {
  Share share = share_that_answers(".pdf", kInvalidUrl);
  // Longer ones arrive.
  CHECK(told(share) == Told{"httpsys.request-rejected URL"});
  CHECK(ids_of(only(diagnose(share)).evidence) == Told{"refused-alike", "others-arrive", "confirmed"});
  // Nothing arrives to compare with.
  share.tamper = [](const std::string& path, int, Record& record) {
    if (!path.empty() && path != "/") replace_answer(record, kInvalidUrl);
  };
  const Run none = diagnose(share);
  CHECK(told(none) == Told{"httpsys.request-rejected URL"});
  CHECK_FALSE(says(only(none).evidence, "long-segment"));
}

TEST_CASE("what HTTP.sys refuses of the address alone is told by the address") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path.empty()) replace_answer(record, kInvalidUrl);
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"httpsys.request-rejected URL"});
  CHECK(ids_of(only(run).evidence) == Told{"address-refused", "others-arrive"});
  CHECK(only(run).evidence.front().arguments.front() == kAddress);
}

// --- another server ---

TEST_CASE("a server with nothing of IIS and nothing of the tree is another one than meant") {
  for (const Given given : {Given::ByServer, Given::ByUser}) {
    Share share;
    share.alias = Alias::Missing;
    share.server = "nginx";
    share.pages = ErrorPages::Nginx;
    const Run run = diagnose(share, given);
    CHECK(told(run) == Told{"network.wrong-server srv"});
    CHECK(only(run).confidence == Confidence::Possible);
    CHECK(alternatives_of(only(run)) == Told{"publication.catalogue-missing"});
    CHECK(says(only(run).to_decide, "compare-address"));
  }
}

TEST_CASE("of what another server lacks the number is told, and some names") {
  Share share;
  share.alias = Alias::Missing;
  share.server = "nginx";
  share.pages = ErrorPages::Nginx;
  const model::Affected affected = only(diagnose(share, Given::ByUser)).affected;
  CHECK(affected.count == share.files.size());
  const std::vector<std::string> all(share.files.begin(), share.files.end());
  CHECK(affected.examples == std::vector<std::string>(all.begin(), all.begin() + 5));
}

TEST_CASE("an nginx that serves any of it, or an IIS without the alias, is not another server") {
  Share share;
  share.server = "nginx";
  share.pages = ErrorPages::Nginx;
  share.published = Share::Names{"savxp/setup.exe", "savxp/gone.exe"};
  CHECK(told(share, Given::ByUser) == Told{"publication.file-missing savxp/gone.exe"});
  Share iis;
  iis.alias = Alias::Missing;
  CHECK(told(iis) == Told{"iis.virtual-directory-missing SophosUpdate"});
}

TEST_CASE("what HTTP.sys refuses is shown by the shortest long name, of equal ones by the first") {
  Share share;
  const std::string b = "docs/" + std::string(60, 'b') + ".pdf";
  const std::string c = "docs/" + std::string(60, 'c') + ".pdf";
  share.files.insert({"docs/" + std::string(70, 'a') + ".pdf", b, c});
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path.size() > 60) replace_answer(record, kInvalidUrl);
  };
  const Run run = diagnose(share);
  const model::Finding& finding = first_of(run, "httpsys.request-rejected");
  const auto shown = std::find_if(finding.evidence.begin(), finding.evidence.end(),
                                  [](const model::Statement& statement) { return statement.id == "long-segment"; });
  REQUIRE(shown != finding.evidence.end());
  CHECK(shown->arguments.front() == b);
}

TEST_CASE("a gateway's refusal that a second attempt does not meet again is not said to be confirmed") {
  Share share;
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (path != "savxp/setup.exe" || !is_entry(record)) return;
    Answer answer = kFortiGate;
    if (attempt > 1) answer.status = 503;
    replace_answer(record, answer);
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"proxy.blocked FortiGate"});
  CHECK(ids_of(only(run).evidence) == Told{"refused-alike", "other-server", "others-arrive", "answers-differ"});
}

}  // namespace webcid::diagnose::testing
