// Causes found on a share of which one or two things are wrong (design section 4; iis.md b.2, j).
#include <array>
#include <string>
#include <vector>

#include "catch.hpp"
#include "diagnose_share.hpp"

namespace webcid::diagnose::testing {
namespace {

constexpr std::array<ErrorPages, 3> kPages{ErrorPages::Custom, ErrorPages::Detailed, ErrorPages::OneLine};
constexpr const char* kPageNames[] = {"custom", "detailed", "one-line"};
constexpr const char* kOptionsNames[] = {"answers", "refused", "webdav", "404 for what is missing"};

// A test for every way in which a server may answer otherwise than in what is wrong.
template <class Test>
void in_every_mode(Test test) {
  for (const ErrorPages pages : kPages) {
    for (const OptionsVerb options :
         {OptionsVerb::Works, OptionsVerb::Refused, OptionsVerb::WebDav, OptionsVerb::NotFoundWhenMissing}) {
      for (const TraceVerb trace : {TraceVerb::NotImplemented, TraceVerb::Refused}) {
        for (const bool lists : {true, false}) {
          Share share;
          share.pages = pages;
          share.options = options;
          share.trace = trace;
          share.lists = lists;
          INFO("pages " << kPageNames[static_cast<int>(pages)] << ", OPTIONS "
                        << kOptionsNames[static_cast<int>(options)] << ", TRACE "
                        << (trace == TraceVerb::Refused ? "refused" : "501") << ", listing " << (lists ? "on" : "off"));
          test(share);
        }
      }
    }
  }
}

// What is expected of a share, with the note about listings where they are off.
Told expected(const Share& share, Told causes) {
  if (!share.lists) causes.push_back("iis.directory-browsing-off");
  return causes;
}

struct Fault {
  const char* name;
  void (*make)(Share& share);
  const char* told;
};

// The guide's settings not made, and two faults of a publication.
const std::array<Fault, 7> kFaults{{
    {"no map for any extension", [](Share& share) { share.has_any_map = false; },
     "iis.mime-map-missing .6,.dat,.upd,.vdb"},
    {"no map for no extension", [](Share& share) { share.has_none_map = false; }, "iis.extensionless-not-served"},
    {"no listing", [](Share& share) { share.lists = false; }, "iis.directory-browsing-off"},
    {"no double escaping", [](Share& share) { share.double_escapes = false; }, "iis.double-escaping-refused"},
    {"hidden bin", [](Share& share) { share.hidden.insert("bin"); }, "iis.hidden-segment bin"},
    {"missing file",
     [](Share& share) {
       share.published = share.files;
       share.files.erase("savxp/notes.txt");
     },
     "publication.file-missing savxp/notes.txt"},
    {"denied extension", [](Share& share) { share.denied.insert(".exe"); }, "iis.extension-denied .exe"},
}};

Told in_order(const Share& share, Told causes) {
  if (!share.lists) causes.push_back("iis.directory-browsing-off");
  std::sort(causes.begin(), causes.end());
  causes.erase(std::unique(causes.begin(), causes.end()), causes.end());
  // A note stands last, whatever its name.
  const auto note = std::find(causes.begin(), causes.end(), "iis.directory-browsing-off");
  if (note != causes.end()) std::rotate(note, note + 1, causes.end());
  return causes;
}

// No page, verb or listing that would tell an unusual rule from files that are not there.
bool is_blind(const Share& share) {
  const bool verb_tells = share.options == OptionsVerb::Works || share.options == OptionsVerb::WebDav ||
                          share.trace == TraceVerb::NotImplemented;
  return share.pages != ErrorPages::Detailed && !verb_tells && !share.lists;
}

std::string text_of_cause(std::string_view told) {
  return std::string(told.substr(0, told.find(' ')));
}

// One finding beside the note about listings; it names `first`, and a cause `other`, as explanations of the same.
void check_either(const Run& run, const std::string& first, std::string_view other) {
  REQUIRE(run.findings.size() == 2);
  const model::Finding& finding = run.findings.front();
  Told both = alternatives_of(finding);
  both.push_back(text_of(finding.about));
  INFO(fmt::format("{}", fmt::join(both, " | ")));
  CHECK(std::count(both.begin(), both.end(), first) == 1);
  CHECK(std::count_if(both.begin(), both.end(),
                      [&](const std::string& text) { return text_of_cause(text) == other; }) == 1);
  CHECK(finding.confidence != model::Confidence::Certain);
  CHECK(says(finding.to_decide, "switch-listing-on"));
  CHECK(says(finding.to_decide, "ask-iis-log"));
}

const model::Finding& only(const Run& run) {
  REQUIRE(run.findings.size() == 1);
  return run.findings.front();
}

const model::Finding& first_of(const Run& run, std::string_view cause) {
  const auto found = std::find_if(run.findings.begin(), run.findings.end(),
                                  [&](const model::Finding& finding) { return finding.about.cause == cause; });
  REQUIRE(found != run.findings.end());
  return *found;
}

}  // namespace

TEST_CASE("nothing is found on a healthy share, in any mode") {
  in_every_mode([](const Share& share) {
    CHECK(told(share) == expected(share, {}));
    CHECK(told(share, Given::ByUser) == expected(share, {}));
  });
}

TEST_CASE("a healthy share with listings costs one probe") {
  // Does it answer anything at all?
  CHECK(diagnose(Share{}).wishes.size() == 1);
}

TEST_CASE("each fault alone is found in every mode, and nothing else") {
  for (const Fault& fault : kFaults) {
    in_every_mode([&](Share share) {
      fault.make(share);
      INFO(fault.name);
      if (is_blind(share) && text_of_cause(fault.told) == "iis.extension-denied") {
        check_either(diagnose(share), fault.told, "publication.file-missing");
      } else {
        CHECK(told(share) == in_order(share, {fault.told}));
      }
    });
  }
}

TEST_CASE("each two faults are both found where a verb reveals request filtering") {
  for (const Fault& first : kFaults) {
    for (const Fault& second : kFaults) {
      if (&first >= &second) continue;
      for (const ErrorPages pages : kPages) {
        for (const bool lists : {true, false}) {
          Share share;
          share.pages = pages;
          share.lists = lists;
          first.make(share);
          second.make(share);
          INFO(first.name << " and " << second.name << ", pages " << kPageNames[static_cast<int>(pages)] << ", listing "
                          << lists);
          CHECK(told(share) == in_order(share, {first.told, second.told}));
        }
      }
    }
  }
}

TEST_CASE("all five settings of the guide not made are five findings") {
  in_every_mode([](Share share) {
    for (int i = 0; i < 5; ++i) kFaults[static_cast<std::size_t>(i)].make(share);
    CHECK(told(share) == Told{"iis.double-escaping-refused", "iis.extensionless-not-served", "iis.hidden-segment bin",
                              "iis.mime-map-missing .6,.dat,.upd,.vdb", "iis.directory-browsing-off"});
  });
}

TEST_CASE("what a hidden segment hides is said, not guessed: files without extension") {
  Share share;
  for (const char* const path : {"savxp/LICENSE", "savxp/VERSION", "linux/launcher"}) share.files.erase(path);
  share.files.insert({"linux/bin/first", "linux/bin/second"});
  share.hidden.insert("bin");
  share.has_none_map = false;
  for (const ErrorPages pages : kPages) {
    share.pages = pages;
    INFO("pages " << kPageNames[static_cast<int>(pages)]);
    const Run run = diagnose(share);
    CHECK(told(run) == Told{"iis.hidden-segment bin"});
    if (pages == ErrorPages::Detailed) continue;
    CHECK(says(only(run).to_decide, "unseen-extensionless"));
  }
}

TEST_CASE("what a hidden segment hides is said, not guessed: an extension without a type") {
  Share share;
  share.files.erase("savxp/vdl.dat");
  share.files.erase("savxp/vdl2.dat");
  share.files.insert({"linux/bin/x.dat", "linux/bin/y.dat"});
  share.hidden.insert("bin");
  share.has_any_map = false;
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"iis.hidden-segment bin", "iis.mime-map-missing .6,.upd,.vdb"});
  CHECK(says(first_of(run, "iis.hidden-segment").to_decide, "unseen-behind"));
}

TEST_CASE("two faults that meet in some files are both found") {
  Share share;
  share.files.insert({"linux/bin/start", "linux/bin/x.dat", "linux/g++", "linux/lib++.dat"});
  share.hidden.insert("bin");
  share.double_escapes = false;
  share.has_none_map = false;
  share.has_any_map = false;
  CHECK(told(share) == Told{"iis.double-escaping-refused", "iis.extensionless-not-served", "iis.hidden-segment bin",
                            "iis.mime-map-missing .6,.dat,.upd,.vdb"});
}

TEST_CASE("names with + that are the only ones without extension hide whether those are served") {
  Share share;
  for (const char* const path : {"savxp/LICENSE", "savxp/VERSION", "linux/launcher"}) share.files.erase(path);
  share.files.insert({"linux/g++", "linux/c++"});
  share.double_escapes = false;
  share.has_none_map = false;
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"iis.double-escaping-refused"});
  CHECK(says(only(run).to_decide, "unseen-extensionless"));
}

TEST_CASE("a segment that begins like a hidden one is another") {
  // iis.md d.2: hiding "bin" serves /binary.
  Share share;
  share.hidden.insert("bin");
  const model::Finding finding = only(diagnose(share));
  CHECK(finding.affected.count == 3);
  for (const std::string& path : finding.affected.examples) CHECK(path.find("linux/bin/") == 0);
}

TEST_CASE("a segment that an administrator hid is found by its own name") {
  in_every_mode([](Share share) {
    share.hidden.insert("docs");
    // A folder that is not hidden by default and not listed may as well not be there.
    if (is_blind(share)) {
      check_either(diagnose(share), "iis.hidden-segment docs", "publication.file-missing");
    } else {
      CHECK(told(share) == expected(share, {"iis.hidden-segment docs"}));
    }
  });
}

TEST_CASE("a segment is hidden in any case, and named as the server's configuration spells it") {
  Share share;
  share.files.insert({"win/BIN/a.txt", "win/Bin/b.exe"});
  share.hidden.insert("bin");
  CHECK(told(share) == Told{"iis.hidden-segment bin"});
  Share own;
  own.files.insert({"Tools/a.txt", "Tools/b.exe"});
  own.hidden.insert("tools");
  CHECK(told(own) == Told{"iis.hidden-segment Tools"});
}

TEST_CASE("a segment that hides a single file is found where filtering shows") {
  Share share;
  share.files.insert("private/only.txt");
  share.hidden.insert("private");
  SECTION("by a page that names the sub-status") {
    share.pages = ErrorPages::Detailed;
    share.options = OptionsVerb::Refused;
    share.trace = TraceVerb::Refused;
  }
  SECTION("by OPTIONS") {}
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "iis.hidden-segment private");
  CHECK(finding.confidence == model::Confidence::Certain);
}

TEST_CASE("files that are missing do not hide a file that filtering refuses") {
  Share share;
  share.lists = false;
  share.files.insert("private/only.txt");
  share.hidden.insert("private");
  share.published = share.files;
  share.files.erase("savxp/notes.txt");
  share.files.erase("docs/manual.txt");
  CHECK(told(share) == Told{"iis.hidden-segment private", "publication.file-missing docs/manual.txt,savxp/notes.txt",
                            "iis.directory-browsing-off"});
}

TEST_CASE("a hidden segment is certain once a made-up name below it is refused and one beside it is not") {
  Share share;
  share.hidden.insert("bin");
  const model::Finding finding = only(diagnose(share));
  CHECK(finding.confidence == model::Confidence::Certain);
  CHECK(says(finding.evidence, "made-up-refused"));
  CHECK(says(finding.evidence, "contrast-probe"));
  CHECK(says(finding.evidence, "confirmed"));
}

TEST_CASE("without a verb to ask with, the hidden folder itself is asked for") {
  Share share;
  share.hidden.insert("bin");
  share.options = OptionsVerb::Refused;
  share.trace = TraceVerb::Refused;
  share.lists = false;
  const Run run = diagnose(share);
  const bool asked = std::any_of(run.wishes.begin(), run.wishes.end(), [](const ProbeWish& wish) {
    return wish.purpose == model::Purpose::Folder && wish.path == "linux/bin";
  });
  CHECK(asked);
  CHECK(told(run) == Told{"iis.hidden-segment bin", "iis.directory-browsing-off"});
}

TEST_CASE("an OPTIONS that is refused for every name is no evidence, TRACE takes its place") {
  for (const OptionsVerb options : {OptionsVerb::Refused, OptionsVerb::NotFoundWhenMissing}) {
    Share share;
    share.hidden.insert("bin");
    share.options = options;
    const Run run = diagnose(share);
    const model::Finding& finding = only(run);
    CHECK(finding.confidence == model::Confidence::Certain);
    const auto probe = std::find_if(finding.evidence.begin(), finding.evidence.end(),
                                    [](const auto& statement) { return statement.id == "made-up-refused"; });
    REQUIRE(probe != finding.evidence.end());
    CHECK(probe->arguments.front() == "TRACE");
  }
}

TEST_CASE("nothing is certain about request filtering when no verb reveals it and no page names it") {
  Share share;
  share.hidden.insert("bin");
  share.options = OptionsVerb::Refused;
  share.trace = TraceVerb::Refused;
  share.lists = false;
  CHECK(first_of(diagnose(share), "iis.hidden-segment").confidence == model::Confidence::Likely);
}

TEST_CASE("a denied URL sequence is told from double escaping") {
  Share share;
  share.denied_sequences.insert("+");
  CHECK(told(share) == Told{"iis.url-sequence-denied +"});
}

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

TEST_CASE("the guide's steps follow what was seen") {
  const auto state_of = [](const Run& run, std::string_view id) {
    for (const model::GuideStep& step : run.guide) {
      if (step.id == id) return step.state;
    }
    FAIL("no step " << id);
    return model::GuideState::NotSeen;
  };
  const Run healthy = diagnose(Share{});
  for (const char* const id : {"guide.iis-answers", "guide.virtual-directory", "guide.physical-path", "guide.mime-any",
                               "guide.mime-none", "guide.listing", "guide.double-escaping", "guide.bin"}) {
    INFO(id);
    CHECK(state_of(healthy, id) == model::GuideState::Ok);
  }
  Share share;
  share.hidden.insert("bin");
  share.lists = false;
  const Run broken = diagnose(share);
  CHECK(state_of(broken, "guide.bin") == model::GuideState::Broken);
  CHECK(state_of(broken, "guide.listing") == model::GuideState::Deviates);
  CHECK(state_of(broken, "guide.mime-any") == model::GuideState::Ok);
}

}  // namespace webcid::diagnose::testing
