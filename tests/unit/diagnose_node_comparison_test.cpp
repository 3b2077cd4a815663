// Machines of one name, each checked by itself: what they differ in, and what that means for endpoints.
#include <algorithm>
#include <string>
#include <vector>

#include <webcid/diagnose/node_comparison.hpp>

#include "catch.hpp"
#include "samples/nodes.hpp"

using namespace webcid;
using model::Aspect;
using model::Verdict;

namespace {

using Texts = std::vector<std::string>;

model::Collection of(std::vector<model::NamedReport> runs) {
  model::Collection out;
  out.host = "srv.example";
  out.runs = std::move(runs);
  diagnose::compare_nodes(out);
  return out;
}

model::Report silent(const std::string& address, const std::string& cause, const std::string& error) {
  model::Report report = samples::silent_report(address);
  report.findings[0].about.cause = cause;
  report.findings[0].evidence[0].arguments = {address, error, "words"};
  return report;
}

Texts causes_of(const model::Collection& collection) {
  Texts out;
  for (const model::Finding& finding : collection.findings) {
    std::string text = finding.about.cause;
    for (const std::string& parameter : finding.about.parameters) text += " " + parameter;
    out.push_back(text);
  }
  return out;
}

const model::Difference* row(const model::Collection& collection, Aspect aspect, const std::string& about = "") {
  for (const model::Difference& difference : collection.differences) {
    if (difference.aspect == aspect && difference.about == about) return &difference;
  }
  return nullptr;
}

// "value: node, node" for each value.
Texts values(const model::Difference* difference) {
  Texts out;
  if (difference == nullptr) return out;
  for (const auto& [value, nodes] : difference->values) {
    std::string text = value + ":";
    for (const std::string& node : nodes) text += " " + node;
    out.push_back(text);
  }
  return out;
}

bool has_evidence(const model::Finding& finding, const char* id, const Texts& arguments) {
  return std::any_of(finding.evidence.begin(), finding.evidence.end(),
                     [&](const auto& seen) { return seen.id == id && seen.arguments == arguments; });
}

}  // namespace

TEST_CASE("machines that are alike have nothing to tell") {
  const auto nodes =
      of({{"192.0.2.1", samples::node_report("192.0.2.1")}, {"192.0.2.2", samples::node_report("192.0.2.2")}});
  CHECK(nodes.verdict == Verdict::Healthy);
  CHECK(nodes.differences.empty());
  CHECK(nodes.findings.empty());
  CHECK(nodes.notes.empty());
}

TEST_CASE("one machine hides bin, one is behind, one is down: each is named") {
  const auto nodes = samples::three_nodes();
  CHECK(nodes.verdict == Verdict::Broken);
  REQUIRE(causes_of(nodes) == Texts{"nodes.down 192.0.2.3", "nodes.disagree 192.0.2.1 192.0.2.2"});
  CHECK(has_evidence(nodes.findings[0], "transport-error", {"192.0.2.3", "refused", "Connection refused"}));
  CHECK(has_evidence(nodes.findings[1], "node-finding", {"iis.hidden-segment (bin)", "192.0.2.1", "192.0.2.2"}));
  CHECK(has_evidence(nodes.findings[1], "node-older",
                     {"manifest.dat", "192.0.2.2", "2026-01-02T08:00:00Z", "192.0.2.1", "2026-01-30T08:00:00Z"}));
  CHECK(values(row(nodes, Aspect::Answer)) == Texts{"answers: 192.0.2.1 192.0.2.2", "refused: 192.0.2.3"});
  CHECK(values(row(nodes, Aspect::Verdict)) == Texts{"broken: 192.0.2.1", "healthy: 192.0.2.2"});
  CHECK(values(row(nodes, Aspect::FailedCount)) == Texts{"23: 192.0.2.1", "0: 192.0.2.2"});
  CHECK(values(row(nodes, Aspect::CatalogueAge, "manifest.dat")) ==
        Texts{"2026-01-30T08:00:00Z: 192.0.2.1", "2026-01-02T08:00:00Z: 192.0.2.2"});
  // Not all of it arrived at one of them: which file is the newest there is not known.
  CHECK(row(nodes, Aspect::NewestFile) == nullptr);
  // What the silent one found is told for the name, once.
  CHECK(nodes.runs[2].report.findings.empty());
  CHECK(nodes.runs[2].report.verdict == Verdict::Unknown);
  CHECK(nodes.runs[2].report.notes.back() ==
        model::Statement{"node-silent", {"refused", "Connection refused"}, std::nullopt});
}

TEST_CASE("what changes nothing for an endpoint is a row, and no finding") {
  model::Report other = samples::node_report("192.0.2.2");
  other.server = "Microsoft-IIS/8.5";
  other.findings = {
      {{"iis.directory-browsing-off", {}}, model::Severity::Note, model::Confidence::Certain, {}, {}, {}, {}}};
  other.published.catalogues[0].modified = base::parse_time("2026-01-31T08:00:00.000Z");
  const auto nodes = of({{"192.0.2.1", samples::node_report("192.0.2.1")}, {"192.0.2.2", other}});
  CHECK(nodes.verdict == Verdict::Healthy);
  CHECK(nodes.findings.empty());
  CHECK(values(row(nodes, Aspect::Server)) == Texts{"Microsoft-IIS/10.0: 192.0.2.1", "Microsoft-IIS/8.5: 192.0.2.2"});
  CHECK(values(row(nodes, Aspect::Finding, "iis.directory-browsing-off")) ==
        Texts{"not-found: 192.0.2.1", "found: 192.0.2.2"});
  CHECK(row(nodes, Aspect::CatalogueAge, "manifest.dat") != nullptr);
  CHECK(nodes.differences.size() == 3);
}

TEST_CASE("a step of the guide is compared where every machine showed it") {
  using model::GuideState;
  const auto with_steps = [](const std::string& address, GuideState bin, GuideState listing) {
    model::Report report = samples::node_report(address);
    report.guide = {{"guide.bin", bin, {}}, {"guide.listing", listing, {}}, {"guide.mime-any", GuideState::Ok, {}}};
    return report;
  };
  const auto nodes = of({{"192.0.2.1", with_steps("192.0.2.1", GuideState::Broken, GuideState::NotSeen)},
                         {"192.0.2.2", with_steps("192.0.2.2", GuideState::Ok, GuideState::Deviates)}});
  CHECK(values(row(nodes, Aspect::GuideStep, "guide.bin")) == Texts{"broken: 192.0.2.1", "ok: 192.0.2.2"});
  // What one could not see is no difference.
  CHECK(row(nodes, Aspect::GuideStep, "guide.listing") == nullptr);
  CHECK(row(nodes, Aspect::GuideStep, "guide.mime-any") == nullptr);
}

TEST_CASE("without catalogues it is the list of files that differs") {
  model::Report a = samples::node_report("192.0.2.1");
  a.published.catalogues.clear();
  model::Report b = a;
  b.published.list = 7;
  const auto nodes = of({{"192.0.2.1", a}, {"192.0.2.2", b}, {"192.0.2.3", a}});
  REQUIRE(causes_of(nodes) == Texts{"nodes.disagree 192.0.2.1 192.0.2.2 192.0.2.3"});
  CHECK(has_evidence(nodes.findings[0], "node-other-list", {"192.0.2.2", "192.0.2.1, 192.0.2.3"}));
  CHECK(nodes.verdict == Verdict::Broken);
}

TEST_CASE("none answers: each run says it, and there is nothing to compare") {
  const auto nodes = of({{"192.0.2.1", silent("192.0.2.1", "network.refused", "refused")},
                         {"192.0.2.2", silent("192.0.2.2", "network.stalled", "stalled")}});
  CHECK(nodes.verdict == Verdict::Broken);
  CHECK(nodes.findings.empty());
  CHECK(nodes.differences.empty());
}

TEST_CASE("a whole family that does not answer is its own cause, and no machine that is down") {
  const model::NamedReport four{"192.0.2.1", samples::node_report("192.0.2.1")};
  const auto nodes = of({four,
                         {"2001:db8::1", silent("2001:db8::1", "network.unreachable", "connect-timeout")},
                         {"2001:db8::2", silent("2001:db8::2", "network.refused", "refused")}});
  CHECK(causes_of(nodes) == Texts{"network.one-family-broken IPv6"});
  CHECK(nodes.verdict == Verdict::Deviates);
}

TEST_CASE("a family that this machine has no route to says nothing about the server") {
  const model::NamedReport four{"192.0.2.1", samples::node_report("192.0.2.1")};
  const auto nodes = of({four, {"2001:db8::1", silent("2001:db8::1", "network.unreachable", "unreachable")}});
  CHECK(nodes.findings.empty());
  CHECK(nodes.verdict == Verdict::Healthy);
  REQUIRE(nodes.notes.size() == 1);
  CHECK(nodes.notes[0] == model::Statement{"node-no-route", {"2001:db8::1", "IPv6"}, std::nullopt});
}

TEST_CASE("a run that was ended early compares nothing") {
  model::Report ended = samples::node_report("192.0.2.2");
  ended.interrupted = true;
  ended.published.list = 1;
  const auto nodes = of({{"192.0.2.1", samples::node_report("192.0.2.1")}, {"192.0.2.2", ended}});
  CHECK(nodes.findings.empty());
  CHECK(nodes.differences.empty());
}

TEST_CASE("what depends on the moment is no disagreement") {
  for (const char* cause : {"iis.rate-limited", "httpsys.connection-limit", "network.reset", "publication.changing"}) {
    model::Report limited = samples::node_report("192.0.2.2");
    limited.verdict = Verdict::Broken;
    limited.findings = {{{cause, {}}, model::Severity::Error, model::Confidence::Certain, {}, {}, {}, {}}};
    const auto nodes = of({{"192.0.2.1", samples::node_report("192.0.2.1")}, {"192.0.2.2", limited}});
    CAPTURE(cause);
    CHECK(nodes.findings.empty());
    CHECK(nodes.verdict == Verdict::Broken);
    CHECK(values(row(nodes, Aspect::Finding, cause)) == Texts{"not-found: 192.0.2.1", "found: 192.0.2.2"});
  }
}

TEST_CASE("a catalogue that could not be read is told by its own finding, not as other contents") {
  model::Report refused = samples::node_report("192.0.2.2");
  refused.verdict = Verdict::Broken;
  refused.published = {};
  refused.findings = {
      {{"iis.credentials-required", {"Basic"}}, model::Severity::Error, model::Confidence::Certain, {}, {}, {}, {}}};
  const auto nodes = of({{"192.0.2.1", samples::node_report("192.0.2.1")}, {"192.0.2.2", refused}});
  REQUIRE(nodes.findings.size() == 1);
  REQUIRE(nodes.findings[0].evidence.size() == 1);
  CHECK(
      has_evidence(nodes.findings[0], "node-finding", {"iis.credentials-required (Basic)", "192.0.2.2", "192.0.2.1"}));
}

TEST_CASE("an older copy of the whole tree is seen by its newest file alone") {
  model::Report old = samples::node_report("192.0.2.2");
  old.published.newest = base::parse_time("2026-01-01T00:00:00.000Z");
  const auto nodes = of({{"192.0.2.1", samples::node_report("192.0.2.1")}, {"192.0.2.2", old}});
  CHECK(values(row(nodes, Aspect::NewestFile)) ==
        Texts{"2026-01-30T08:00:00Z: 192.0.2.1", "2026-01-01T00:00:00Z: 192.0.2.2"});
  CHECK(nodes.findings.empty());
}

TEST_CASE("machines with different catalogues disagree, however many others have none that could be read") {
  const auto with_digest = [](const std::string& address, char letter) {
    model::Report report = samples::node_report(address);
    report.published.catalogues[0].sha256 = std::string(64, letter);
    report.published.catalogues[0].modified.reset();
    return report;
  };
  const auto unread = [](const std::string& address) {
    model::Report report = samples::node_report(address);
    report.published.catalogues.clear();
    return report;
  };
  const model::NamedReport a{"192.0.2.1", with_digest("192.0.2.1", 'a')};
  const model::NamedReport none{"192.0.2.2", unread("192.0.2.2")};
  const model::NamedReport none_either{"192.0.2.3", unread("192.0.2.3")};
  const model::NamedReport b{"192.0.2.4", with_digest("192.0.2.4", 'b')};
  const auto evidence = [](std::vector<model::NamedReport> runs) {
    const auto nodes = of(std::move(runs));
    REQUIRE(nodes.findings.size() == 1);
    return nodes.findings[0].evidence;
  };
  const std::vector<model::Statement> told{
      {"node-other-contents", {"manifest.dat", "192.0.2.4", "192.0.2.1"}, std::nullopt}};
  CHECK(evidence({a, none, b}) == told);
  CHECK(evidence({none, none_either, a, b}) == told);
}
