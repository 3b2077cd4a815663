// Reports for tests: fixed in every detail, with everything in them that a renderer can meet.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <webcid/causes/causes.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/model/report.hpp>

namespace webcid::samples {

// A server as the guide wants it, everything verified.
inline model::Report healthy_report() {
  model::Report report;
  report.started = *base::parse_time("2026-01-31T09:30:00.000Z");
  report.finished = *base::parse_time("2026-01-31T09:30:12.345Z");
  report.verdict = model::Verdict::Healthy;
  report.target.url = "http://srv.example/SophosUpdate/";
  report.target.addresses = {"192.0.2.10:80"};
  report.target.user_agent = "webcid/0.1.0";
  report.server = "Microsoft-IIS/10.0";
  report.summary = {9123, 812'400'000, 9123, 0, 0, 0, 9140, 12.345};
  for (const causes::GuideStep& step : causes::all_guide_steps()) {
    report.guide.push_back({std::string(step.id), model::GuideState::Ok, {}});
  }
  return report;
}

// The same share with the guide's faults, seen through a proxy that the environment names.
inline model::Report broken_report() {
  model::Report report = healthy_report();
  report.verdict = model::Verdict::Broken;
  report.target.addresses = {"192.0.2.10:80", "[2001:db8::10]:80"};
  report.target.proxy = "proxy.example:8080 (from http_proxy)";
  report.target.proxy_from_environment = true;
  report.summary = {9123, 700'100'200, 8193, 928, 2, 12, 9988, 14.2};

  model::Finding hidden;
  hidden.about = {"iis.hidden-segment", {"bin"}};
  hidden.confidence = model::Confidence::Likely;
  hidden.evidence = {{"listed-but-refused", {"usr/bin/ls", "404"}, 12}, {"siblings-served", {"8193"}, {}}};
  hidden.affected = {812, {"usr/bin/ls", "usr/bin/cat", "usr/lib/\xE6\x9B\xB4\xE6\x96\xB0/bin/a b"}};

  model::Finding unmapped;
  unmapped.about = {"iis.mime-map-missing", {".dat", ".upd"}};
  unmapped.confidence = model::Confidence::Certain;
  unmapped.evidence = {{"listed-but-refused", {"savxp/vdl.dat", "404"}, 40}};
  unmapped.affected = {2, {"savxp/vdl.dat", "cidsync.upd"}};

  model::Finding missing;
  missing.about = {"publication.file-missing", {"savxp/a\x1b[31mb.exe"}};
  missing.confidence = model::Confidence::Possible;
  missing.affected = {1, {"savxp/a\x1b[31mb.exe"}};
  missing.alternatives = {{"iis.hidden-file", {"savxp/a\x1b[31mb.exe"}}};
  missing.to_decide = {{"switch-listing-on", {}, {}}};

  model::Finding browsing;
  browsing.about = {"iis.directory-browsing-off", {}};
  browsing.severity = model::Severity::Note;
  browsing.confidence = model::Confidence::Certain;

  report.findings = {hidden, unmapped, missing, browsing};
  report.notes = {{"siblings-served", {"8193"}, {}}};
  report.guide[3].state = model::GuideState::Broken;
  report.guide[5].state = model::GuideState::Deviates;
  report.guide[7].state = model::GuideState::Broken;
  report.guide[13].state = model::GuideState::NotSeen;
  return report;
}

// Nothing could be contacted, and Ctrl-C ended it.
inline model::Report interrupted_report() {
  model::Report report;
  report.started = *base::parse_time("2026-01-31T09:30:00.000Z");
  report.finished = *base::parse_time("2026-01-31T09:30:00.100Z");
  report.verdict = model::Verdict::Broken;
  report.interrupted = true;
  report.target.url = "http://srv.example:8080/";
  report.target.user_agent = "webcid/0.1.0";
  report.summary.requests = 1;
  report.summary.seconds = 0.1;
  model::Finding refused;
  refused.about = {"network.refused", {"srv.example:8080"}};
  refused.confidence = model::Confidence::Certain;
  report.findings = {refused};
  return report;
}

// Bytes that are no UTF-8, HTML, control characters and bidirectional overrides wherever a server or a user can put
// them.
inline model::Report hostile_report() {
  const std::string evil = "\xff\xfe<script>\x1b]0;x\x07\xE2\x80\xAE\"\\\n{0}";
  model::Report report = broken_report();
  report.target.url = evil;
  report.target.addresses = {evil};
  report.target.user_agent = evil;
  report.target.proxy = evil;
  report.server = evil;
  report.summary.seconds = -1;
  for (model::Finding& finding : report.findings) {
    finding.about.parameters = {evil, evil};
    finding.evidence.push_back({evil, {evil}, {}});
    finding.affected.examples = {evil};
    finding.alternatives = {{evil, {evil}}};
    finding.to_decide = {{"listed-but-refused", {evil}, {}}};
  }
  report.findings.push_back({{evil, {evil}}, model::Severity::Error, model::Confidence::Likely, {}, {}, {}, {}});
  report.notes = {{"listed-but-refused", {evil, evil}, {}}};
  return report;
}

// One finding of every cause there is.
inline model::Report report_of_every_cause() {
  model::Report report = broken_report();
  report.findings.clear();
  for (const causes::Cause& cause : causes::all()) {
    model::Finding finding;
    finding.about.cause = cause.id;
    if (cause.parameter != causes::ParameterKind::None) finding.about.parameters = {"x", "y"};
    finding.severity = cause.severity;
    report.findings.push_back(finding);
  }
  return report;
}

inline std::vector<std::pair<std::string, model::Report>> all_reports() {
  return {{"healthy", healthy_report()},
          {"broken", broken_report()},
          {"interrupted", interrupted_report()},
          {"hostile", hostile_report()},
          {"every-cause", report_of_every_cause()}};
}

}  // namespace webcid::samples
