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

std::vector<model::Statement> mended_since(const model::Report& earlier, const model::Report& now) {
  const auto& found = now.findings;
  std::vector<model::Statement> notes;
  if (now.interrupted || now.summary.skipped > 0 || std::any_of(found.begin(), found.end(), may_hide)) return notes;
  for (const model::Finding& before : earlier.findings) {
    if (before.severity == model::Severity::Note) continue;
    const std::string& cause = before.about.cause;
    if (std::any_of(found.begin(), found.end(), [&](const model::Finding& finding) { return names(finding, cause); })) {
      continue;
    }
    const std::string parameters = fmt::format("{}", fmt::join(before.about.parameters, ", "));
    notes.push_back(
        {std::string(kMended), {parameters.empty() ? cause : fmt::format("{} ({})", cause, parameters)}, std::nullopt});
  }
  return notes;
}

}  // namespace webcid::check
