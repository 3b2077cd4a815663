#include "shared_findings.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace webcid::report {

std::vector<SharedFinding> shared_findings(std::span<const model::NamedReport> runs) {
  std::map<std::tuple<std::string, std::vector<std::string>>, SharedFinding> by_cause;
  for (const model::NamedReport& run : runs) {
    for (const model::Finding& finding : run.report.findings) {
      SharedFinding& shared = by_cause[{finding.about.cause, finding.about.parameters}];
      if (shared.first == nullptr) {
        shared.first = &finding;
        shared.of = &run.report;
      }
      if (shared.names.empty() || shared.names.back() != run.name) shared.names.push_back(run.name);
    }
  }
  std::vector<SharedFinding> out;
  for (auto& [about, shared] : by_cause) out.push_back(std::move(shared));
  std::stable_sort(out.begin(), out.end(), [](const SharedFinding& a, const SharedFinding& b) {
    return std::tuple(a.first->severity, b.names.size()) < std::tuple(b.first->severity, a.names.size());
  });
  return out;
}

}  // namespace webcid::report
