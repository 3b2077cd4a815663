// Files refused for their type, told from files that are not there and from those that filtering refuses (iis.md b.3,
// e).
#include <string>
#include <vector>

#include "catch.hpp"
#include "diagnose_modes.hpp"

namespace webcid::diagnose::testing {

TEST_CASE("a single file of its type that no listing shows is missing, or hidden") {
  Share share;
  share.published = share.files;
  share.published->insert("savxp/only.xyz");
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "publication.file-missing savxp/only.xyz");
  CHECK(alternatives_of(finding) == Told{"iis.hidden-file savxp/only.xyz"});
}

TEST_CASE("a file with the hidden attribute looks like a missing one and is offered as that") {
  Share share;
  share.hidden_files.insert("savxp/a.vdb");
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "publication.file-missing savxp/a.vdb");
  CHECK(alternatives_of(finding) == Told{"iis.hidden-file savxp/a.vdb"});
}

TEST_CASE("without listing, a single refused file of its type is missing or has no type: both are told") {
  Share share;
  share.lists = false;
  const bool on_server = GENERATE(true, false);
  if (on_server) {
    share.files.insert("savxp/only.xyz");
    share.unmapped.insert(".xyz");
  } else {
    share.published = share.files;
    share.published->insert("savxp/only.xyz");
  }
  check_either(diagnose(share), "iis.mime-map-missing .xyz", "publication.file-missing");
}

TEST_CASE("when all files of a stock type are refused, only a listing tells missing from unmapped") {
  Share share;
  share.published = share.files;
  Told gone;
  for (const std::string& path : *share.published) {
    const bool is_text = path.size() > 4 && path.substr(path.size() - 4) == ".txt" && path != kCatalogue;
    if (is_text && path.find('+') == std::string::npos) gone.push_back(path);
  }
  for (const std::string& path : gone) share.files.erase(path);
  share.files.erase("linux/c++.txt");
  share.published->erase("linux/c++.txt");
  const std::string missing = fmt::format("publication.file-missing {}", fmt::join(gone, ","));

  SECTION("with one") {
    CHECK(told(share, Given::ByUser) == Told{missing});
  }
  SECTION("without one") {
    share.lists = false;
    share.published->erase(kCatalogue);
    share.files.erase(kCatalogue);
    const Run run = diagnose(share, Given::ByUser);
    const model::Finding& finding = run.findings.front();
    Told both = alternatives_of(finding);
    both.push_back(text_of(finding.about));
    INFO(fmt::format("{}", fmt::join(both, " | ")));
    CHECK(std::count(both.begin(), both.end(), "iis.mime-map-missing .txt") == 1);
    CHECK(std::any_of(both.begin(), both.end(),
                      [](const std::string& text) { return text.find("publication.file-missing") == 0; }));
    CHECK_FALSE(finding.to_decide.empty());
  }
}

TEST_CASE("one file of a type that arrives refutes that the type is not served") {
  Share share;
  share.has_any_map = false;
  share.mapped.insert(".dat");
  share.published = share.files;
  share.files.erase("savxp/vdl2.dat");
  CHECK(told(share) == Told{"iis.mime-map-missing .6,.upd,.vdb", "publication.file-missing savxp/vdl2.dat"});
}

TEST_CASE("a success out of a cache contradicts nothing") {
  for (const model::Header& header : {model::Header{"Age", "3600"}, model::Header{"X-Cache", "HIT from proxy"}}) {
    Share share;
    share.has_any_map = false;
    share.tamper = [&](const std::string& path, int, model::Record& record) {
      if (path != "savxp/vdl.dat" || record.purpose != model::Purpose::File) return;
      record.exchange.status = 200;
      record.exchange.headers.push_back(header);
      record.exchange.body.kept = "x";
      record.exchange.body.length = kFileSize;
      record.outcome = model::Outcome::Verified;
    };
    INFO(header.name);
    CHECK(told(share) == Told{"iis.mime-map-missing .6,.dat,.upd,.vdb"});
  }
}

TEST_CASE("an unmapped extension that request filtering refuses is denied, not unmapped") {
  in_every_mode([](Share share) {
    share.denied.insert(".dat");
    const bool verb_tells = share.options == OptionsVerb::Works || share.options == OptionsVerb::WebDav ||
                            share.trace == TraceVerb::NotImplemented;
    if (verb_tells || share.pages == ErrorPages::Detailed) {
      CHECK(told(share) == expected(share, {"iis.extension-denied .dat"}));
    } else {
      const Run run = diagnose(share);
      Told both = alternatives_of(run.findings.front());
      both.push_back(text_of(run.findings.front().about));
      CHECK(std::count(both.begin(), both.end(), "iis.mime-map-missing .dat") == 1);
      CHECK(std::count(both.begin(), both.end(), "iis.extension-denied .dat") == 1);
    }
  });
}

TEST_CASE("an extension denied by every stock server is found when a verb is void and no page names it") {
  Share share;
  share.files.insert({"savxp/a.config", "savxp/b.config", "linux/c.config"});
  share.options = OptionsVerb::Refused;
  share.trace = TraceVerb::Refused;
  const Run run = diagnose(share);
  const model::Finding& finding = only(run);
  Told both = alternatives_of(finding);
  CHECK(text_of(finding.about) == "iis.extension-denied .config");
  // Denied or unmapped: not told apart without OPTIONS.
  CHECK(std::count(both.begin(), both.end(), "iis.mime-map-missing .config") == 1);
  CHECK(finding.confidence != model::Confidence::Certain);
}

TEST_CASE("an extensionless file behind the map for any extension is refused as 404.17 and found as the same cause") {
  // iis.md e.3: ".*" does not cover files without extension.
  Share share;
  share.has_none_map = false;
  share.pages = ErrorPages::Detailed;
  share.lists = false;
  const Run run = diagnose(share);
  CHECK(run.findings.front().about.cause == "iis.extensionless-not-served");
  CHECK(run.findings.front().confidence == model::Confidence::Certain);
  CHECK(says(run.findings.front().evidence, "sub-status-visible"));
}

TEST_CASE("a visible sub-status decides") {
  struct Row {
    void (*make)(Share&);
    const char* told;
  };
  for (const Row& row : {Row{[](Share& share) { share.unmapped.insert(".pdf"); }, "iis.mime-map-missing .pdf"},
                         Row{[](Share& share) { share.denied.insert(".pdf"); }, "iis.extension-denied .pdf"},
                         Row{[](Share& share) { share.hidden.insert("docs"); }, "iis.hidden-segment docs"},
                         Row{[](Share& share) { share.double_escapes = false; }, "iis.double-escaping-refused"}}) {
    Share share;
    share.pages = ErrorPages::Detailed;
    share.options = OptionsVerb::Refused;
    share.trace = TraceVerb::Refused;
    row.make(share);
    const model::Finding finding = only(diagnose(share));
    CHECK(text_of(finding.about) == row.told);
    CHECK(finding.confidence == model::Confidence::Certain);
  }
}

TEST_CASE("what other verbs refuse as well is no missing map, but may be a handler for names without extension") {
  // iis.md a.4, 404.17: a handler that takes such names and fails is asked on every verb; the static one on GET only.
  const auto refused_on_every_verb = [](std::string_view extension) {
    Share share;
    share.lists = false;
    share.has_none_map = !extension.empty();
    if (!extension.empty()) share.unmapped.insert(std::string(extension));
    share.tamper = [names = share.files, extension](const std::string& path, int, model::Record& record) {
      const bool is_verb =
          record.exchange.method == model::Method::Options || record.exchange.method == model::Method::Trace;
      if (!is_verb || names.count(path) == 0 || base::extension_of(path) != extension) return;
      record.exchange.status = 404;
      record.exchange.body.kept = custom_page("404 - File or directory not found.");
    };
    return told(share);
  };
  CHECK(refused_on_every_verb("") == Told{"iis.extensionless-not-served", "iis.directory-browsing-off"});
  for (const std::string& cause : refused_on_every_verb(".vdb")) CHECK(text_of_cause(cause) != "iis.mime-map-missing");
}

}  // namespace webcid::diagnose::testing
