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

  model::Report down = node_report("192.0.2.3");
  down.verdict = model::Verdict::Broken;
  down.server.clear();
  down.published = {};
  down.summary = {0, 0, 0, 0, 0, 0, 2, 0.1};
  for (model::GuideStep& step : down.guide) step.state = model::GuideState::NotSeen;
  model::Finding refused{
      {"network.refused", {"srv.example:80"}}, model::Severity::Error, Confidence::Certain, {}, {}, {}, {}};
  refused.evidence = {{"transport-error", {"192.0.2.3:80", "refused", "Connection refused"}, 1}};
  down.findings = {refused};

  model::Collection nodes;
  nodes.host = "srv.example";
  nodes.runs = {{"192.0.2.1", hidden}, {"192.0.2.2", behind}, {"192.0.2.3", down}};
  diagnose::compare_nodes(nodes);
  return nodes;
}

}  // namespace webcid::samples
