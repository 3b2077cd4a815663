#include "mended.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace webcid::check {
namespace {

bool may_hide(const model::Finding& finding) {
  return finding.about.cause == "unexplained" ||
         (finding.severity == model::Severity::Error && finding.affected.count == 0);
}

// Whether the cause is named, for certain or as an alternative.
bool names(const model::Finding& finding, const std::string& cause) {
  return finding.about.cause == cause ||
         std::any_of(finding.alternatives.begin(), finding.alternatives.end(),
                     [&](const model::CauseRef& other) { return other.cause == cause; });
}

}  // namespace

void add_mended(const model::Report& earlier, model::Report& report) {
  const auto& now = report.findings;
  if (report.interrupted || report.summary.skipped > 0 || std::any_of(now.begin(), now.end(), may_hide)) return;
  for (const model::Finding& before : earlier.findings) {
    if (before.severity == model::Severity::Note) continue;
    const std::string& cause = before.about.cause;
    if (std::any_of(now.begin(), now.end(), [&](const model::Finding& finding) { return names(finding, cause); })) {
      continue;
    }
    const std::string parameters = fmt::format("{}", fmt::join(before.about.parameters, ", "));
    report.notes.push_back(
        {"mended", {parameters.empty() ? cause : fmt::format("{} ({})", cause, parameters)}, std::nullopt});
  }
}

}  // namespace webcid::check
