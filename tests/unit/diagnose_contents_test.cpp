// What arrives wrong, and who spoils it (causes.tsv: proxy.stale, proxy.alters-content, iis.stale-cache, content.*;
// iis.md i).
#include <string>

#include "catch.hpp"
#include "diagnose_modes.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Confidence;
using model::Manner;
using model::Outcome;
using model::Purpose;
using model::Record;

constexpr const char* kFile = "savxp/a.vdb";
constexpr const char* kCatalogueDate = "Mon, 05 Jan 2026 09:30:00 GMT";
constexpr const char* kOlder = "Sun, 28 Dec 2025 23:59:59 GMT";
constexpr const char* kYounger = "Mon, 05 Jan 2026 09:30:01 GMT";

model::Digest digest_of(char letter) {
  return *model::Digest::from_hex(model::DigestAlgorithm::Md5, std::string(32, letter));
}

// The file arrives with the right size and other bytes, except where `is_right` says so.
void spoil(Share& share, std::function<bool(const Record&)> is_right, std::vector<model::Header> headers = {}) {
  share.tamper = [=](const std::string& path, int, Record& record) {
    if (record.purpose == Purpose::Catalogue) record.exchange.headers.push_back({"Last-Modified", kCatalogueDate});
    if (path != kFile || !is_entry(record) || is_right(record)) return;
    record.outcome = Outcome::WrongHash;
    record.exchange.body.digests = {digest_of('b')};
    for (const model::Header& header : headers) record.exchange.headers.push_back(header);
  };
}

bool never(const Record&) {
  return false;
}

bool is_fresh(const Record& record) {
  return record.manner == Manner::NoCache;
}

bool is_direct(const Record& record) {
  return record.manner == Manner::Direct;
}

}  // namespace

// --- caches and gateways on the way ---

TEST_CASE("a copy out of a cache that is right past the cache is a stale one") {
  for (const model::Header& mark : {model::Header{"Age", "7200"}, model::Header{"X-Cache", "HIT from cache"}}) {
    Share share;
    spoil(share, is_fresh, {mark});
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == "proxy.stale");
    CHECK(finding.confidence == Confidence::Certain);
    CHECK(says(finding.evidence, "right-past-caches"));
    CHECK(finding.affected.count == 1);
  }
}

TEST_CASE("a cache that does not show itself is likely where only no-cache helps") {
  Share share;
  spoil(share, is_fresh);
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "proxy.stale");
  CHECK(finding.confidence == Confidence::Likely);
}

TEST_CASE("a success out of a cache contradicts nothing until it is fetched past the cache") {
  // Everything of one type is refused but one file that a cache still holds.
  Share share;
  share.unmapped = {".vdb"};
  const auto cached = [](Record& record) {
    record.exchange.status = 200;
    record.exchange.headers = {{"Server", "Microsoft-IIS/10.0"}, {"Age", "60"}};
    record.outcome = Outcome::Verified;
  };
  share.tamper = [&](const std::string& path, int, Record& record) {
    if (path == kFile && is_entry(record) && record.manner != Manner::NoCache) cached(record);
  };
  share.files.insert("savxp/c.vdb");
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"iis.mime-map-missing .vdb"});
  CHECK(std::any_of(run.wishes.begin(), run.wishes.end(),
                    [](const ProbeWish& wish) { return wish.path == kFile && wish.manner == Manner::NoCache; }));

  SECTION("what arrives past the cache does") {
    share.unmapped = {};
    share.tamper = [&](const std::string& path, int, Record& record) {
      const bool is_vdb = path.find(".vdb") != std::string::npos;
      if (!is_vdb || !is_entry(record)) return;
      if (path == kFile) {
        record.exchange.headers.push_back({"Age", record.manner == Manner::NoCache ? "0" : "60"});
      } else {
        record.exchange.status = 404;
        record.exchange.body.kept = custom_page("404 - File or directory not found.");
        record.outcome = Outcome::Refused;
      }
    };
    for (const std::string& cause : told(share)) CHECK(text_of_cause(cause) != "iis.mime-map-missing");
  }
}

TEST_CASE("what is right without the proxy is the proxy's doing") {
  Share share;
  share.proxy = "proxy.example:3128";
  spoil(share, is_direct);
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "proxy.alters-content");
  CHECK(finding.confidence == Confidence::Certain);
  CHECK(says(finding.evidence, "right-directly"));

  SECTION("a stale copy of the proxy is one, too") {
    spoil(share, [](const Record& record) { return is_direct(record) || is_fresh(record); });
    CHECK(text_of(only(diagnose(share)).about) == "proxy.stale");
  }
  SECTION("what is wrong without it as well is the server's") {
    spoil(share, never, {{"Via", "1.1 proxy"}});
    const model::Finding own = only(diagnose(share));
    CHECK(text_of(own.about) == "content.hash-mismatch savxp/a.vdb");
    CHECK(says(own.evidence, "wrong-directly"));
    CHECK(own.alternatives.empty());
  }
  SECTION("what does not answer without it says nothing") {
    share.tamper = [](const std::string& path, int, Record& record) {
      if (path != kFile || !is_entry(record)) return;
      record.outcome = Outcome::WrongHash;
      if (record.manner != Manner::Direct) return;
      record.outcome = Outcome::Failed;
      record.exchange.status = 0;
      record.exchange.error = model::TransportError::ConnectTimeout;
    };
    CHECK(text_of(only(diagnose(share)).about) == "content.hash-mismatch savxp/a.vdb");
  }
}

TEST_CASE("a gateway that shows itself on the wrong files only may have changed them") {
  Share share;
  spoil(share, never, {{"Via", "1.1 gateway"}});
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "proxy.alters-content");
  CHECK(alternatives_of(finding) == Told{"content.hash-mismatch savxp/a.vdb"});
  CHECK(finding.confidence == Confidence::Likely);
  CHECK(says(finding.to_decide, "compare-on-server"));
}

TEST_CASE("a gateway that hands the other files on unharmed has rather handed on a wrong one") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    record.exchange.headers.push_back({"Via", "1.1 gateway"});
    if (path == kFile && is_entry(record)) record.outcome = Outcome::WrongHash;
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "content.hash-mismatch savxp/a.vdb");
  CHECK(alternatives_of(finding) == Told{"proxy.alters-content"});
}

TEST_CASE("a cut transfer is no changed content, whoever is on the way") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != kFile || !is_entry(record)) return;
    record.exchange.headers.push_back({"Via", "1.1 gateway"});
    record.exchange.error = model::TransportError::CutShort;
    record.outcome = Outcome::Truncated;
  };
  CHECK(told(share) == Told{"content.truncated savxp/a.vdb"});
}

TEST_CASE("a content coding that nobody asked for is named") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != kFile || !is_entry(record)) return;
    record.exchange.headers.push_back({"Content-Encoding", "gzip"});
    record.exchange.body.length = 40;
    record.outcome = Outcome::WrongSize;
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "content.encoded gzip");
  CHECK(finding.affected.examples == Told{kFile});
  CHECK(finding.confidence == Confidence::Certain);
}

TEST_CASE("a content coding that is only said is no trouble while the bytes are right") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path == kFile && is_entry(record)) record.exchange.headers.push_back({"Content-Encoding", "gzip"});
  };
  CHECK(told(share) == Told{});
}

// --- IIS's own caches ---

TEST_CASE("old bytes with an old date may come out of IIS's cache") {
  Share share;
  spoil(share, never, {{"Last-Modified", kOlder}});
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "content.hash-mismatch savxp/a.vdb");
  CHECK(alternatives_of(finding) == Told{"iis.stale-cache savxp/a.vdb"});
  CHECK(says(finding.to_decide, "recycle-pool"));

  SECTION("a file that is younger than its catalogue is no old copy") {
    spoil(share, never, {{"Last-Modified", kYounger}});
    CHECK(only(diagnose(share)).alternatives.empty());
  }
  SECTION("nor has any other server that cache") {
    share.server = "nginx";
    share.pages = ErrorPages::Nginx;
    CHECK(only(diagnose(share)).alternatives.empty());
  }
}

TEST_CASE("a listing tells a wrong file on the disk from a stale one in memory") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (record.purpose == Purpose::Catalogue) record.exchange.headers.push_back({"Last-Modified", kCatalogueDate});
    if (path != kFile || !is_entry(record)) return;
    record.exchange.headers.push_back({"Last-Modified", kOlder});
    record.exchange.body.length = kFileSize - 1;
    record.outcome = Outcome::WrongSize;
  };
  // It shows the promised size.
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "iis.stale-cache savxp/a.vdb");
  CHECK(alternatives_of(finding) == Told{"proxy.alters-content"});
  CHECK(says(finding.evidence, "listed-size"));

  SECTION("it shows the size that arrives") {
    share.listed_size = kFileSize - 1;
    const model::Finding own = only(diagnose(share));
    CHECK(text_of(own.about) == "content.size-mismatch savxp/a.vdb");
    CHECK(own.alternatives.empty());
    CHECK(own.confidence == Confidence::Certain);
  }
  SECTION("there is none") {
    share.lists = false;
    const Run run = diagnose(share);
    CHECK(told(run) == Told{"content.size-mismatch savxp/a.vdb", "iis.directory-browsing-off"});
    CHECK(alternatives_of(run.findings.front()) == Told{"iis.stale-cache savxp/a.vdb"});
  }
}

// --- the bytes themselves ---

TEST_CASE("bytes that are wrong in another way each time are no lasting content") {
  Share share;
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (path != kFile || !is_entry(record)) return;
    record.outcome = Outcome::WrongHash;
    record.exchange.body.digests = {digest_of(attempt == 1 ? 'b' : 'c')};
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "unexplained changing");
  CHECK(says(finding.evidence, "bytes-differ"));
}

TEST_CASE("not modified, said to who has nothing yet, is an empty file") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != kFile || !is_entry(record)) return;
    record.exchange.status = 304;
    record.exchange.body = {};
    record.outcome = Outcome::Refused;
  };
  CHECK(told(share) == Told{"content.empty savxp/a.vdb"});
}

TEST_CASE("in which order parallel transfers ended does not show") {
  const std::vector<std::string> wrong{"docs/manual.pdf", "docs/index.pdf", "savxp/a.vdb", "savxp/b.vdb",
                                       "linux/launcher"};
  Share share;
  share.tamper = [&](const std::string& path, int, Record& record) {
    const bool is_wrong = std::find(wrong.begin(), wrong.end(), path) != wrong.end();
    if (is_wrong && is_entry(record)) record.outcome = Outcome::WrongHash;
    if (path.find(".txt") != std::string::npos && is_entry(record)) {
      record.exchange.status = 410;
      record.outcome = Outcome::Refused;
    }
  };
  const Run forwards = diagnose(share);
  share.order = Order::Backwards;
  const Run backwards = diagnose(share);
  CHECK(told(forwards) == told(backwards));
  REQUIRE(forwards.findings.size() == backwards.findings.size());
  for (std::size_t i = 0; i < forwards.findings.size(); ++i) {
    CHECK(forwards.findings[i].affected.examples == backwards.findings[i].affected.examples);
    REQUIRE(forwards.findings[i].evidence.size() == backwards.findings[i].evidence.size());
    for (std::size_t j = 0; j < forwards.findings[i].evidence.size(); ++j) {
      CHECK(forwards.findings[i].evidence[j].arguments == backwards.findings[i].evidence[j].arguments);
    }
  }
  REQUIRE(forwards.wishes.size() == backwards.wishes.size());
  for (std::size_t i = 0; i < forwards.wishes.size(); ++i) CHECK(forwards.wishes[i].path == backwards.wishes[i].path);
}

// --- parts ---

TEST_CASE("a part that is not that part of the file is told, and only once the whole is right again") {
  struct Row {
    const char* what;
    void (*make)(Record&);
    bool is_broken;
  };
  const Row rows[] = {
      {"other bytes", [](Record& record) { record.exchange.body.kept[0] = '#'; }, true},
      {"another place in the header", [](Record& record) { record.exchange.headers.back().value = "bytes 51-75/100"; },
       true},
      {"another size in the header", [](Record& record) { record.exchange.headers.back().value = "bytes 50-75/101"; },
       true},
      {"a place that ends before it begins",
       [](Record& record) {
         record.exchange.headers.back().value = "bytes 50-49/100";
         record.exchange.body.kept.clear();
         record.exchange.body.length = 0;
       },
       true},
      {"no beginning in the header", [](Record& record) { record.exchange.headers.back().value = "bytes -75/100"; },
       true},
      {"no end in the header", [](Record& record) { record.exchange.headers.back().value = "bytes 50-/100"; }, true},
      {"a size that is no number", [](Record& record) { record.exchange.headers.back().value = "bytes 50-75/all"; },
       true},
      {"no Content-Range", [](Record& record) { record.exchange.headers.pop_back(); }, true},
      {"not satisfiable, though it lies within the file", [](Record& record) { record.exchange.status = 416; }, true},
      // RFC 9110, 14.2, 14.4 and 15.3.7.
      {"the whole", [](Record& record) { record.exchange.status = 200; }, false},
      {"a size that is not said", [](Record& record) { record.exchange.headers.back().value = "bytes 50-75/*"; },
       false},
      {"fewer bytes than were asked for, and said so",
       [](Record& record) {
         record.exchange.headers.back().value = "bytes 50-59/100";
         record.exchange.body.kept.resize(10);
         record.exchange.body.length = 10;
       },
       false},
      {"a refusal", [](Record& record) { record.exchange.status = 403; }, false},
      {"a cut transfer", [](Record& record) { record.exchange.error = model::TransportError::CutShort; }, false},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    Share share;
    share.tamper = [&](const std::string&, int, Record& record) {
      if (record.manner == Manner::Part) row.make(record);
    };
    const Run run = diagnose(share);
    CHECK(told(run) == (row.is_broken ? Told{"content.range-broken"} : Told{}));
    if (!row.is_broken) continue;
    CHECK(run.findings.front().severity == model::Severity::Warning);
    CHECK(run.findings.front().confidence == Confidence::Certain);
  }
}

TEST_CASE("a part of a file that has changed since is no broken one") {
  Share share;
  share.tamper = [](const std::string&, int, Record& record) {
    if (record.manner == Manner::Part) record.exchange.body.kept[0] = '#';
    if (record.purpose == Purpose::Confirm) record.outcome = Outcome::WrongHash;
  };
  CHECK(told(share) == Told{});
}

// --- a server that answers any name ---

TEST_CASE("of wrong files only those as long as the page for any name are that page") {
  const std::string page = "Welcome to this server";
  Share share;
  share.tamper = [&](const std::string& path, int, Record& record) {
    const bool is_made_up = path == "zz-webcid-probe.txt" && record.exchange.method == model::Method::Get;
    if (is_made_up || (path == "savxp/a.vdb" && is_entry(record))) {
      record.exchange.status = 200;
      record.exchange.headers = {{"Server", share.server}, {"Content-Type", "text/plain"}};
      record.exchange.body.kept = page;
      record.exchange.body.length = page.size();
      if (is_entry(record)) record.outcome = Outcome::WrongSize;
    }
    if (path == "savxp/b.vdb" && is_entry(record)) {
      record.exchange.body.length = page.size() + 1;
      record.outcome = Outcome::WrongSize;
    }
    if (path == "savxp/notes.txt" && is_entry(record)) {
      record.exchange.body.length = page.size();
      record.outcome = Outcome::WrongHash;
    }
  };
  const Run run = diagnose(share);
  CHECK(told(run) ==
        Told{"content.answers-anything", "content.hash-mismatch savxp/notes.txt", "content.size-mismatch savxp/b.vdb"});
  CHECK(first_of(run, "content.answers-anything").affected.examples == Told{"savxp/a.vdb"});
}

TEST_CASE("a wrong file that happens to be as long as the page of a refusal is wrong by itself") {
  Share share;
  share.tamper = [&](const std::string& path, int, Record& record) {
    if (path != "savxp/b.vdb" || !is_entry(record)) return;
    record.exchange.body.length = custom_page("404 - Something went wrong.").size();
    record.outcome = Outcome::WrongSize;
  };
  CHECK(told(share) == Told{"content.size-mismatch savxp/b.vdb"});
}

}  // namespace webcid::diagnose::testing
