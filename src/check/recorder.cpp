#include "recorder.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include <webcid/catalogue/read.hpp>
#include <webcid/catalogue/well_known.hpp>

#include "hiding.hpp"

namespace webcid::check {
namespace {

// A server that makes many of one kind leaves room for the others.
constexpr std::size_t kMaxNotesOfAKind = 100;

// One broken file or one error is enough; a note never changes the verdict (design section 5).
model::Verdict verdict_of(const std::vector<model::Finding>& findings, const model::Summary& summary) {
  const auto has = [&](model::Severity severity) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const model::Finding& finding) { return finding.severity == severity; });
  };
  if (has(model::Severity::Error) || summary.failed > 0) return model::Verdict::Broken;
  if (summary.verified == 0 || summary.skipped > 0) return model::Verdict::Unknown;
  return has(model::Severity::Warning) ? model::Verdict::Deviates : model::Verdict::Healthy;
}

}  // namespace

Recorder::Recorder(const model::Target& target, std::size_t max_probes, evidence::HarWriter* writer, Watcher& watcher,
                   model::Secrets secrets)
    : m_case(target, max_probes),
      m_is_acceptance(target.is_acceptance),
      m_secrets(std::move(secrets)),
      m_writer(writer),
      m_watcher(watcher) {}

void Recorder::keep(Detail detail) {
  if (detail == Detail::Chronicle) m_chronicle = std::make_shared<model::Chronicle>();
}

void Recorder::on_record(model::Record record, const model::Listing* listing) {
  record.exchange.id = ++m_last_id;
  hide_secrets(record, listing, m_secrets);
  if (m_writer != nullptr && !m_save_error) {
    if (auto saved = m_writer->add(record); !saved) m_save_error = std::move(saved.error());
  }
  replay(record, listing);
}

void Recorder::replay(const model::Record& record, const model::Listing* listing) {
  const auto again = read_again(record);
  m_case.add(record, listing, again ? &*again : nullptr);
  if (m_chronicle) m_chronicle->add(record);
  m_published_tree.add(record);
  count(record);
  m_watcher.on_counts(m_counts);
}

// Only what is read a second time is of interest here: the plan was made from the first.
std::optional<model::Catalogue> Recorder::read_again(const model::Record& record) {
  const bool is_text = record.purpose == model::Purpose::Catalogue && record.manner == model::Manner::Usual &&
                       record.exchange.status == 200 && record.exchange.error == model::TransportError::None;
  if (!is_text) return std::nullopt;
  const model::Exchange& exchange = record.exchange;
  const std::size_t hash = std::hash<std::string>{}(exchange.body.kept);
  const auto text = [&](const char* name) { return std::string(exchange.header(name).value_or("")); };
  const auto [first, is_first] = m_catalogues.try_emplace(
      record.path, ReadCatalogue{hash, text("ETag"), text("Last-Modified"), exchange.body.length});
  if (is_first || first->second.hash == hash) return std::nullopt;
  const std::string_view path = record.path;
  auto catalogue = catalogue::read(path.substr(path.rfind('/') + 1), record.exchange.body.kept);
  if (!catalogue) return std::nullopt;
  return std::move(*catalogue);
}

void Recorder::count(const model::Record& record) {
  ++m_summary.requests;
  m_has_answer = m_has_answer || record.exchange.has_response();
  m_summary.bytes += record.exchange.body.length;
  if (record.purpose != model::Purpose::File || !record.outcome) return;
  if (*record.outcome == model::Outcome::Skipped) return;
  ++m_counts.files_done;
  ++m_summary.files;
  const std::string_view path = record.path;
  if (catalogue::find(path.substr(path.rfind('/') + 1)) != nullptr) m_has_landmark = true;
  if (record.entry && record.entry->digests.empty()) ++m_summary.without_digest;
  if (*record.outcome == model::Outcome::Verified) {
    ++m_summary.verified;
  } else {
    ++m_summary.failed;
    ++m_counts.failed;
    // Nobody waits any longer for what did not come.
    const std::uint64_t promised = record.entry ? record.entry->size.value_or(0) : 0;
    const bool is_file = record.exchange.status >= 200 && record.exchange.status < 300;
    const std::uint64_t missing = promised - (is_file ? std::min(promised, record.exchange.body.length) : 0);
    if (m_counts.bytes_total) *m_counts.bytes_total -= std::min(*m_counts.bytes_total, missing);
  }
}

void Recorder::on_note(model::Statement note) {
  for (std::string& argument : note.arguments) m_secrets.hide(argument);
  if (note.id == "limit-reached") {
    m_is_limited = true;
    m_case.end_early();
  }
  if (++m_notes_of[note.id] <= kMaxNotesOfAKind) m_notes.push_back(std::move(note));
}

void Recorder::on_activity(const model::Statement& activity) {
  m_counts.activity = activity;
  m_watcher.on_counts(m_counts);
}

void Recorder::on_bytes(std::uint64_t count) {
  m_counts.bytes_done += count;
  m_watcher.on_counts(m_counts);
}

void Recorder::set_plan(const std::vector<model::Entry>& entries, std::uint64_t published) {
  m_published = published;
  m_counts.files_total = entries.size();
  std::uint64_t bytes = 0;
  for (const model::Entry& entry : entries) {
    if (!entry.size) return;
    bytes += *entry.size;
  }
  m_counts.bytes_total = bytes;
}

void Recorder::set_present(std::span<const model::Entry> entries, const update::Plan& plan) {
  m_is_mirror = true;
  m_counts.files_done = plan.unchanged;
  m_counts.bytes_total = plan.fetch_bytes;
  m_summary.files += plan.unchanged;
  m_summary.verified += plan.unchanged;
  on_note(
      {"already-there",
       {fmt::format("{}", plan.unchanged), fmt::format("{}", plan.hashed), fmt::format("{}", plan.fetch + plan.ask)},
       std::nullopt});
  m_summary.files += plan.blocked;
  m_summary.failed += plan.blocked;
  m_counts.failed += plan.blocked;
  for (const update::Obstacle& obstacle : plan.obstacles) {
    model::Record record;  // as if it had been fetched and could not be stored
    record.purpose = model::Purpose::File;
    record.path = entries[obstacle.entry].path.text();
    record.outcome = model::Outcome::Failed;
    record.exchange.error = model::TransportError::LocalWrite;
    record.exchange.error_text = obstacle.reason;
    m_case.add(record, nullptr, nullptr);
    if (m_chronicle) m_chronicle->add(record);
  }
  if (!m_chronicle) return;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (plan.needs[i] != update::Need::Nothing) continue;
    m_chronicle->add_present(entries[i].path.text(), entries[i].size.value_or(plan.stamps[i].size));
  }
}

void Recorder::add(std::vector<model::ServerFact> facts) {
  m_case.add(facts);
  m_server_facts.insert(m_server_facts.end(), std::make_move_iterator(facts.begin()),
                        std::make_move_iterator(facts.end()));
}

void Recorder::add(model::Reference reference) {
  m_case.add(reference);
  m_reference = std::move(reference);
}

void Recorder::set_planned(const model::Completion& completion) {
  if (completion.planned > 0) m_counts.files_total = completion.planned;
  m_published = completion.published;
}

model::Report Recorder::report() const {
  model::Report report;
  report.chronicle = m_chronicle;
  report.published = m_published_tree.publication();
  report.summary = m_summary;
  // What was planned and not reached.
  const std::uint64_t planned = m_counts.files_total.value_or(m_summary.files);
  report.summary.skipped = planned > m_summary.files ? planned - m_summary.files : 0;
  report.summary.files = std::max(planned, m_summary.files);
  report.findings = m_case.findings();
  report.notes = m_notes;
  for (model::Statement& note : m_case.notes()) report.notes.push_back(std::move(note));
  if (m_summary.without_digest > 0) {
    report.notes.push_back({"no-digests", {fmt::format("{}", m_summary.without_digest)}, std::nullopt});
  }
  report.guide = m_case.guide();
  report.server = m_case.server();
  report.verdict = verdict_of(report.findings, report.summary);
  const bool is_part = m_published > planned;
  // Of a part, and of what was not fetched again, there is no list.
  if (is_part || m_is_mirror || report.summary.skipped > 0) report.published.list = 0;
  if (is_part) {
    report.notes.insert(report.notes.begin(),
                        {"part-checked", {fmt::format("{}", planned), fmt::format("{}", m_published)}, std::nullopt});
  }
  for (model::GuideStep& step : report.guide) {
    // What was not finished proves nothing about an update as a whole.
    const bool whole = step.id == "guide.endpoint-updates" && step.state == model::GuideState::Ok;
    if (whole && (report.summary.skipped > 0 || is_part)) step.state = model::GuideState::NotSeen;
  }
  // Only what a listing shows was fetched, and nothing says that this is what should be published: the wrong folder
  // would look just so.
  const bool nothing_to_go_by = m_summary.files > 0 && m_summary.without_digest == m_summary.files && !m_has_landmark;
  if (nothing_to_go_by) report.notes.push_back({"nothing-to-go-by", {}, std::nullopt});
  const bool would_hold = report.verdict == model::Verdict::Healthy;
  if (would_hold && nothing_to_go_by) report.verdict = model::Verdict::Unknown;
  // As for files that were not reached: what only deviates says nothing of the rest.
  if (m_is_limited && report.verdict != model::Verdict::Broken) report.verdict = model::Verdict::Unknown;
  // What only deviates from the guide fails no update, yet it is no set-up to be accepted.
  const bool is_as_asked = std::none_of(report.guide.begin(), report.guide.end(), [](const model::GuideStep& step) {
    return step.state == model::GuideState::Deviates || step.state == model::GuideState::Broken;
  });
  const bool is_healthy = report.verdict == model::Verdict::Healthy;
  if (m_is_acceptance && is_healthy && !is_as_asked) report.verdict = model::Verdict::Deviates;
  return report;
}

}  // namespace webcid::check
