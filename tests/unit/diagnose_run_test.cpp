// What a share as a whole, its server, its contents and the way to it can have (design section 4; causes.tsv).
#include <string>
#include <vector>

#include "catch.hpp"
#include "diagnose_share.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Outcome;
using model::Purpose;
using model::Record;
using model::TransportError;

const model::Finding& only(const Run& run) {
  INFO(fmt::format("{}", fmt::join(told(run), " | ")));
  REQUIRE(run.findings.size() == 1);
  return run.findings.front();
}

// Every request gets this answer.
void answer_all(Share& share, int status, std::string body, std::vector<model::Header> headers) {
  share.tamper = [=](const std::string&, int, Record& record) {
    record.exchange.status = status;
    record.exchange.headers = headers;
    record.exchange.body.kept = body;
    record.exchange.body.length = body.size();
    if (is_entry(record) || record.purpose == Purpose::Catalogue) record.outcome = Outcome::Refused;
  };
}

// Every request fails below HTTP.
void fail_all(Share& share, TransportError error) {
  share.tamper = [=](const std::string&, int, Record& record) {
    model::Exchange failed;
    failed.id = record.exchange.id;
    failed.method = record.exchange.method;
    failed.url = record.exchange.url;
    failed.error = error;
    failed.error_text = "what the system says";
    failed.proxy = error == TransportError::ProxyUnresolved || error == TransportError::ProxyUnreachable
                       ? "proxy.example:3128"
                       : "";
    record.exchange = failed;
    if (is_entry(record) || record.purpose == Purpose::Catalogue) record.outcome = Outcome::Failed;
  };
}

// An entry that arrives otherwise than the catalogue promises.
void spoil(Share& share, const std::string& path, Outcome outcome, std::uint64_t length) {
  share.tamper = [=](const std::string& asked, int, Record& record) {
    if (asked != path || !is_entry(record)) return;
    record.outcome = outcome;
    record.exchange.body.length = length;
    record.exchange.body.kept = std::string(static_cast<std::size_t>(length), 'y');
    if (outcome == Outcome::Truncated) record.exchange.error = TransportError::CutShort;
  };
}

// A page of the server's own for every name that does not exist.
void catch_all(Share& share, Record& record) {
  if (record.exchange.status != 404 || record.exchange.method != model::Method::Get) return;
  record.exchange.status = 200;
  record.exchange.headers = {{"Server", share.server}, {"Content-Type", "text/html"}};
  record.exchange.body.kept = "<html>welcome</html>";
  record.exchange.body.length = record.exchange.body.kept.size();
  if (is_entry(record)) record.outcome = Outcome::WrongSize;
}

}  // namespace

// --- the share as a whole ---

TEST_CASE("when nothing below the address exists the virtual directory is missing, or what looks the same") {
  Share share;
  share.alias = Alias::Missing;
  for (const Given given : {Given::ByServer, Given::ByUser}) {
    for (const ErrorPages pages : {ErrorPages::Custom, ErrorPages::Detailed, ErrorPages::OneLine}) {
      share.pages = pages;
      INFO("catalogue " << (given == Given::ByUser ? "given" : "of the server") << ", pages "
                        << static_cast<int>(pages));
      const Run run = diagnose(share, given);
      const auto found = std::find_if(run.findings.begin(), run.findings.end(), [](const model::Finding& each) {
        return each.about.cause == "iis.virtual-directory-missing";
      });
      REQUIRE(found != run.findings.end());
      const model::Finding& finding = *found;
      CHECK(text_of(finding.about) == "iis.virtual-directory-missing SophosUpdate");
      const Told others = alternatives_of(finding);
      CHECK(std::count(others.begin(), others.end(), "iis.physical-path-wrong SophosUpdate") == 1);
      CHECK(std::count(others.begin(), others.end(), "iis.handler-missing") == 1);
      for (const std::string& other : others) CHECK(other.compare(0, 12, "publication.") != 0);
      // Without a catalogue it is the address alone that is refused.
      CHECK(says(finding.evidence, "refused-alike") == (given == Given::ByUser));
      CHECK(says(finding.evidence, "address-refused") == (given == Given::ByServer));
      CHECK(finding.confidence != model::Confidence::Certain);
      CHECK_FALSE(finding.to_decide.empty());
      // The site above filters as a stock one does, and a detailed page says so.
      const bool shows_site = pages == ErrorPages::Detailed && given == Given::ByUser;
      CHECK(told(run) == (shows_site ? Told{"iis.double-escaping-refused", "iis.hidden-segment bin", told(run).back()}
                                     : Told{text_of(finding.about)}));
    }
  }
}

TEST_CASE("when the address exists and nothing of the tree does the physical path is wrong") {
  for (const bool lists : {true, false}) {
    Share share;
    share.lists = lists;
    share.published = share.files;
    share.files = {"iisstart.txt", "welcome.png"};
    INFO("listing " << lists);
    const Run run = diagnose(share, Given::ByUser);
    CHECK(run.findings.front().about == model::CauseRef{"iis.physical-path-wrong", {"SophosUpdate"}});
    CHECK(told(run).size() == (lists ? 1 : 2));
  }
}

TEST_CASE("no catalogue and no listing leaves nothing to go by, and says what would help") {
  Share share;
  share.lists = false;
  share.files.erase(kCatalogue);
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"publication.catalogue-missing", "iis.directory-browsing-off"});
  CHECK(says(run.findings.front().to_decide, "give-catalogue"));
  CHECK(says(run.findings.front().to_decide, "switch-listing-on"));
}

TEST_CASE("a listed catalogue that is refused is a symptom like any file") {
  Share share;
  share.files.erase(kCatalogue);
  share.files.insert("manifest.dat");
  share.has_any_map = false;
  const Run run = diagnose(share);
  REQUIRE_FALSE(run.findings.empty());
  const model::CauseRef& about = run.findings.front().about;
  CHECK(about.cause == "iis.mime-map-missing");
  CHECK(std::count(about.parameters.begin(), about.parameters.end(), ".dat") == 1);
}

TEST_CASE("an unreadable catalogue is named with its position") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != kCatalogue || record.purpose != Purpose::Catalogue) return;
    record.outcome = Outcome::Failed;
    record.problem = model::ParseProblem{3, 14, "expected a quoted path", "{\"files\": [oops"};
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "publication.catalogue-unreadable webcid-catalogue.txt:3:14");
  CHECK(finding.confidence == model::Confidence::Certain);
  CHECK(says(finding.evidence, "parse-problem"));
}

// --- accounts ---

TEST_CASE("only challenges: an account is needed when none was sent") {
  Share share;
  share.server = "Microsoft-IIS/10.0";
  answer_all(share, 401, custom_page("401 - Unauthorized: Access is denied due to invalid credentials."),
             {{"Server", "Microsoft-IIS/10.0"}, {"WWW-Authenticate", "Negotiate"}, {"WWW-Authenticate", "NTLM"}});
  for (const Given given : {Given::ByServer, Given::ByUser}) {
    const model::Finding finding = only(diagnose(share, given));
    CHECK(text_of(finding.about) == "iis.credentials-required Negotiate, NTLM");
    CHECK(says(finding.evidence, "challenged"));
  }
}

TEST_CASE("only challenges: the account is wrong when one was sent") {
  Share share;
  share.has_account = true;
  share.tamper = [](const std::string&, int, Record& record) {
    record.exchange.status = 401;
    record.exchange.headers = {{"Server", "Microsoft-IIS/10.0"}, {"WWW-Authenticate", "Basic realm=\"srv\""}};
    record.exchange.body.kept = custom_page("401 - Unauthorized.");
    // One logon at most: nothing else carries the account.
    record.exchange.carried_credentials = record.exchange.id == 1;
    if (is_entry(record) || record.purpose == Purpose::Catalogue) record.outcome = Outcome::Refused;
  };
  CHECK(text_of(only(diagnose(share)).about) == "iis.credentials-rejected Basic");
}

TEST_CASE("a file that got 401 is never asked for a second time") {
  Share share;
  answer_all(share, 401, custom_page("401 - Unauthorized."),
             {{"Server", "Microsoft-IIS/10.0"}, {"WWW-Authenticate", "NTLM"}});
  for (const ProbeWish& wish : diagnose(share, Given::ByUser).wishes) CHECK(wish.purpose != Purpose::Confirm);
}

// --- the way to the server ---

TEST_CASE("an address that does not answer is named by what failed") {
  struct Row {
    TransportError error;
    const char* told;
  };
  for (const Row& row :
       {Row{TransportError::NameUnresolved, "network.name-unresolved srv"},
        Row{TransportError::Refused, "network.refused srv:80"},
        Row{TransportError::Unreachable, "network.unreachable srv:80"},
        Row{TransportError::ConnectTimeout, "network.unreachable srv:80"},
        Row{TransportError::Stalled, "network.stalled srv:80"}, Row{TransportError::Reset, "network.reset srv:80"},
        Row{TransportError::EmptyReply, "network.reset srv:80"},
        Row{TransportError::NotHttp, "network.not-http srv:80"},
        Row{TransportError::ProxyUnresolved, "proxy.unreachable proxy.example:3128"},
        Row{TransportError::ProxyUnreachable, "proxy.unreachable proxy.example:3128"}}) {
    for (const Given given : {Given::ByServer, Given::ByUser}) {
      Share share;
      fail_all(share, row.error);
      const Run run = diagnose(share, given);
      INFO(row.told);
      CHECK(told(run) == Told{row.told});
      CHECK(run.findings.front().confidence == model::Confidence::Certain);
      CHECK(run.wishes.empty());
    }
  }
}

TEST_CASE("any other transport error is told as it is") {
  for (const TransportError error : {TransportError::HeadersTooLarge, TransportError::BadEncoding,
                                     TransportError::BodyTooLarge, TransportError::Other}) {
    Share share;
    fail_all(share, error);
    const Told causes = told(share);
    REQUIRE(causes.size() == 1);
    CHECK(causes.front() == fmt::format("unexplained {}", model::name_of(error)));
  }
}

TEST_CASE("what this machine could not store is no fault of the server") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != "savxp/a.vdb" || !is_entry(record)) return;
    record.exchange.error = TransportError::LocalWrite;
    record.exchange.error_text = "no space left on device";
    record.outcome = Outcome::Failed;
  };
  CHECK(told(share) == Told{"local.cannot-write savxp/a.vdb"});
}

TEST_CASE("cancelled requests say nothing") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path.find("savxp/") != 0) return;
    record.exchange.status = 0;
    record.exchange.error = TransportError::Cancelled;
    record.outcome = Outcome::Skipped;
  };
  CHECK(told(share) == Told{});
}

// --- contents ---

TEST_CASE("a file that arrives otherwise than promised is named by how it differs") {
  struct Row {
    Outcome outcome;
    std::uint64_t length;
    const char* told;
  };
  for (const Row& row : {Row{Outcome::WrongHash, kFileSize, "content.hash-mismatch savxp/a.vdb"},
                         Row{Outcome::WrongSize, kFileSize + 1, "content.size-mismatch savxp/a.vdb"},
                         Row{Outcome::WrongSize, 0, "content.empty savxp/a.vdb"},
                         Row{Outcome::Truncated, 50, "content.truncated savxp/a.vdb"}}) {
    Share share;
    spoil(share, "savxp/a.vdb", row.outcome, row.length);
    const Run run = diagnose(share);
    CHECK(told(run) == Told{row.told});
    // Twice the same bytes.
    CHECK(run.findings.front().confidence == model::Confidence::Certain);
    CHECK(says(run.findings.front().evidence, "confirmed"));
    CHECK(run.findings.front().affected.count == 1);
  }
}

TEST_CASE("an answer that the next one takes back is never a lasting cause") {
  SECTION("refused once, served then") {
    Share share;
    share.tamper = [](const std::string& path, int attempt, Record& record) {
      if (path.find(".vdb") == std::string::npos || attempt > 1) return;
      record.exchange.status = 404;
      record.outcome = Outcome::Refused;
    };
    CHECK(told(share) == Told{"publication.file-locked savxp/a.vdb"});
  }
  SECTION("reset once, served then") {
    Share share;
    share.tamper = [](const std::string& path, int attempt, Record& record) {
      if (path.find(".vdb") == std::string::npos || attempt > 1) return;
      record.exchange.status = 0;
      record.exchange.error = TransportError::Reset;
      record.outcome = Outcome::Failed;
    };
    CHECK(told(share) == Told{"unexplained changing"});
  }
  SECTION("wrong once, right then") {
    Share share;
    share.tamper = [](const std::string& path, int attempt, Record& record) {
      if (path == "savxp/a.vdb" && attempt == 1) record.outcome = Outcome::WrongHash;
    };
    CHECK(told(share) == Told{"unexplained changing"});
  }
  SECTION("wrong in two ways") {
    Share share;
    share.tamper = [](const std::string& path, int attempt, Record& record) {
      if (path != "savxp/a.vdb" || !is_entry(record)) return;
      record.outcome = attempt == 1 ? Outcome::Truncated : Outcome::WrongHash;
    };
    CHECK(told(share) == Told{"unexplained changing"});
  }
}

TEST_CASE("a server that answers any name is a warning while every file is right") {
  Share share;
  share.tamper = [&](const std::string&, int, Record& record) { catch_all(share, record); };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "content.answers-anything");
  CHECK(finding.severity == model::Severity::Warning);
}

TEST_CASE("a server that answers any name is an error when its page comes instead of files") {
  Share share;
  share.published = share.files;
  share.files.erase("savxp/notes.txt");
  share.files.erase("savxp/a.vdb");
  share.tamper = [&](const std::string&, int, Record& record) { catch_all(share, record); };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "content.answers-anything");
  CHECK(finding.severity == model::Severity::Error);
  CHECK(finding.affected.count == 2);
}

TEST_CASE("a wrong copy out of a cache is not held against the server") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != "savxp/a.vdb" || !is_entry(record)) return;
    record.exchange.headers.push_back({"Age", "7200"});
    record.outcome = Outcome::WrongHash;
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "proxy.stale");
  CHECK(alternatives_of(finding) == Told{"content.hash-mismatch savxp/a.vdb"});
  CHECK(finding.confidence == model::Confidence::Possible);
}

TEST_CASE("a folder that is refused as some files are says nothing about listings") {
  Share share;
  share.lists = false;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path.find("docs/") != 0 || record.exchange.method != model::Method::Get) return;
    record.exchange.status = 403;
    record.exchange.body.kept = custom_page("403 - Forbidden: Access is denied.");
    if (is_entry(record)) record.outcome = Outcome::Refused;
  };
  CHECK(told(share) == Told{"iis.read-denied"});
}

TEST_CASE("that files are missing is likely where others arrive, and only possible where none does") {
  Share share;
  share.server = "nginx";
  share.pages = ErrorPages::Nginx;
  share.lists = false;
  share.published = Share::Names{"gone.dat", "gone.txt"};
  const Run none = diagnose(share, Given::ByUser);
  CHECK(told(none) == Told{"publication.file-missing gone.dat,gone.txt"});
  CHECK(none.findings.front().confidence == model::Confidence::Possible);
  share.published->insert("savxp/notes.txt");
  const Run some = diagnose(share, Given::ByUser);
  CHECK(told(some) == Told{"publication.file-missing gone.dat,gone.txt"});
  CHECK(some.findings.front().confidence == model::Confidence::Likely);
}

}  // namespace webcid::diagnose::testing
