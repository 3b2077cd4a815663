// Monitoring Plugins Development Guidelines: one line of text, '|', performance data
// 'label'=value[UOM];warn;crit;min;max; more lines of text may follow.
#include <webcid/report/collection.hpp>
#include <webcid/report/nagios.hpp>

#include <array>
#include <cmath>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/report/terminal.hpp>

#include "finding_text.hpp"
#include "labels.hpp"

namespace webcid::report {
namespace {

struct StateName {
  PluginState state;
  std::string_view name;
};
constexpr std::array<StateName, 4> kStates{{{PluginState::Ok, "OK"},
                                            {PluginState::Warning, "WARNING"},
                                            {PluginState::Critical, "CRITICAL"},
                                            {PluginState::Unknown, "UNKNOWN"}}};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') {
      out += "\\x7C";
    } else {
      out += c;
    }
  }
  return out;
}

std::string performance(const model::Summary& summary) {
  const double seconds = std::isfinite(summary.seconds) && summary.seconds > 0 ? summary.seconds : 0.0;
  return fmt::format(
      "time={:.3f}s;;;0 received={}B;;;0 files={};;;0 verified={};;;0 failed={};;;0 skipped={};;;0 "
      "requests={};;;0",
      seconds, summary.bytes, summary.files, summary.verified, summary.failed, summary.skipped, summary.requests);
}

std::string finding_line(const model::Finding& finding, causes::Language language) {
  std::string line =
      fmt::format("{}[{}]: {} ({})", labels::of(finding.severity).in(language), base::printable(finding.about.cause),
                  causes::summary(finding.about, language), labels::of(finding.confidence).in(language));
  const std::string affected = affected_text(finding.affected, language);
  if (!affected.empty()) line += fmt::format(" --> {}", affected);
  return escaped(line);
}

}  // namespace

std::string_view name_of(PluginState state) {
  for (const StateName& row : kStates) {
    if (row.state == state) return row.name;
  }
  return "UNKNOWN";
}

PluginState plugin_state(const model::Report& report) {
  if (report.interrupted || model::is_of_this_machine(report)) return PluginState::Unknown;
  switch (report.verdict) {
    case model::Verdict::Healthy:
      return PluginState::Ok;
    case model::Verdict::Deviates:
      return PluginState::Warning;
    case model::Verdict::Broken:
      return PluginState::Critical;
    case model::Verdict::Unknown:
      break;
  }
  return PluginState::Unknown;
}

std::string render_nagios(const model::Report& report, causes::Language language) {
  std::string out = fmt::format("{} - {} | {}\n", name_of(plugin_state(report)),
                                escaped(verdict_line(report, language)), performance(report.summary));
  out += fmt::format("{}\n", escaped(base::printable(report.target.url)));
  for (const model::Finding& finding : report.findings) out += finding_line(finding, language) + "\n";
  return out;
}

PluginState plugin_state(const model::Collection& collection) {
  model::Report whole;
  whole.verdict = collection.verdict;
  for (const model::NamedReport& run : collection.runs) {
    if (run.report.interrupted || model::is_of_this_machine(run.report)) return PluginState::Unknown;
  }
  return plugin_state(whole);
}

std::string render_collection_nagios(const model::Collection& collection, causes::Language language) {
  model::Summary sum;
  for (const model::NamedReport& run : collection.runs) {
    const model::Summary& summary = run.report.summary;
    sum.files += summary.files;
    sum.bytes += summary.bytes;
    sum.verified += summary.verified;
    sum.failed += summary.failed;
    sum.skipped += summary.skipped;
    sum.requests += summary.requests;
    sum.seconds += std::isfinite(summary.seconds) ? summary.seconds : 0;
  }
  std::string out = fmt::format("{} - {} | {}\n", name_of(plugin_state(collection)),
                                escaped(verdict_line(collection, language)), performance(sum));
  for (const model::Finding& finding : collection.findings) out += finding_line(finding, language) + "\n";
  for (const model::NamedReport& run : collection.runs) {
    out += fmt::format("{}: {}\n", escaped(base::printable(run.name)), escaped(verdict_line(run.report, language)));
    for (const model::Finding& finding : run.report.findings) out += finding_line(finding, language) + "\n";
  }
  return out;
}

}  // namespace webcid::report
