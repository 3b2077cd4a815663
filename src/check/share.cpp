#include <webcid/check/share.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include <webcid/update/verify_folder.hpp>

#include "share_catalogues.hpp"
#include "share_findings.hpp"

namespace webcid::check {
namespace {

void count(const update::FolderResult& result, std::size_t planned, model::Summary& summary) {
  summary.files = planned;
  summary.bytes = result.bytes;
  summary.verified = result.verified;
  summary.failed = result.wrong_size + result.wrong_hash + result.failed;
  summary.skipped = planned - summary.verified - summary.failed;
  summary.without_digest = result.without_digest;
}

model::Verdict verdict_of(const model::Report& report, bool has_landmark) {
  if (!report.findings.empty() || report.summary.failed > 0) return model::Verdict::Broken;
  const bool is_whole = report.summary.verified > 0 && report.summary.skipped == 0;
  return is_whole && has_landmark ? model::Verdict::Healthy : model::Verdict::Unknown;
}

// What the folder has beside what it should have is no fault.
void note_extra(const update::FolderResult& result, model::Report& report) {
  if (result.extra == 0) return;
  constexpr std::size_t kExamples = 5;
  std::string examples;
  for (std::size_t i = 0; i < std::min(result.extra_examples.size(), kExamples); ++i) {
    examples += (i == 0 ? "" : ", ") + result.extra_examples[i];
  }
  if (result.extra > kExamples) examples += ", ...";
  report.notes.push_back({"share-has-more", {fmt::format("{}", result.extra), examples}, std::nullopt});
}

}  // namespace

base::Result<model::Report> check_share(const ShareOptions& options, Watcher& watcher,
                                        const base::Cancellation& cancellation) {
  model::Report report;
  report.basis = model::Basis::Share;
  report.started = std::chrono::system_clock::now();
  const auto clock = std::chrono::steady_clock::now();
  report.target.url = options.name;
  report.target.catalogue_given = options.catalogue.has_value();
  auto plan = plan_of_share(options.folder, options.catalogue, cancellation);
  if (!plan) return tl::make_unexpected(std::move(plan.error()));

  Counts counts;
  counts.files_total = plan->entries.size();
  ShareFindings findings;
  for (const BadCatalogue& bad : plan->bad) findings.add(bad);
  const auto result =
      update::verify_folder(options.folder, plan->entries, cancellation, [&](const update::LocalOutcome& row) {
        findings.add(row);
        ++counts.files_done;
        counts.bytes_done += row.size;
        counts.failed += row.outcome == model::Outcome::Verified ? 0 : 1;
        watcher.on_counts(counts);
      });
  if (!result) return tl::make_unexpected(result.error());

  count(*result, plan->entries.size(), report.summary);
  report.findings = findings.take();
  report.notes = std::move(plan->notes);
  note_extra(*result, report);
  if (!result->unlisted.empty()) report.notes.push_back({"share-unlisted", {result->unlisted}, std::nullopt});
  const bool is_blind = report.summary.files > 0 && report.summary.without_digest == report.summary.files;
  if (report.summary.without_digest > 0 && plan->has_landmark) {
    report.notes.push_back({"no-digests", {fmt::format("{}", report.summary.without_digest)}, std::nullopt});
  }
  if (is_blind && !plan->has_landmark) report.notes.push_back({"share-nothing-to-go-by", {}, std::nullopt});
  report.verdict = verdict_of(report, plan->has_landmark);
  report.interrupted = result->interrupted;
  report.finished = std::chrono::system_clock::now();
  report.summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - clock).count();
  return report;
}

}  // namespace webcid::check
