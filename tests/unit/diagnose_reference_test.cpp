// What --reference decides: each pair of docs/UNDECIDABLE.md that it is said to decide, with it and without it
// (causes.tsv: publication.file-missing, iis.hidden-file, iis.stale-cache; design section 4.6).
#include <array>
#include <string>
#include <vector>

#include "catch.hpp"
#include "diagnose_modes.hpp"
#include "diagnose_records.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Confidence;
using model::Digest;
using model::DigestAlgorithm;
using model::Outcome;
using model::Record;
using model::ReferenceFact;
using model::ReferenceKind;

constexpr const char* kFile = "savxp/a.vdb";
constexpr const char* kOlder = "Mon, 01 Sep 2025 08:00:00 GMT";
constexpr const char* kCatalogueDate = "Mon, 05 Jan 2026 09:30:00 GMT";
constexpr const char* kLater = "2026-01-05T09:30:00.000Z";

Digest digest_of(char digit) {
  return *Digest::from_hex(DigestAlgorithm::Sha256, std::string(64, digit));
}

Share with_gone_file(const char* path = "savxp/gone.vdb") {
  Share share;
  share.published = share.files;
  share.published->insert(path);
  return share;
}

// An old copy, or a wrong file: the same bytes each time, with the date of an older version.
Share with_spoilt_file() {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (record.purpose == model::Purpose::Catalogue) {
      record.exchange.headers.push_back({"Last-Modified", kCatalogueDate});
    }
    if (path != kFile || !is_entry(record)) return;
    record.exchange.headers.push_back({"Last-Modified", kOlder});
    record.entry->digests = {digest_of('1')};
    record.exchange.body.digests = {digest_of('2')};
    record.outcome = Outcome::WrongHash;
  };
  return share;
}

void has_digest(Share& share, char digit) {
  share.refer = [digit](ReferenceFact& fact) {
    if (fact.path == kFile) fact.digests = {digest_of(digit)};
  };
}

// Whether OPTIONS or TRACE shows that filtering let a request pass.
bool has_verb(const Share& share) {
  return share.options == OptionsVerb::Works || share.options == OptionsVerb::WebDav ||
         share.trace == TraceVerb::NotImplemented;
}

}  // namespace

TEST_CASE("a file that the folder has not either is missing, for certain") {
  in_every_mode([](Share share) {
    share.published = share.files;
    share.published->insert("savxp/gone.vdb");
    share.reference = ReferenceKind::Folder;
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {"publication.file-missing savxp/gone.vdb"}));
    const model::Finding& finding = first_of(run, "publication.file-missing");
    CHECK(alternatives_of(finding) == Told{});
    CHECK(finding.confidence == Confidence::Certain);
    CHECK(says(finding.evidence, "reference-has-not"));
    CHECK_FALSE(says(finding.to_decide, "give-reference"));
  });
}

TEST_CASE("a file that the folder has is hidden by its attribute where others of its kind arrive") {
  in_every_mode([](Share share) {
    share.hidden_files.insert(kFile);
    share.reference = ReferenceKind::Folder;
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {"iis.hidden-file savxp/a.vdb"}));
    const model::Finding& finding = first_of(run, "iis.hidden-file");
    CHECK(alternatives_of(finding) == Told{});
    CHECK(says(finding.evidence, "reference-has"));
    const bool is_sure = has_verb(share) || share.pages == ErrorPages::Detailed;
    CHECK(finding.confidence == (is_sure ? Confidence::Certain : Confidence::Likely));
  });
}

TEST_CASE("without a reference both are one, and giving it is what would decide") {
  Share hidden;
  hidden.hidden_files.insert(kFile);
  for (const Share& share : {with_gone_file(kFile), hidden}) {
    Share asked = share;
    if (asked.published) asked.files.erase(kFile);
    const model::Finding finding = only(diagnose(asked));
    CHECK(text_of(finding.about) == "publication.file-missing savxp/a.vdb");
    CHECK(alternatives_of(finding) == Told{"iis.hidden-file savxp/a.vdb"});
    CHECK(finding.confidence == Confidence::Likely);
    CHECK(says(finding.to_decide, "give-reference"));
  }
}

TEST_CASE("without a listing the folder tells a type without a map from a file that is missing") {
  Share share;
  share.lists = false;
  share.reference = ReferenceKind::Folder;

  SECTION("it has the file") {
    share.files.insert("savxp/only.xyz");
    share.unmapped.insert(".xyz");
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {"iis.mime-map-missing .xyz"}));
    CHECK(alternatives_of(run.findings.front()) == Told{});
    CHECK(run.findings.front().confidence == Confidence::Certain);
  }
  SECTION("it has not") {
    share.published = share.files;
    share.published->insert("savxp/only.xyz");
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {"publication.file-missing savxp/only.xyz"}));
    CHECK(alternatives_of(run.findings.front()) == Told{});
    CHECK(run.findings.front().confidence == Confidence::Certain);
  }
}

TEST_CASE("without a listing the folder tells files without an extension that are refused from missing ones") {
  Share share;
  share.lists = false;
  share.reference = ReferenceKind::Folder;
  const Told names{"linux/launcher", "savxp/LICENSE", "savxp/VERSION"};

  SECTION("it has them") {
    share.has_none_map = false;
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {"iis.extensionless-not-served"}));
    CHECK(alternatives_of(run.findings.front()) == Told{});
    CHECK(run.findings.front().confidence == Confidence::Certain);
  }
  SECTION("it has not") {
    share.published = share.files;
    for (const std::string& name : names) share.files.erase(name);
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {fmt::format("publication.file-missing {}", fmt::join(names, ","))}));
    CHECK(alternatives_of(run.findings.front()) == Told{});
    CHECK(run.findings.front().confidence == Confidence::Certain);
  }
}

TEST_CASE("where nothing tells a denied type from one without a map, the folder tells both from missing files") {
  Share share;
  share.lists = false;
  share.options = OptionsVerb::Refused;
  share.trace = TraceVerb::Refused;
  share.reference = ReferenceKind::Folder;
  share.files.insert({"savxp/one.cs", "savxp/two.cs"});

  SECTION("it has them") {
    const Run run = diagnose(share);
    REQUIRE(run.findings.size() == 2);  // and that listings are off
    Told both = alternatives_of(run.findings.front());
    both.push_back(text_of(run.findings.front().about));
    std::sort(both.begin(), both.end());
    CHECK(both == Told{"iis.extension-denied .cs", "iis.mime-map-missing .cs"});
  }
  SECTION("it has not") {
    share.published = share.files;
    share.files.erase("savxp/one.cs");
    share.files.erase("savxp/two.cs");
    const Run run = diagnose(share);
    CHECK(text_of(run.findings.front().about) == "publication.file-missing savxp/one.cs,savxp/two.cs");
    CHECK(alternatives_of(run.findings.front()) == Told{});
    CHECK(run.findings.front().confidence == Confidence::Certain);
  }
}

TEST_CASE("wrong bytes come out of IIS's cache when the folder has the right ones") {
  Share share = with_spoilt_file();
  const model::Finding without = only(diagnose(share));
  CHECK(text_of(without.about) == "content.hash-mismatch savxp/a.vdb");
  CHECK(alternatives_of(without) == Told{"iis.stale-cache savxp/a.vdb"});
  CHECK(says(without.to_decide, "give-reference"));

  share.reference = ReferenceKind::Folder;
  SECTION("it has what the catalogue promises") {
    has_digest(share, '1');
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == "iis.stale-cache savxp/a.vdb");
    CHECK(alternatives_of(finding) == Told{});
    CHECK(finding.confidence == Confidence::Certain);
    CHECK(says(finding.evidence, "reference-right"));
  }
  SECTION("it has what arrived: the file itself is wrong") {
    has_digest(share, '2');
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == "content.hash-mismatch savxp/a.vdb");
    CHECK(alternatives_of(finding) == Told{});
    CHECK(finding.confidence == Confidence::Certain);
    CHECK(says(finding.evidence, "reference-as-arrived"));
  }
  SECTION("it has something else still, or its bytes are not known") {
    has_digest(share, '3');
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == "content.hash-mismatch savxp/a.vdb");
    CHECK(alternatives_of(finding) == Told{"iis.stale-cache savxp/a.vdb"});
  }
}

TEST_CASE("an old copy of another size is told by the folder's size alone") {
  Share share = with_spoilt_file();
  share.lists = false;
  const auto tamper = share.tamper;
  share.tamper = [tamper](const std::string& path, int attempt, Record& record) {
    tamper(path, attempt, record);
    if (path != kFile || !is_entry(record)) return;
    record.exchange.body.length = kFileSize - 1;
    record.outcome = Outcome::WrongSize;
  };
  share.reference = ReferenceKind::Folder;

  SECTION("it is the promised one") {
    CHECK(told(share) == expected(share, {"iis.stale-cache savxp/a.vdb"}));
  }
  SECTION("it is the one that arrived") {
    share.refer = [](ReferenceFact& fact) {
      if (fact.path == kFile) fact.size = kFileSize - 1;
    };
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {"content.size-mismatch savxp/a.vdb"}));
    CHECK(alternatives_of(run.findings.front()) == Told{});
    CHECK(run.findings.front().confidence == Confidence::Certain);
  }
}

TEST_CASE("a list says what was there when it was written: likely, never certain") {
  SECTION("it has not what is missing") {
    Share share = with_gone_file();
    share.lists = false;
    share.reference = ReferenceKind::List;
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {"publication.file-missing savxp/gone.vdb"}));
    CHECK(alternatives_of(run.findings.front()) == Told{});
    CHECK(run.findings.front().confidence == Confidence::Likely);
  }
  SECTION("it has what is hidden, which may have been removed since") {
    Share share;
    share.hidden_files.insert(kFile);
    share.reference = ReferenceKind::List;
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == "iis.hidden-file savxp/a.vdb");
    CHECK(alternatives_of(finding) == Told{"publication.file-missing savxp/a.vdb"});
    CHECK(says(finding.to_decide, "give-folder"));
  }
  SECTION("it has files of a type without a map") {
    Share share;
    share.lists = false;
    share.files.insert({"savxp/one.xyz", "savxp/two.xyz"});
    share.unmapped.insert(".xyz");
    share.reference = ReferenceKind::List;
    const Run run = diagnose(share);
    CHECK(told(run) == expected(share, {"iis.mime-map-missing .xyz"}));
    CHECK(alternatives_of(run.findings.front()) == Told{});
    CHECK(run.findings.front().confidence == Confidence::Likely);
  }
  SECTION("its digests are the catalogue's: nothing new") {
    Share share = with_spoilt_file();
    share.reference = ReferenceKind::List;
    has_digest(share, '1');
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == "content.hash-mismatch savxp/a.vdb");
    CHECK(alternatives_of(finding) == Told{"iis.stale-cache savxp/a.vdb"});
  }
}

TEST_CASE("a folder that differs from what arrives is not the server's: what it has may still be missing there") {
  Share share;
  share.files.erase(kFile);
  share.published = share.files;
  share.published->insert(kFile);
  share.referred = share.published;
  share.reference = ReferenceKind::Folder;

  SECTION("another size") {
    share.refer = [](ReferenceFact& fact) {
      if (fact.path == "binary/first.txt") fact.size = kFileSize + 1;
    };
  }
  SECTION("a file that arrives is not there") {
    share.referred->erase("binary/first.txt");
  }
  SECTION("another date") {
    share.tamper = [](const std::string&, int, Record& record) {
      if (is_entry(record)) record.exchange.headers.push_back({"Last-Modified", kCatalogueDate});
    };
    share.refer = [](ReferenceFact& fact) { fact.modified = base::parse_time("2026-01-05T09:30:01.000Z"); };
  }
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "publication.file-missing savxp/a.vdb");
  CHECK(alternatives_of(finding) == Told{"iis.hidden-file savxp/a.vdb"});
  CHECK(finding.confidence == Confidence::Likely);
  // One has been given.
  CHECK_FALSE(says(finding.to_decide, "give-reference"));
  CHECK(says(finding.to_decide, "ask-iis-log"));
}

TEST_CASE("where nothing arrives, nothing shows whose folder it is: likely, never certain") {
  Share share;
  share.lists = false;
  share.files = {"savxp/one.xyz", "savxp/two.xyz"};
  share.unmapped.insert(".xyz");
  share.reference = ReferenceKind::Folder;
  const Run run = diagnose(share, Given::ByUser);
  const model::Finding& finding = first_of(run, "iis.mime-map-missing");
  CHECK(alternatives_of(finding) == Told{});
  CHECK(finding.confidence != Confidence::Certain);
}

TEST_CASE("a folder with the sizes and dates of what arrives may be the server's") {
  Share share;
  share.hidden_files.insert(kFile);
  share.reference = ReferenceKind::Folder;
  share.tamper = [](const std::string&, int, Record& record) {
    if (is_entry(record)) record.exchange.headers.push_back({"Last-Modified", kCatalogueDate});
  };
  share.refer = [](ReferenceFact& fact) { fact.modified = base::parse_time(kLater); };
  CHECK(only(diagnose(share)).confidence == Confidence::Certain);
}

TEST_CASE("what another server refuses although it is there has no cause that is known") {
  Share share;
  share.server = "nginx";
  share.pages = ErrorPages::Nginx;
  share.reference = ReferenceKind::Folder;
  share.referred = share.files;
  share.published = share.files;
  share.files.erase(kFile);
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "unexplained 404");
  CHECK(says(finding.evidence, "reference-has"));
  CHECK(says(finding.to_decide, "ask-server-log"));

  SECTION("what the folder has not either is missing there as well") {
    share.referred->erase(kFile);
    const model::Finding missing = only(diagnose(share));
    CHECK(text_of(missing.about) == "publication.file-missing savxp/a.vdb");
    CHECK(missing.confidence == Confidence::Certain);
  }
}

TEST_CASE("of what is refused only a file that is not found may be missing") {
  model::Target target;
  target.url = "http://srv/share";
  Case diagnosis(target);
  const auto add = [&](model::Purpose purpose, const char* path, int status) {
    diagnosis.add(answer(purpose, path, status));
  };
  add(model::Purpose::File, "a/gone.txt", 404);
  add(model::Purpose::File, "b/withdrawn.txt", 410);
  add(model::Purpose::File, "c/secret.txt", 403);
  add(model::Purpose::File, "d/broken.txt", 500);
  add(model::Purpose::Folder, "e/", 404);
  add(model::Purpose::Folder, "f", 404);
  std::vector<std::string> paths;
  for (const Case::Doubt& doubt : diagnosis.doubts()) {
    CHECK_FALSE(doubt.is_about_bytes);
    paths.push_back(doubt.path);
  }
  CHECK(paths == std::vector<std::string>{"a/gone.txt", "b/withdrawn.txt"});
}

TEST_CASE("a healthy share asks nothing of a reference") {
  Share share;
  share.reference = ReferenceKind::Folder;
  share.refer = [](ReferenceFact&) { FAIL("nothing is in doubt"); };
  CHECK(told(share) == Told{});
}

TEST_CASE("whatever is refused for other reasons stays what it is") {
  in_every_mode([](Share share) {
    share.hidden.insert("bin");
    share.unmapped.insert({".dat", ".vdb"});
    Share without = share;
    share.reference = ReferenceKind::Folder;
    CHECK(told(share) == told(without));
  });
}

TEST_CASE("a copy older than the right file in the folder is a stale one, though no catalogue has a date") {
  const auto with_date = [](const char* modified) {
    Share share = with_spoilt_file();
    share.tamper = [tamper = share.tamper](const std::string& path, int attempt, Record& record) {
      if (record.purpose != model::Purpose::Catalogue) tamper(path, attempt, record);
    };
    share.reference = ReferenceKind::Folder;
    share.refer = [modified](ReferenceFact& fact) {
      if (fact.path != kFile) return;
      fact.digests = {digest_of('1')};
      fact.modified = base::parse_http_date(modified);
    };
    return told(share);
  };
  CHECK(with_date(kCatalogueDate) == Told{"iis.stale-cache savxp/a.vdb"});
  CHECK(with_date(kOlder) == Told{"content.hash-mismatch savxp/a.vdb"});
  CHECK(with_date("") == Told{"content.hash-mismatch savxp/a.vdb"});
}

}  // namespace webcid::diagnose::testing
