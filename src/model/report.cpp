#include <webcid/model/report.hpp>

#include <algorithm>

#include <webcid/model/names.hpp>

namespace webcid::model {
namespace {

constexpr NameTable<Severity, 3> kSeverities{
    {{Severity::Error, "error"}, {Severity::Warning, "warning"}, {Severity::Note, "note"}}};

constexpr NameTable<Confidence, 3> kConfidences{
    {{Confidence::Certain, "certain"}, {Confidence::Likely, "likely"}, {Confidence::Possible, "possible"}}};

constexpr NameTable<Verdict, 4> kVerdicts{{{Verdict::Healthy, "healthy"},
                                           {Verdict::Deviates, "deviates"},
                                           {Verdict::Broken, "broken"},
                                           {Verdict::Unknown, "unknown"}}};

constexpr NameTable<Basis, 3> kBases{
    {{Basis::Run, "run"}, {Basis::ServerFiles, "server-files"}, {Basis::Share, "share"}}};

constexpr NameTable<GuideState, 4> kStates{{{GuideState::Ok, "ok"},
                                            {GuideState::Deviates, "deviates"},
                                            {GuideState::Broken, "broken"},
                                            {GuideState::NotSeen, "not-seen"}}};

}  // namespace

std::string_view name_of(Severity severity) {
  return name_in(kSeverities, severity);
}
std::optional<Severity> severity_named(std::string_view name) {
  return value_in(kSeverities, name);
}
std::string_view name_of(Confidence confidence) {
  return name_in(kConfidences, confidence);
}
std::optional<Confidence> confidence_named(std::string_view name) {
  return value_in(kConfidences, name);
}
std::string_view name_of(Verdict verdict) {
  return name_in(kVerdicts, verdict);
}
std::optional<Verdict> verdict_named(std::string_view name) {
  return value_in(kVerdicts, name);
}
std::string_view name_of(Basis basis) {
  return name_in(kBases, basis);
}
std::optional<Basis> basis_named(std::string_view name) {
  return value_in(kBases, name);
}
std::string_view name_of(GuideState state) {
  return name_in(kStates, state);
}
std::optional<GuideState> guide_state_named(std::string_view name) {
  return value_in(kStates, name);
}

const PublishedCatalogue* find_catalogue(const Publication& published, std::string_view path) {
  for (const PublishedCatalogue& catalogue : published.catalogues) {
    if (catalogue.path == path) return &catalogue;
  }
  return nullptr;
}

bool is_of_this_machine(const Report& report) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [](const Finding& finding) { return finding.about.cause == "local.cannot-write"; });
}

}  // namespace webcid::model
