// What differs between attempts (causes.tsv: iis.rate-limited, publication.changing, publication.file-locked,
// publication.case-mismatch): never a lasting cause.
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

void refuse(Record& record, int status) {
  record.exchange.status = status;
  record.exchange.body.kept = custom_page("An error occurred.");
  record.exchange.body.length = record.exchange.body.kept.size();
  if (is_entry(record)) record.outcome = Outcome::Refused;
  if (record.purpose == Purpose::Catalogue) record.outcome = Outcome::Refused;
}

void renew(Record& record) {
  record.exchange.body.kept += " newer";
  record.exchange.body.length = record.exchange.body.kept.size();
}

model::Digest digest_of(char letter) {
  return *model::Digest::from_hex(model::DigestAlgorithm::Md5, std::string(32, letter));
}

model::Entry entry_of(const std::string& path, char letter) {
  return {*base::RelativePath::create(path), kFileSize, {digest_of(letter)}};
}

bool wishes_for(const Run& run, Purpose purpose, std::string_view path) {
  return std::any_of(run.wishes.begin(), run.wishes.end(), [&](const ProbeWish& wish) {
    return wish.purpose == purpose && wish.path == path && wish.manner == Manner::Usual;
  });
}

}  // namespace

// --- limits ---

TEST_CASE("refusals that begin after some successes, and meet what had arrived as well, are a limit") {
  for (const int status : {403, 429}) {
    Share share;
    share.tamper = [=](const std::string& path, int, Record& record) {
      const bool is_late = path >= "savxp/" || record.purpose == Purpose::Confirm || record.purpose == Purpose::Probe;
      if (is_late && record.purpose != Purpose::Folder && record.purpose != Purpose::Catalogue) refuse(record, status);
    };
    INFO(status);
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == "iis.rate-limited");
    CHECK(finding.confidence == Confidence::Likely);
    CHECK(says(finding.evidence, "served-then-refused"));
    CHECK(says(finding.to_decide, "ask-iis-log"));
  }
}

TEST_CASE("refusals that go away are a limit, one alone is not") {
  Share share;
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (path.find("savxp/") == 0 && is_entry(record) && attempt == 1) refuse(record, 403);
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "iis.rate-limited");
  CHECK(says(finding.evidence, "answers-differ"));

  SECTION("one file") {
    share.tamper = [](const std::string& path, int attempt, Record& record) {
      if (path == "savxp/a.vdb" && is_entry(record) && attempt == 1) refuse(record, 403);
    };
    CHECK(told(share) == Told{"unexplained changing"});
  }
}

TEST_CASE("a limit that its page names is certain") {
  for (const char* const code : {"403.502", "403.501", "401.502", "404.501"}) {
    Share share;
    share.tamper = [=](const std::string& path, int, Record& record) {
      if (path.find("savxp/") != 0 || !is_entry(record)) return;
      refuse(record, std::stoi(code));
      record.exchange.body.kept =
          detailed_page("IIS 10.0 Detailed Error", code, std::string(code).replace(3, 1, ",") + ",0x00000000,17763");
    };
    INFO(code);
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == "iis.rate-limited");
    CHECK(finding.confidence == Confidence::Certain);
    CHECK(says(finding.evidence, "sub-status-visible"));
  }
}

TEST_CASE("what a limit kept from being tried again is not told, but that it failed is") {
  Share share;
  const auto limit_late = [](const std::string& path, Record& record) {
    const bool is_late = path >= "savxp/" || record.purpose == Purpose::Confirm || record.purpose == Purpose::Probe;
    if (is_late && record.purpose != Purpose::Folder && record.purpose != Purpose::Catalogue) refuse(record, 403);
  };
  share.tamper = [=](const std::string& path, int attempt, Record& record) {
    if (path == "docs/manual.pdf" && is_entry(record) && attempt == 1) record.outcome = Outcome::Truncated;
    if (path == "docs/index.pdf" && is_entry(record) && attempt == 1) refuse(record, 500);
    limit_late(path, record);
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "iis.rate-limited");
  CHECK(says(finding.evidence, "not-confirmed"));
  CHECK(says(finding.to_decide, "unseen-limited"));

  SECTION("wrong bytes are wrong, however often they came") {
    share.tamper = [=](const std::string& path, int attempt, Record& record) {
      if (path == "docs/manual.pdf" && is_entry(record) && attempt == 1) record.outcome = Outcome::WrongHash;
      limit_late(path, record);
    };
    CHECK(told(share) == Told{"content.hash-mismatch docs/manual.pdf", "iis.rate-limited"});
  }
}

TEST_CASE("what a second attempt confirmed is told beside a limit, but for what nothing explains") {
  Share share;
  share.published = share.files;
  share.published->insert("docs/gone.txt");
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (path.find("savxp/") == 0 && is_entry(record) && attempt == 1) refuse(record, 403);
  };
  const Run missing = diagnose(share);
  CHECK(told(missing) == Told{"iis.rate-limited", "publication.file-missing docs/gone.txt"});
  CHECK_FALSE(says(first_of(missing, "iis.rate-limited").evidence, "not-confirmed"));

  share.published.reset();
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (path.find("savxp/") == 0 && is_entry(record) && attempt == 1) refuse(record, 403);
    if (path == "docs/manual.pdf" && is_entry(record)) refuse(record, 402);
  };
  const Run unexplained = diagnose(share);
  CHECK(told(unexplained) == Told{"iis.rate-limited"});
  CHECK(says(first_of(unexplained, "iis.rate-limited").evidence, "not-confirmed"));
}

TEST_CASE("where a limit kept all from being tried again, what is sure is told and what may be one of several is not") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    const bool is_late = path >= "savxp/" || record.purpose == Purpose::Confirm || record.purpose == Purpose::Probe;
    if (is_late && record.purpose != Purpose::Folder && record.purpose != Purpose::Catalogue) refuse(record, 403);
  };
  Share sure = share;
  sure.has_any_map = false;  // the listing shows the files, and nothing else goes by the type
  CHECK(told(sure) == Told{"iis.mime-map-missing .6,.upd", "iis.rate-limited"});
  Share unsure = share;
  unsure.double_escapes = false;  // or the plus is a denied sequence
  const Run run = diagnose(unsure);
  CHECK(told(run) == Told{"iis.rate-limited"});
  CHECK(says(only(run).evidence, "not-confirmed"));
}

TEST_CASE("of refused files the one is shown that was answered otherwise the second time") {
  Share share;
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    const bool is_refused = path.find("savxp/") == 0 && is_entry(record) && (attempt == 1 || path == "savxp/LICENSE");
    if (!is_refused) return;
    refuse(record, 403);
    record.exchange.body.kept = detailed_page("IIS 10.0 Detailed Error", "403.502", "403,502,0x00000000,17763");
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"iis.rate-limited"});
  const auto& evidence = only(run).evidence;
  const auto shown = std::find_if(evidence.begin(), evidence.end(),
                                  [](const model::Statement& each) { return each.id == "answers-differ"; });
  REQUIRE(shown != evidence.end());
  CHECK(shown->arguments == Told{"savxp/VERSION", "403.502 (IIS detailed page)", "200"});
}

TEST_CASE("a limit shows on what is not there as well") {
  Share share;
  share.published = Share::Names{"a.txt", "b.txt", "c.txt", "d.txt", "x/a.txt", "x/b.txt"};
  share.files.clear();
  share.tamper = [](const std::string& path, int, Record& record) {
    const bool is_late = path >= "d" || record.purpose == Purpose::Confirm || record.purpose == Purpose::Probe;
    if (is_late && record.purpose != Purpose::Folder && record.purpose != Purpose::Catalogue) refuse(record, 403);
  };
  const auto found = told(share, Given::ByUser);
  INFO(fmt::format("{}", fmt::join(found, " | ")));
  CHECK(std::find(found.begin(), found.end(), "iis.rate-limited") != found.end());
  for (const std::string& cause : found) CHECK(cause.find("unexplained") == std::string::npos);
}

TEST_CASE("a refusal of some files for good is no limit while the others still arrive") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path.find(".exe") != std::string::npos && is_entry(record)) refuse(record, 403);
  };
  for (const std::string& cause : told(share)) CHECK(cause != "iis.rate-limited");
}

TEST_CASE("a server that is not IIS has no limits of IIS") {
  Share share;
  share.server = "nginx";
  share.pages = ErrorPages::Nginx;
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (path.find("savxp/") != 0 || !is_entry(record) || attempt != 1) return;
    refuse(record, 429);
    record.exchange.body.kept = kNginxPage;
  };
  CHECK(told(share) == Told{"unexplained changing"});
}

TEST_CASE("what had another answer at first and meets the limit later is shown, whatever else failed before it") {
  Share share;
  share.published = share.files;
  share.files.erase("binary/first.txt");
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (!is_entry(record)) return;
    if (path == "savxp/vdl.dat") refuse(record, 403);
    if (path == "linux/launcher") refuse(record, attempt == 1 ? 404 : 403);
  };
  const Run run = diagnose(share);
  INFO(fmt::format("{}", fmt::join(told(run), " | ")));
  const model::Finding& limit = first_of(run, "iis.rate-limited");
  const auto shown = std::find_if(limit.evidence.begin(), limit.evidence.end(),
                                  [](const model::Statement& statement) { return statement.id == "answers-differ"; });
  REQUIRE(shown != limit.evidence.end());
  CHECK(shown->arguments.front() == "linux/launcher");
}

// --- a tree that is published anew ---

TEST_CASE("files that fit the catalogue as it is at the end are the change's") {
  Share share;
  share.catalogue_again = model::Catalogue{};
  share.catalogue_again->entries = {entry_of("savxp/a.vdb", 'b'), entry_of("savxp/b.vdb", 'b')};
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (record.purpose == Purpose::Catalogue && attempt > 1) renew(record);
    if (path.find(".vdb") == std::string::npos || !is_entry(record)) return;
    record.entry->digests = {digest_of('a')};
    record.exchange.body.digests = {digest_of('b')};
    record.outcome = Outcome::WrongHash;
  };
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "publication.changing");
  CHECK(finding.severity == model::Severity::Warning);
  CHECK(finding.confidence == Confidence::Certain);
  CHECK(finding.affected.count == 2);
  CHECK(says(finding.evidence, "catalogue-changed"));

  SECTION("one that fits neither is wrong all the same") {
    share.catalogue_again->entries[1] = entry_of("savxp/b.vdb", 'a');
    CHECK(told(share) == Told{"content.hash-mismatch savxp/b.vdb", "publication.changing"});
  }
}

TEST_CASE("a file that is wrong by both catalogues, with other bytes each time, is wrong") {
  Share share;
  share.catalogue_again = model::Catalogue{};
  share.catalogue_again->entries = {entry_of("savxp/a.vdb", 'b'), entry_of("savxp/b.vdb", 'b')};
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (record.purpose == Purpose::Catalogue && attempt > 1) renew(record);
    if (path.find(".vdb") == std::string::npos || !is_entry(record)) return;
    record.entry->digests = {digest_of('a')};
    record.exchange.body.digests = {digest_of(attempt == 1 ? 'c' : 'd')};
    record.outcome = Outcome::WrongHash;
  };
  CHECK(told(share) == Told{"content.hash-mismatch savxp/a.vdb,savxp/b.vdb", "publication.changing"});

  SECTION("one that came in between is right by now") {
    const auto wrong = share.tamper;
    share.tamper = [=](const std::string& path, int attempt, Record& record) {
      wrong(path, attempt, record);
      if (path.find(".vdb") != std::string::npos && is_entry(record) && attempt > 1) {
        record.exchange.body.digests = {digest_of('b')};
      }
    };
    CHECK(told(share) == Told{"publication.changing"});
  }
}

TEST_CASE("a file that the new catalogue does not list any more is not missing") {
  Share share;
  share.published = share.files;
  share.files.erase("savxp/notes.txt");
  share.catalogue_again = model::Catalogue{};
  share.tamper = [](const std::string&, int attempt, Record& record) {
    if (record.purpose == Purpose::Catalogue && attempt > 1) renew(record);
  };
  CHECK(told(share) == Told{"publication.changing"});

  SECTION("one that it lists is") {
    share.catalogue_again->entries = {entry_of("savxp/notes.txt", 'a')};
    CHECK(told(share) == Told{"publication.file-missing savxp/notes.txt", "publication.changing"});
  }
}

TEST_CASE("the catalogue is asked for again when something failed, and not on a healthy share") {
  Share share;
  CHECK_FALSE(wishes_for(diagnose(share), Purpose::Catalogue, kCatalogue));
  share.published = share.files;
  share.files.erase("savxp/notes.txt");
  const Run run = diagnose(share);
  CHECK(wishes_for(run, Purpose::Catalogue, kCatalogue));
  CHECK(told(run) == Told{"publication.file-missing savxp/notes.txt"});
}

TEST_CASE("a catalogue of the same length is another one by its text, as far as that was kept") {
  Share share;
  share.published = share.files;
  share.files.erase("savxp/notes.txt");
  share.catalogue_again = model::Catalogue{};
  SECTION("another text") {
    share.tamper = [](const std::string&, int attempt, Record& record) {
      if (record.purpose == Purpose::Catalogue && attempt > 1) record.exchange.body.kept.back() = '!';
    };
    CHECK(told(share) == Told{"publication.changing"});
  }
  SECTION("not kept to its end, then or now") {
    const int cut = GENERATE(1, 2);
    share.tamper = [cut](const std::string&, int attempt, Record& record) {
      if (record.purpose == Purpose::Catalogue && attempt == cut) record.exchange.body.kept.pop_back();
    };
    CHECK(told(share) == Told{"publication.file-missing savxp/notes.txt"});
  }
}

// --- files that are held open ---

TEST_CASE("a file that is refused once and right then is held open by somebody") {
  for (const int status : {500, 401}) {
    Share share;
    share.tamper = [=](const std::string& path, int attempt, Record& record) {
      if (path == "savxp/a.vdb" && is_entry(record) && attempt == 1) refuse(record, status);
    };
    INFO(status);
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == "publication.file-locked savxp/a.vdb");
    CHECK(finding.confidence == Confidence::Likely);
    CHECK(says(finding.evidence, "answers-differ"));
  }
}

TEST_CASE("many files at once are not held open") {
  Share share;
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (path.find("savxp/") == 0 && is_entry(record) && attempt == 1) refuse(record, 500);
  };
  CHECK(told(share) == Told{"unexplained changing"});
}

TEST_CASE("a refused logon is never tried twice") {
  Share share;
  share.has_account = true;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != "savxp/a.vdb" || !is_entry(record)) return;
    refuse(record, 401);
    record.exchange.carried_credentials = true;
  };
  CHECK_FALSE(wishes_for(diagnose(share), Purpose::Confirm, "savxp/a.vdb"));
}

// --- names in another case ---

TEST_CASE("a file that is there in another case is told, as far as the server tells case at all") {
  for (const bool lists : {true, false}) {
    Share share;
    share.server = "Apache";
    share.pages = ErrorPages::Apache;
    share.lists = lists;
    share.published = share.files;
    share.files.erase("savxp/notes.txt");
    share.files.insert("savxp/NOTES.TXT");
    INFO("listing " << lists);
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == "publication.case-mismatch savxp/notes.txt");
    CHECK(says(finding.evidence, "other-case-served"));
    CHECK(finding.confidence == Confidence::Certain);
  }
}

TEST_CASE("that some files are there in another case does not explain what a rule refuses") {
  Share share;
  share.lists = false;
  share.hidden.insert("bin");
  share.published = share.files;
  for (const char* const name : {"savxp/notes.txt", "savxp/setup.exe", "docs/manual.txt", "docs/manual.pdf"}) {
    share.files.erase(name);
    std::string path(name);
    const auto name_begin = path.begin() + static_cast<std::ptrdiff_t>(path.find("/"));
    std::transform(name_begin, path.end(), name_begin, [](unsigned char c) { return std::toupper(c); });
    share.files.insert(path);
  }
  const std::string misspelt =
      "publication.case-mismatch docs/manual.pdf,docs/manual.txt,savxp/notes.txt,savxp/setup.exe";
  CHECK(told(share) == expected(share, {"iis.hidden-segment bin", misspelt}));

  SECTION("nor does it need HEAD") {
    share.tamper = [](const std::string&, int, Record& record) {
      if (record.exchange.method != model::Method::Head) return;
      refuse(record, 405);
      record.exchange.body = {};
    };
    Told all = expected(share, {"iis.hidden-segment bin", misspelt});
    all.emplace_back("iis.verb-denied HEAD");
    CHECK(told(share) == all);
  }
}

TEST_CASE("a missing file is not in another case") {
  for (const bool lists : {true, false}) {
    Share share;
    share.lists = lists;
    share.published = share.files;
    share.files.erase("savxp/notes.txt");
    CHECK(told(share) == expected(share, {"publication.file-missing savxp/notes.txt"}));
  }
}

TEST_CASE("a server that answers any name tells nothing about case") {
  Share share;
  share.published = share.files;
  share.files.erase("savxp/notes.txt");
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path != "savxp/notes.txt" && record.exchange.status == 404) record.exchange.status = 200;
  };
  for (const std::string& cause : told(share)) CHECK(text_of_cause(cause) != "publication.case-mismatch");
}

}  // namespace webcid::diagnose::testing
