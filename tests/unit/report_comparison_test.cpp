// Reports side by side, and many as one.
#include <functional>
#include <string>
#include <vector>

#include <webcid/report/collection.hpp>
#include <webcid/report/comparison.hpp>
#include <webcid/report/formats.hpp>

#include "catch.hpp"
#include "samples/situations.hpp"

using namespace webcid;
using model::NamedReport;
using report::Colour;
using report::TerminalStyle;
using report::Verbosity;

namespace {

constexpr TerminalStyle kPipe{Colour::Never, 80, causes::Language::English, Verbosity::Normal};

std::size_t differences(const model::Report& a, const model::Report& b) {
  return compare({"a", a}, {"b", b}, kPipe).differences;
}

}  // namespace

TEST_CASE("a report does not differ from itself, whenever it was made and whatever it cost") {
  for (const auto& [name, report] : samples::all_situations()) {
    CAPTURE(name);
    model::Report later = report;
    later.started += std::chrono::hours(24);
    later.finished += std::chrono::hours(25);
    later.summary.requests += 10;
    later.summary.seconds *= 3;
    for (model::Finding& finding : later.findings) {
      for (model::Statement& seen : finding.evidence) seen.exchange = 7;
    }
    const auto comparison = compare({"a", report}, {"b", later}, kPipe);
    CHECK(comparison.differences == 0);
    CHECK(comparison.text.ends_with("\nsame: A and B tell the same\n"));
  }
}

TEST_CASE("whatever two runs do not have in common is one difference") {
  struct Row {
    const char* what;
    std::function<void(model::Report&)> change;
  };
  const Row rows[] = {
      {"address", [](auto& report) { report.target.url = "http://other/"; }},
      {"addresses", [](auto& report) { report.target.addresses = {"192.0.2.99"}; }},
      {"proxy", [](auto& report) { report.target.proxy = "proxy:3128"; }},
      {"user agent", [](auto& report) { report.target.user_agent = "other"; }},
      {"proxy",
       [](auto& report) {
         report.target.proxy_origin = {"no-proxy-found", {}, {}};
       }},
      {"account", [](auto& report) { report.target.has_account = !report.target.has_account; }},
      {"account", [](auto& report) { report.target.has_account = report.target.is_logged_on = true; }},
      {"catalogue", [](auto& report) { report.target.catalogue_given = true; }},
      {"server", [](auto& report) { report.server = "nginx"; }},
      {"verdict", [](auto& report) { report.verdict = model::Verdict::Unknown; }},
      {"files", [](auto& report) { report.summary.verified -= 1; }},
      {"bytes received", [](auto& report) { report.summary.bytes += 1; }},
      {"catalogue manifest.dat: 4 B, sha256 aa, 2026-01-05T09:30:00Z -> 5 B, sha256 bb",
       [](auto& report) {
         report.published.catalogues = {{"manifest.dat", 5, "bb", {}}};
       }},
      {"catalogue manifest.dat: 4 B, sha256 aa, 2026-01-05T09:30:00Z -> none",
       [](auto& report) { report.published.catalogues.clear(); }},
      {"newest file: 2026-01-05T09:30:00Z -> none", [](auto& report) { report.published.newest.reset(); }},
      {"only in A, note", [](auto& report) { report.notes.pop_back(); }},
      {"guide.bin", [](auto& report) { samples::set_guide(report, "guide.bin", model::GuideState::NotSeen); }},
      {"only in A, error[iis.hidden-segment]",
       [](auto& report) {
         std::erase_if(report.findings, [](auto& each) { return each.about.cause == "iis.hidden-segment"; });
       }},
      {"only in B, error[iis.hidden-segment]",
       [](auto& report) {
         report.findings.push_back(report.findings[2]);
         report.findings.back().about.parameters = {"obj"};
       }},
      {"in both, error[iis.hidden-segment]", [](auto& report) { report.findings[2].about.parameters = {"obj"}; }},
      {"in both, warning[iis.hidden-segment]",
       [](auto& report) { report.findings[2].severity = model::Severity::Warning; }},
      {"  = confidence: certain -> possible",
       [](auto& report) { report.findings[2].confidence = model::Confidence::Possible; }},
      {"  = files: 23 -> 24", [](auto& report) { ++report.findings[2].affected.count; }},
      {"  = alternative: none -> iis.acl-denied",
       [](auto& report) {
         report.findings[2].alternatives = {{"iis.acl-denied", {}}};
       }},
      {"  = seen in B only: ",
       [](auto& report) {
         report.findings[2].evidence.push_back({"confirmed", {"9"}, {}});
       }},
      {"  = seen in A only: ", [](auto& report) { report.findings[2].evidence.pop_back(); }},
  };
  model::Report report = samples::five_faults_report();
  report.published.newest = base::parse_time("2026-01-05T09:30:00.000Z");
  report.published.catalogues = {{"manifest.dat", 4, "aa", report.published.newest}};
  REQUIRE(report.findings[2].about.cause == "iis.hidden-segment");
  for (const Row& row : rows) {
    CAPTURE(row.what);
    model::Report other = report;
    row.change(other);
    const auto comparison = compare({"a", report}, {"b", other}, kPipe);
    CHECK(comparison.differences == 1);
    CHECK(comparison.text.find(std::string("\n") + row.what) != std::string::npos);
    CHECK(differences(other, report) == 1);
  }
}

TEST_CASE("names of files and servers cannot write to the terminal") {
  model::Report report = samples::healthy_report();
  report.server = "a\x1B[31m";
  const auto comparison = compare({"x\x1B]0;y", report}, {"b", samples::healthy_report()}, kPipe);
  CHECK(comparison.text.find('\x1B') == std::string::npos);
  model::Collection one;
  one.runs = {{"x\x1B]0;y", report}};
  one.host = "h\x1B";
  one.differences = {{model::Aspect::Server, "", {{"a\x1B", {"n\x1B"}}, {"b", {"m"}}}},
                     {model::Aspect::Catalogue, "p\x1B", {{"a\x1B", {"n\x1B"}}, {"b", {"m"}}}}};
  CHECK(render_collection(one, kPipe).find('\x1B') == std::string::npos);
  for (const report::Format& format : report::formats()) {
    CAPTURE(format.name);
    CHECK(format.render_collection(one, causes::Language::English).find('\x1B') == std::string::npos);
  }
}

TEST_CASE("many reports are as bad as the worst") {
  const auto of = [](std::vector<model::Verdict> verdicts) {
    std::vector<NamedReport> reports;
    for (const model::Verdict verdict : verdicts) {
      reports.push_back({"r", {}});
      reports.back().report.verdict = verdict;
    }
    return model::worst_of(reports);
  };
  using model::Verdict;
  CHECK(of({}) == Verdict::Unknown);
  CHECK(of({Verdict::Healthy, Verdict::Healthy}) == Verdict::Healthy);
  CHECK(of({Verdict::Healthy, Verdict::Deviates}) == Verdict::Deviates);
  CHECK(of({Verdict::Deviates, Verdict::Unknown, Verdict::Healthy}) == Verdict::Unknown);
  CHECK(of({Verdict::Unknown, Verdict::Broken}) == Verdict::Broken);
}
