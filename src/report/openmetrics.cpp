#include <webcid/report/collection.hpp>
#include <webcid/report/openmetrics.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/guide.hpp>

#include "finding_text.hpp"

namespace webcid::report {
namespace {

using model::Report;

struct Label {
  std::string_view name;
  std::string_view value;
};

struct Sample {
  std::vector<Label> labels;  // beside the target
  double value = 0;
};

struct Gauge {
  std::string_view name;  // no suffix that means something: _total, _count, _sum, _bucket, _created, _info
  std::string_view help;  // without backslash, quote and line end, which the two formats escape differently
  std::vector<Sample> (*samples)(const Report& report) = nullptr;
};

double number(std::uint64_t value) {
  return static_cast<double>(value);
}

double unix_seconds(base::Time time) {
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
  return static_cast<double>(milliseconds.count()) / 1000;
}

std::vector<Sample> verdicts(const Report& report) {
  std::vector<Sample> out;
  for (const auto verdict :
       {model::Verdict::Healthy, model::Verdict::Deviates, model::Verdict::Broken, model::Verdict::Unknown}) {
    out.push_back({{{"verdict", name_of(verdict)}}, verdict == report.verdict ? 1.0 : 0.0});
  }
  return out;
}

std::vector<Sample> files(const Report& report) {
  const model::Summary& summary = report.summary;
  return {{{{"outcome", "verified"}}, number(summary.verified)},
          {{{"outcome", "failed"}}, number(summary.failed)},
          {{{"outcome", "skipped"}}, number(summary.skipped)}};
}

std::vector<Sample> findings(const Report& report) {
  std::vector<Sample> out;
  for (const auto severity : {model::Severity::Error, model::Severity::Warning, model::Severity::Note}) {
    const auto count = std::count_if(report.findings.begin(), report.findings.end(),
                                     [severity](const auto& finding) { return finding.severity == severity; });
    out.push_back({{{"severity", name_of(severity)}}, static_cast<double>(count)});
  }
  return out;
}

// By cause and severity, what `value` says of each finding added up.
std::vector<Sample> by_cause(const Report& report, double (*value)(const model::Finding&)) {
  std::map<std::pair<std::string_view, model::Severity>, double> sums;
  for (const model::Finding& finding : report.findings) {
    // A cause that nobody here knows must not become a series.
    const causes::Cause* const cause = causes::find(finding.about.cause);
    sums[{cause == nullptr ? kOtherLayer : cause->id, finding.severity}] += value(finding);
  }
  std::vector<Sample> out;
  for (const auto& [key, sum] : sums) out.push_back({{{"cause", key.first}, {"severity", name_of(key.second)}}, sum});
  return out;
}

std::vector<Sample> guide(const Report& report) {
  std::vector<Sample> out;
  for (const model::GuideStep& step : report.guide) {
    const causes::GuideStep* const known = causes::find_guide_step(step.id);
    if (known == nullptr || step.state == model::GuideState::NotSeen) continue;
    out.push_back({{{"step", known->id}}, step.state == model::GuideState::Ok ? 1.0 : 0.0});
  }
  return out;
}

std::vector<Sample> one(double value) {
  return {{{}, value}};
}

double duration_of(const Report& report) {
  const double seconds = report.summary.seconds;
  return std::isfinite(seconds) && seconds > 0 ? seconds : 0.0;
}

constexpr auto kGauges = std::to_array<Gauge>({
    {"webcid_build", "Always 1; the version of webcid that ran.",
     [](const Report&) {
       return std::vector<Sample>{{{{"version", WEBCID_VERSION}}, 1}};
     }},
    {"webcid_verdict", "1 for the verdict of the run, 0 for the other ones.", verdicts},
    {"webcid_interrupted", "1 if the run was ended early.",
     [](const Report& report) { return one(report.interrupted ? 1.0 : 0.0); }},
    {"webcid_run_start_timestamp_seconds", "When the run began, since the epoch.",
     [](const Report& report) { return one(unix_seconds(report.started)); }},
    {"webcid_run_end_timestamp_seconds", "When the run ended, since the epoch.",
     [](const Report& report) { return one(unix_seconds(report.finished)); }},
    {"webcid_run_duration_seconds", "How long the run took.",
     [](const Report& report) { return one(duration_of(report)); }},
    {"webcid_requests", "Requests that were sent.",
     [](const Report& report) { return one(number(report.summary.requests)); }},
    {"webcid_received_bytes", "Bytes of bodies that arrived.",
     [](const Report& report) { return one(number(report.summary.bytes)); }},
    {"webcid_listed_files", "Files that were to be checked.",
     [](const Report& report) { return one(number(report.summary.files)); }},
    {"webcid_files", "Files by what became of them.", files},
    {"webcid_undigested_files", "Files without a digest to compare.",
     [](const Report& report) { return one(number(report.summary.without_digest)); }},
    {"webcid_findings", "Findings by severity.", findings},
    {"webcid_cause_findings", "Findings by cause; causes without one are absent.",
     [](const Report& report) { return by_cause(report, [](const model::Finding&) { return 1.0; }); }},
    {"webcid_cause_affected_files", "Files that the findings of a cause explain.",
     [](const Report& report) {
       return by_cause(report, [](const model::Finding& finding) { return number(finding.affected.count); });
     }},
    {"webcid_guide_step_ok", "1 if a step of the set-up guide is done, 0 if not; steps that were not seen are absent.",
     guide},
});

// Label values: printable, so that only these two are left of the three that both formats escape.
std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : base::printable(value)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

// A run and the labels that tell it from others, rendered.
struct Labelled {
  std::string labels;
  const Report* report = nullptr;
};

// Each gauge once, with the samples of every run.
std::string document(std::span<const Labelled> runs) {
  std::string out;
  for (const Gauge& gauge : kGauges) {
    std::string lines;
    for (const Labelled& run : runs) {
      for (const Sample& sample : gauge.samples(*run.report)) {
        lines += fmt::format("{}{{{}", gauge.name, run.labels);
        for (const Label& label : sample.labels) lines += fmt::format(",{}=\"{}\"", label.name, escaped(label.value));
        lines += fmt::format("}} {}\n", sample.value);
      }
    }
    if (lines.empty()) continue;
    out += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", gauge.name, gauge.help) + lines;
  }
  return out + "# EOF\n";
}

std::string target_label(const Report& report) {
  return fmt::format("target=\"{}\"", escaped(report.target.url));
}

}  // namespace

std::string render_openmetrics(const Report& report, causes::Language /*language*/) {
  return document(std::array{Labelled{target_label(report), &report}});
}

std::string render_collection_openmetrics(const model::Collection& collection, causes::Language /*language*/) {
  std::vector<Labelled> runs;
  for (const model::NamedReport& run : collection.runs) {
    std::string labels = target_label(run.report);
    // Machines have one address and are told apart by their own; runs of addresses by those.
    if (run.name != run.report.target.url) {
      labels += fmt::format(",{}=\"{}\"", collection.host.empty() ? "run" : "node", escaped(run.name));
    }
    runs.push_back({std::move(labels), &run.report});
  }
  return document(runs);
}

}  // namespace webcid::report
