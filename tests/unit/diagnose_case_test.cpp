// Causes found on a share of which one or two things are wrong (design section 4; iis.md b.2, j).
#include <array>
#include <string>
#include <vector>

#include "catch.hpp"
#include "diagnose_modes.hpp"

namespace webcid::diagnose::testing {
namespace {

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

}  // namespace

TEST_CASE("nothing is found on a healthy share, in any mode") {
  in_every_mode([](const Share& share) {
    CHECK(told(share) == expected(share, {}));
    CHECK(told(share, Given::ByUser) == expected(share, {}));
  });
}

TEST_CASE("a healthy share with listings costs three probes") {
  // Does it answer anything at all, does it answer HEAD, do parts of files arrive right?
  CHECK(diagnose(Share{}).wishes.size() == 3);
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

TEST_CASE("that endpoints update follows from the guide's other steps, where one of them is broken") {
  const auto last = [](const Share& share) {
    const model::GuideStep step = diagnose(share).guide.back();
    REQUIRE(step.id == "guide.endpoint-updates");
    REQUIRE(step.proof.size() == 1);
    return std::pair(step.state, step.proof.front().id);
  };
  const auto acceptance = [] {
    Share share;
    share.is_acceptance = true;
    return share;
  };
  CHECK(last(acceptance()) == std::pair(model::GuideState::Ok, std::string("guide-all-arrived")));
  Share hidden = acceptance();
  hidden.hidden.insert("bin");
  CHECK(last(hidden) == std::pair(model::GuideState::NotSeen, std::string("guide-follows")));
  // What is about none of the others is about this one.
  Share spoilt = acceptance();
  spoilt.tamper = [](const std::string& path, int, model::Record& record) {
    if (path == "savxp/a.vdb" && is_entry(record)) record.outcome = model::Outcome::WrongHash;
  };
  CHECK(last(spoilt) == std::pair(model::GuideState::Broken, std::string("guide-found")));
}

TEST_CASE("files without an extension are unseen only where a filter hides all there are") {
  Share share;
  share.hidden.insert("bin");
  CHECK_FALSE(says(only(diagnose(share)).to_decide, "unseen-extensionless"));
  for (const char* const path : {"savxp/LICENSE", "savxp/VERSION", "linux/launcher"}) share.files.erase(path);
  share.files.insert("linux/bin/launcher");
  CHECK(says(only(diagnose(share)).to_decide, "unseen-extensionless"));
}

TEST_CASE("a folder that answers is there, whether it is listed or not") {
  for (const bool lists : {true, false}) {
    Share share;
    share.is_acceptance = true;
    share.lists = lists;
    const auto guide = diagnose(share).guide;
    const auto step = std::find_if(guide.begin(), guide.end(),
                                   [](const model::GuideStep& each) { return each.id == "guide.virtual-directory"; });
    REQUIRE(step != guide.end());
    CHECK(step->state == model::GuideState::Ok);
    REQUIRE(step->proof.size() == 1);
    CHECK(step->proof.front().id == "guide-folder-answers");
    CHECK(step->proof.front().arguments == std::vector<std::string>{lists ? "200" : "403"});
  }
}

}  // namespace webcid::diagnose::testing
