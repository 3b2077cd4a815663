// How sure a rule about names is, and by what (design section 6: what is certain has no alternative; iis.md b.1).
#include <string>

#include "catch.hpp"
#include "diagnose_modes.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Confidence;

// No page, verb or listing tells a rule from files that are not there.
Share blind() {
  Share share;
  share.options = OptionsVerb::Refused;
  share.trace = TraceVerb::Refused;
  share.lists = false;
  return share;
}

// A folder that somebody hides, which IIS does not by default.
Share with_quarantine(Share share) {
  for (const std::string extension : {".dll", ".exe", ".pdf", ".png", ".txt", ".xml", ".zip"}) {
    share.files.insert("quarantine/a" + extension);
  }
  share.hidden.insert("quarantine");
  return share;
}

std::size_t count_of(const std::vector<model::Statement>& statements, std::string_view id) {
  return static_cast<std::size_t>(std::count_if(statements.begin(), statements.end(),
                                                [&](const model::Statement& statement) { return statement.id == id; }));
}

}  // namespace

TEST_CASE("what somebody must have set himself is possible only, where the files may as well be missing") {
  const model::Finding hidden = first_of(diagnose(with_quarantine(blind())), "iis.hidden-segment");
  CHECK(text_of(hidden.about) == "iis.hidden-segment quarantine");
  CHECK(hidden.confidence == Confidence::Possible);
  REQUIRE(hidden.alternatives.size() == 1);
  CHECK(hidden.alternatives.front().cause == "publication.file-missing");

  Share share = blind();
  share.hidden.insert("bin");
  const model::Finding usual = first_of(diagnose(share), "iis.hidden-segment");
  CHECK(usual.confidence == Confidence::Likely);
  REQUIRE(usual.alternatives.size() == 1);
  CHECK(usual.alternatives.front().cause == "publication.file-missing");
}

TEST_CASE("what a made-up name shows is certain, whoever set it") {
  Share share = with_quarantine(blind());
  share.options = OptionsVerb::Works;
  const model::Finding finding = first_of(diagnose(share), "iis.hidden-segment");
  CHECK(finding.confidence == Confidence::Certain);
  CHECK(alternatives_of(finding).empty());
}

TEST_CASE("one file that is listed and refused stands for all of its cause") {
  Share share;
  share.unmapped = {".vdb", ".dat"};
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "iis.mime-map-missing .dat,.vdb");
  CHECK(finding.confidence == Confidence::Certain);
  CHECK(count_of(finding.evidence, "listed-but-refused") == 1);
  CHECK(count_of(finding.evidence, "past-filtering") == 1);
  CHECK(count_of(finding.evidence, "refused-alike") == 1);
}

TEST_CASE("that a file is there decides nothing between two rules that would refuse it") {
  Share share = blind();
  share.lists = true;
  share.unmapped = {".xyz"};
  share.files.insert("docs/only.xyz");
  share.reference = model::ReferenceKind::Folder;
  const model::Finding finding = only(diagnose(share));
  CHECK(text_of(finding.about) == "iis.mime-map-missing .xyz");
  CHECK(alternatives_of(finding) == Told{"iis.extension-denied .xyz"});
  CHECK(finding.confidence == Confidence::Possible);
}

TEST_CASE("what one rule about names explains two missing MIME maps explain together") {
  Share share = blind();
  share.double_escapes = false;
  share.files = {"savxp/a.txt", "savxp/b.txt", "savxp/a+b.xyz", "savxp/c+d.xyz", "savxp/e+f", "savxp/g+h"};
  const Run run = diagnose(share, Given::ByUser);
  const model::Finding& finding = first_of(run, "iis.double-escaping-refused");
  CHECK(alternatives_of(finding) == Told{"iis.url-sequence-denied +", "iis.extensionless-not-served",
                                         "iis.mime-map-missing .xyz",
                                         "publication.file-missing savxp/a+b.xyz,savxp/c+d.xyz,savxp/e+f,savxp/g+h"});
}

TEST_CASE("of several extensions the one that IIS does not deny by itself decides how likely it is") {
  Share share = blind();
  share.lists = true;
  share.files.insert({"docs/a.config", "docs/b.config", "savxp/a.config"});
  const model::Finding usual = only(diagnose(share));
  CHECK(text_of(usual.about) == "iis.extension-denied .config");
  CHECK(alternatives_of(usual) == Told{"iis.mime-map-missing .config"});
  CHECK(usual.confidence == Confidence::Likely);

  share.denied.insert(".png");
  share.files.insert({"docs/c.png", "docs/x/y.png", "linux/d.png", "savxp/a.png", "savxp/sub/b.png"});
  const model::Finding mixed = only(diagnose(share));
  CHECK(text_of(mixed.about) == "iis.extension-denied .config,.png");
  CHECK(alternatives_of(mixed) == Told{"iis.mime-map-missing .config,.png"});
  CHECK(mixed.confidence == Confidence::Possible);
}

}  // namespace webcid::diagnose::testing
