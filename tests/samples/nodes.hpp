// Three machines of one name, as the guide's note on load balancing fears them: one hides bin, one is behind, one is
// down.
#pragma once

#include <webcid/diagnose/node_comparison.hpp>
#include <webcid/model/collection.hpp>

#include "samples/report.hpp"

namespace webcid::samples {

inline model::Report node_report(const std::string& address) {
  model::Report report = healthy_report();
  report.target.url = "http://srv.example/SophosUpdate";
  report.target.addresses = {address};
  report.published.list = 0x0123456789abcdefU;
  report.published.newest = base::parse_time("2026-01-30T08:00:00.000Z");
  report.published.catalogues = {{"manifest.dat", 30092, std::string(64, 'a'), report.published.newest}};
  return report;
}

// A machine on which nothing listens.
inline model::Report silent_report(const std::string& address) {
  model::Report report = node_report(address);
  report.verdict = model::Verdict::Broken;
  report.server.clear();
  report.published = {};
  report.summary = {0, 0, 0, 0, 0, 0, 2, 0.1};
  for (model::GuideStep& step : report.guide) step.state = model::GuideState::NotSeen;
  model::Finding refused{
      {"network.refused", {"srv.example:80"}}, model::Severity::Error, model::Confidence::Certain, {}, {}, {}, {}};
  refused.evidence = {{"transport-error", {address + ":80", "refused", "Connection refused"}, 1}};
  report.findings = {refused};
  return report;
}

inline model::Collection three_nodes() {
  using model::Confidence;
  model::Report hidden = node_report("192.0.2.1");
  hidden.verdict = model::Verdict::Broken;
  hidden.summary.failed = 23;
  hidden.summary.verified -= 23;
  model::Finding bin{{"iis.hidden-segment", {"bin"}}, model::Severity::Error, Confidence::Certain, {}, {}, {}, {}};
  bin.evidence = {{"refused-alike", {"23", "404 (IIS custom page)"}, 20}};
  bin.affected = {23, {"crt/BIN/x64/runtime00.txt"}};
  hidden.findings = {bin};

  model::Report behind = node_report("192.0.2.2");
  behind.published.newest = base::parse_time("2026-01-02T08:00:00.000Z");
  behind.published.catalogues = {{"manifest.dat", 29800, std::string(64, 'b'), behind.published.newest}};
  behind.published.list = 0xfedcba9876543210U;
  behind.summary.files = behind.summary.verified = 9100;

  const model::Report down = silent_report("192.0.2.3");

  model::Collection nodes;
  nodes.host = "srv.example";
  nodes.runs = {{"192.0.2.1", hidden}, {"192.0.2.2", behind}, {"192.0.2.3", down}};
  diagnose::compare_nodes(nodes);
  return nodes;
}

}  // namespace webcid::samples
