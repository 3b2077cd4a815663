// Servers that are no IIS, addresses that are none, and how diagnosis behaves whatever it is fed with.
#include <array>
#include <ctime>
#include <string>
#include <vector>

#include "catch.hpp"
#include "diagnose_share.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Outcome;
using model::Purpose;
using model::Record;

bool has_iis_finding(const Run& run) {
  return std::any_of(run.findings.begin(), run.findings.end(), [](const model::Finding& finding) {
    const auto of_iis = [](const model::CauseRef& about) { return about.cause.compare(0, 4, "iis.") == 0; };
    return of_iis(finding.about) || std::any_of(finding.alternatives.begin(), finding.alternatives.end(), of_iis);
  });
}

}  // namespace

// --- other servers ---

TEST_CASE("a server that is no IIS gets no finding and no alternative of IIS") {
  struct Row {
    const char* name;
    ErrorPages pages;
    const char* server;
  };
  const std::array<void (*)(Share&), 7> faults{{
      [](Share& share) { share.has_any_map = false; },
      [](Share& share) { share.has_none_map = false; },
      [](Share& share) { share.lists = false; },
      [](Share& share) { share.double_escapes = false; },
      [](Share& share) { share.hidden.insert("bin"); },
      [](Share& share) { share.alias = Alias::Missing; },
      [](Share& share) {
        share.published = Share::Names{"gone.dat", "gone.txt"};
      },
  }};
  for (const Row& row : {Row{"nginx", ErrorPages::Nginx, "nginx/1.22.1"}, Row{"Apache", ErrorPages::Apache, "Apache"},
                         Row{"nameless", ErrorPages::Nginx, ""}, Row{"Tomcat", ErrorPages::Tomcat, ""},
                         Row{"nginx that says IIS", ErrorPages::Nginx, "Microsoft-IIS/10.0"},
                         Row{"Tomcat that says IIS", ErrorPages::Tomcat, "Microsoft-IIS/10.0"}}) {
    for (const auto fault : faults) {
      for (const Given given : {Given::ByServer, Given::ByUser}) {
        Share share;
        share.pages = row.pages;
        share.server = row.server;
        fault(share);
        const Run run = diagnose(share, given);
        INFO(row.name << ", fault " << std::find(faults.begin(), faults.end(), fault) - faults.begin() << ": "
                      << fmt::format("{}", fmt::join(told(run), " | ")));
        CHECK_FALSE(has_iis_finding(run));
      }
    }
  }
}

TEST_CASE("a healthy server that is no IIS is said to be none, and nothing is found") {
  Share share;
  share.pages = ErrorPages::Nginx;
  share.server = "nginx/1.22.1";
  const Run run = diagnose(share);
  CHECK(told(run) == Told{});
  REQUIRE(run.notes.size() == 1);
  CHECK(run.notes.front() == model::Statement{"not-iis", {"nginx/1.22.1"}, std::nullopt});
}

TEST_CASE("an IIS without its Server header is known by its pages") {
  Share share;
  share.server = "";
  share.hidden.insert("bin");
  CHECK(told(share) == Told{"iis.hidden-segment bin"});
}

TEST_CASE("one page of an intruding gateway does not make an IIS another server") {
  Share share;
  share.hidden.insert("bin");
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != "docs/manual.pdf" || !is_entry(record)) return;
    record.exchange.status = 403;
    record.exchange.headers = {{"Server", "Gateway"}};
    record.exchange.body.kept = "<html><title>Web Page Blocked</title></html>";
    record.outcome = Outcome::Refused;
  };
  const Run run = diagnose(share);
  const Told causes = told(run);
  INFO(fmt::format("{}", fmt::join(causes, " | ")));
  CHECK(std::count(causes.begin(), causes.end(), "iis.hidden-segment bin") == 1);
  CHECK(std::count(causes.begin(), causes.end(), "proxy.blocked Gateway") == 1);
}

// --- manners ---

TEST_CASE("the same records in another order give the same findings") {
  Share share;
  share.has_any_map = false;
  share.has_none_map = false;
  share.double_escapes = false;
  share.hidden.insert("bin");
  std::vector<Record> records;
  share.tamper = [&](const std::string&, int, Record& record) { records.push_back(record); };
  const Run run = diagnose(share);
  const auto judge = [&](std::vector<Record> all) {
    model::Target target;
    target.url = kAddress;
    Case again(target);
    for (const Record& record : all) {
      const auto listing = record.purpose == Purpose::Folder ? share.listing(record.path) : std::nullopt;
      again.add(record, listing ? &*listing : nullptr);
    }
    Told out;
    for (const model::Finding& finding : again.findings()) out.push_back(text_of(finding.about));
    return out;
  };
  CHECK(judge(records) == told(run));
  // As connections in parallel would have it: the files in another order.
  std::vector<Record> reversed = records;
  const auto is_file = [](const Record& record) { return record.purpose == Purpose::File; };
  const auto first = std::find_if(reversed.begin(), reversed.end(), is_file);
  const auto last = std::find_if_not(first, reversed.end(), is_file);
  std::reverse(first, last);
  CHECK(judge(reversed) == told(run));
}

TEST_CASE("no record at all is no finding and no wish") {
  Case nothing{model::Target{}};
  CHECK(nothing.wishes().empty());
  CHECK(nothing.findings().empty());
  CHECK(nothing.notes().empty());
  CHECK(nothing.server().empty());
}

TEST_CASE("names of any bytes are diagnosed like others") {
  Share share;
  share.files.insert({"savxp/\xe5\xae\x9a\xe7\xbe\xa9.dat", "savxp/\xff\xfe.dat", "savxp/<script>.vdb", "savxp/ .vdb",
                      "savxp/\x1b[31m.dat", "savxp/100%25.txt"});
  share.files.erase("savxp/\x1b[31m.dat");  // no path at all: control characters are refused
  share.has_any_map = false;
  share.double_escapes = false;
  CHECK(told(share) == Told{"iis.double-escaping-refused", "iis.mime-map-missing .6,.dat,.upd,.vdb"});
}

namespace {

// Every file refused, each with an extension and a folder of its own.
Share hostile_share(int files) {
  Share share;
  share.lists = false;
  share.published = Share::Names{};
  share.files.clear();
  for (int i = 0; i < files; ++i) share.published->insert(fmt::format("folder{0}/deep{0}/name{0}.ext{0}", i));
  return share;
}

double seconds_for(int files) {
  const Share share = hostile_share(files);
  const std::clock_t before = std::clock();
  static_cast<void>(diagnose(share, Given::ByUser));
  return static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
}

}  // namespace

TEST_CASE("time grows with the number of refused files, not with its square") {
  // Processor time, so that a busy machine does not count; a square would be sixteen times as much.
  const double quarter = seconds_for(5000);
  const double whole = seconds_for(20'000);
  INFO(quarter << " s for 5000 files, " << whole << " s for 20000");
  CHECK(whole < 10 * quarter + 1);
}

// --- addresses ---

TEST_CASE("an address that cannot be one is judged without any traffic") {
  struct Row {
    const char* address;
    const char* told;
  };
  for (const Row& row :
       {Row{"", "address.missing"}, Row{"https://srv/SophosUpdate", "address.not-http"},
        Row{"ftp://srv/x", "address.not-http"}, Row{R"(\\srv\SophosUpdate)", "address.unc"},
        Row{"file://srv/SophosUpdate", "address.unc"}, Row{"http://user:secret@srv/", "address.malformed"},
        Row{"http://srv/x?y=z", "address.malformed"}, Row{"http://srv:99999/", "address.malformed"},
        Row{"srv SophosUpdate", "address.malformed"}}) {
    const auto findings = judge_address(row.address);
    INFO(row.address);
    REQUIRE(findings.size() == 1);
    CHECK(text_of(findings.front().about) == row.told);
    CHECK(findings.front().severity == model::Severity::Error);
    for (const model::Statement& statement : findings.front().evidence) {
      check_statement(statement);
      for (const std::string& argument : statement.arguments) CHECK(argument.find("secret") == std::string::npos);
    }
  }
  CHECK(judge_address("http://srv/SophosUpdate").empty());
  CHECK(judge_address("http://192.0.2.1:8080/SophosUpdate/").empty());
}

TEST_CASE("the source of new installations must be a share") {
  const auto judged = [](const char* text) {
    model::Target target;
    target.install_source = text;
    return judge_install_source(target);
  };
  // Whether it was given at all is the user's to know.
  for (const char* const good : {"", R"(\\srv\SophosUpdate)", R"(\\192.0.2.1\SophosUpdate\CIDs)", R"(\\srv\Ａ)"}) {
    CAPTURE(good);
    CHECK(judged(good).empty());
  }
  for (const char* const bad : {"http://srv/SophosUpdate", R"(\\srv)", R"(\\srv\)", R"(\\\SophosUpdate)", R"(\srv\x)",
                                R"(\\srv\\x)", R"(C:\Update)", "file://srv/SophosUpdate", " "}) {
    CAPTURE(bad);
    const auto findings = judged(bad);
    REQUIRE(findings.size() == 1);
    CHECK(text_of(findings.front().about) == "address.install-source-not-unc");
    CHECK(findings.front().severity == model::Severity::Warning);
    REQUIRE(findings.front().evidence.size() == 1);
    check_statement(findings.front().evidence.front());
    CHECK(findings.front().evidence.front().arguments == std::vector<std::string>{bad});
  }
}

}  // namespace webcid::diagnose::testing
