// The one line that says how a run ended.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <webcid/base/text.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/report/terminal.hpp>

#include "figures.hpp"
#include "labels.hpp"

namespace webcid::report {
namespace {

using causes::Language;
using causes::Text;
using model::Severity;

struct Counted {
  Severity severity = Severity::Error;
  Text one;
  Text many;
};

constexpr auto kCounted = std::to_array<Counted>({
    {Severity::Error, labels::kOneError, labels::kErrors},
    {Severity::Warning, labels::kOneWarning, labels::kWarnings},
    {Severity::Note, labels::kOneNote, labels::kNotes},
});

// "2 errors, 1 note"
std::string count_findings(const model::Report& report, Language language) {
  std::string text;
  for (const Counted& row : kCounted) {
    const auto count =
        std::count_if(report.findings.begin(), report.findings.end(),
                      [&row](const model::Finding& finding) { return finding.severity == row.severity; });
    if (count == 0) continue;
    if (!text.empty()) text += labels::kListSeparator.in(language);
    const Text words = count == 1 ? row.one : row.many;
    text += causes::fill(words.in(language), std::array{grouped(static_cast<std::uint64_t>(count))});
  }
  return text.empty() ? std::string(labels::kNoFindings.in(language)) : text;
}

// Of files that were judged, not fetched.
std::string of_server_files(const model::Report& report, Language language) {
  const model::Summary& summary = report.summary;
  const std::array findings{count_findings(report, language)};
  std::string line;
  switch (report.verdict) {
    case model::Verdict::Healthy:
      line = labels::kHealthyFiles.in(language);
      break;
    case model::Verdict::Deviates:
      line = causes::fill(labels::kDeviatesFiles.in(language), findings);
      break;
    case model::Verdict::Broken:
      line = causes::fill(labels::kBrokenFiles.in(language), findings);
      break;
    case model::Verdict::Unknown:
      line = labels::kUnknownFiles.in(language);
      break;
  }
  if (summary.files > 0) {
    line +=
        causes::fill(labels::kFilesJudged.in(language), std::array{grouped(summary.files), grouped(summary.failed)});
  }
  if (summary.requests > 0) {
    line += causes::fill(labels::kRequestsRead.in(language), std::array{grouped(summary.requests)});
  }
  return line;
}

std::string count_steps(const model::Report& report, model::GuideState state) {
  return std::to_string(std::count_if(report.guide.begin(), report.guide.end(),
                                      [state](const model::GuideStep& step) { return step.state == state; }));
}

std::string without_acceptance(const model::Report& report, Language language) {
  if (report.basis == model::Basis::ServerFiles) return of_server_files(report, language);
  const model::Summary& summary = report.summary;
  const std::string findings = count_findings(report, language);
  const std::string files = grouped(summary.files);
  const std::string verified = grouped(summary.verified);
  const std::string bytes = byte_size(summary.bytes);
  const std::string time = seconds(summary.seconds);
  switch (report.verdict) {
    case model::Verdict::Healthy:
      return causes::fill(labels::kHealthy.in(language), std::array{verified, bytes, time});
    case model::Verdict::Deviates:
      return causes::fill(labels::kDeviates.in(language), std::array{findings, verified, bytes, time});
    case model::Verdict::Broken:
      if (summary.files == 0) return causes::fill(labels::kBrokenNoFiles.in(language), std::array{findings, time});
      return causes::fill(labels::kBroken.in(language), std::array{findings, grouped(summary.failed), files, time});
    case model::Verdict::Unknown:
      break;
  }
  return causes::fill(labels::kUnknown.in(language), std::array{verified, files, time});
}

std::string without_interruption(const model::Report& report, Language language) {
  if (!report.target.is_acceptance) return without_acceptance(report, language);
  const model::Summary& summary = report.summary;
  if (report.verdict == model::Verdict::Healthy) {
    return causes::fill(
        labels::kAccepted.in(language),
        std::array{count_steps(report, model::GuideState::Ok), count_steps(report, model::GuideState::NotSeen),
                   grouped(summary.verified), byte_size(summary.bytes), seconds(summary.seconds)});
  }
  return causes::fill(labels::kNotAccepted.in(language), std::array{count_steps(report, model::GuideState::Broken),
                                                                    count_steps(report, model::GuideState::Deviates)}) +
         without_acceptance(report, language);
}

}  // namespace

std::string verdict_line(const model::Report& report, Language language) {
  std::string line;
  if (report.interrupted) line += labels::kInterrupted.in(language);
  line += without_interruption(report, language);
  // "Healthy" is said of what was looked at.
  for (const model::Statement& note : report.notes) {
    if (note.id != "part-checked" || note.arguments.size() != 2) continue;
    const auto published = base::parse_unsigned(note.arguments[1]);
    if (published) line += causes::fill(labels::kPart.in(language), std::array{grouped(*published)});
  }
  if (report.summary.without_digest > 0) {
    line += causes::fill(labels::kWithoutDigest.in(language), std::array{grouped(report.summary.without_digest)});
  }
  return line;
}

}  // namespace webcid::report
