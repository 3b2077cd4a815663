#include <webcid/report/log_line.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

#include "finding_text.hpp"

namespace webcid::report {
namespace {

constexpr std::size_t kLongestText = 300;
constexpr std::size_t kMostCauses = 10;

// Printable, quoted; cut between characters, which an ellipsis shows.
std::string quoted(std::string_view text) {
  std::string shown = base::printable(text);
  if (shown.size() > kLongestText) {
    std::size_t end = kLongestText;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80U) --end;
    shown.resize(end);
    shown += "...";
  }
  std::string out = "\"";
  for (const char c : shown) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::size_t count_of(const model::Report& report, model::Severity severity) {
  return static_cast<std::size_t>(
      std::count_if(report.findings.begin(), report.findings.end(),
                    [severity](const model::Finding& finding) { return finding.severity == severity; }));
}

// Each cause once, those that we know by name.
std::string causes_of(const model::Report& report) {
  std::vector<std::string_view> ids;
  for (const model::Finding& finding : report.findings) {
    const bool is_known = layer_of(finding.about.cause) != kOtherLayer;
    const std::string_view id = is_known ? std::string_view(finding.about.cause) : kOtherLayer;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  std::string out;
  for (std::size_t i = 0; i < std::min(ids.size(), kMostCauses); ++i) out += (i == 0 ? "" : ",") + std::string(ids[i]);
  if (ids.size() > kMostCauses) out += fmt::format(",+{}", ids.size() - kMostCauses);
  return out.empty() ? "-" : out;
}

}  // namespace

std::string log_line(const model::Report& report) {
  const model::Summary& summary = report.summary;
  const double seconds = std::isfinite(summary.seconds) && summary.seconds > 0 ? summary.seconds : 0.0;
  return fmt::format(
      "verdict={} interrupted={} url={} errors={} warnings={} notes={} files={} verified={} failed={} skipped={} "
      "seconds={:.3f} causes={} version={}",
      name_of(report.verdict), report.interrupted ? "yes" : "no", quoted(report.target.url),
      count_of(report, model::Severity::Error), count_of(report, model::Severity::Warning),
      count_of(report, model::Severity::Note), summary.files, summary.verified, summary.failed, summary.skipped,
      seconds, causes_of(report), WEBCID_VERSION);
}

}  // namespace webcid::report
