#include "share_findings.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace webcid::check {
namespace {

using base::Unreadable;
using model::Outcome;

constexpr std::size_t kMaxPaths = 50;      // in parameters; the rest is counted
constexpr std::size_t kMaxExamples = 5;    // of files in a finding
constexpr std::size_t kMaxStatements = 3;  // of evidence, one a file
constexpr std::size_t kMaxLocked = 50;     // findings, one a file

// Whose parameters are all its files; the others are about one.
bool lists_paths(std::string_view cause) {
  return cause != "publication.file-locked";
}

std::string_view cause_of(const update::LocalOutcome& row) {
  const bool is_other = row.outcome == Outcome::WrongHash || row.outcome == Outcome::WrongSize;
  if (is_other && row.size == 0) return "content.empty";
  if (row.outcome == Outcome::WrongHash) return "content.hash-mismatch";
  if (row.outcome == Outcome::WrongSize) return "content.size-mismatch";
  if (row.obstacle == Unreadable::Missing) return "publication.file-missing";
  return row.obstacle == Unreadable::InUse ? "publication.file-locked" : "publication.file-unreadable";
}

model::Statement evidence_of(const update::LocalOutcome& row) {
  const std::string& path = row.entry.path.text();
  const auto statement = [](const char* id, std::vector<std::string> arguments) {
    return model::Statement{id, std::move(arguments), std::nullopt};
  };
  if (row.outcome == Outcome::WrongHash) return statement("share-wrong-digest", {path, fmt::format("{}", row.size)});
  if (row.outcome == Outcome::WrongSize) {
    return statement("share-wrong-size",
                     {path, fmt::format("{}", row.size), fmt::format("{}", row.entry.size.value_or(0))});
  }
  if (row.obstacle == Unreadable::Missing) return statement("share-missing", {path});
  return statement("share-unreadable", {path, row.reason});
}

}  // namespace

model::Finding& ShareFindings::finding_of(std::string_view cause, std::vector<std::string> parameters) {
  const auto found = std::find_if(m_findings.begin(), m_findings.end(), [&](const model::Finding& finding) {
    return finding.about.cause == cause && (lists_paths(cause) || finding.about.parameters == parameters);
  });
  if (found != m_findings.end()) return *found;
  model::Finding finding;
  finding.about = {std::string(cause), std::move(parameters)};
  finding.confidence = model::Confidence::Certain;
  m_findings.push_back(std::move(finding));
  return m_findings.back();
}

void ShareFindings::add(const update::LocalOutcome& row) {
  if (row.outcome == Outcome::Verified) return;
  const std::string& path = row.entry.path.text();
  const std::string_view cause = cause_of(row);
  if (cause == "publication.file-locked" && m_findings.size() >= kMaxLocked) return;
  std::vector<std::string> parameters;
  if (cause == "publication.file-locked") parameters = {path};
  model::Finding& finding = finding_of(cause, std::move(parameters));
  ++finding.affected.count;
  if (finding.affected.examples.size() < kMaxExamples) finding.affected.examples.push_back(path);
  if (lists_paths(cause) && finding.about.parameters.size() < kMaxPaths) finding.about.parameters.push_back(path);
  if (finding.evidence.size() < kMaxStatements) finding.evidence.push_back(evidence_of(row));
}

void ShareFindings::add(const BadCatalogue& catalogue) {
  if (!catalogue.problem) {
    model::Finding& finding = finding_of("publication.file-unreadable", {});
    ++finding.affected.count;
    if (finding.affected.examples.size() < kMaxExamples) finding.affected.examples.push_back(catalogue.path);
    if (finding.about.parameters.size() < kMaxPaths) finding.about.parameters.push_back(catalogue.path);
    finding.evidence.push_back({"share-unreadable", {catalogue.path, catalogue.reason}, std::nullopt});
    return;
  }
  const model::ParseProblem& problem = *catalogue.problem;
  const std::string place = fmt::format("{}:{}:{}", catalogue.path, problem.line, problem.column);
  model::Finding finding;
  finding.about = {"publication.catalogue-unreadable", {place}};
  finding.confidence = model::Confidence::Certain;
  finding.affected = {1, {catalogue.path}};
  finding.evidence.push_back({"parse-problem", {place, problem.message, problem.excerpt}, std::nullopt});
  m_findings.push_back(std::move(finding));
}

std::vector<model::Finding> ShareFindings::take() {
  std::stable_sort(m_findings.begin(), m_findings.end(), [](const model::Finding& a, const model::Finding& b) {
    return std::tie(a.about.cause, a.about.parameters) < std::tie(b.about.cause, b.about.parameters);
  });
  return std::move(m_findings);
}

}  // namespace webcid::check
