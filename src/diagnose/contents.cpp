// Findings about files that arrived, but not as the catalogue promises.
#include <map>

#include <fmt/format.h>

#include "findings.hpp"
#include "gateways.hpp"

namespace webcid::diagnose {
namespace {

bool answers_anything(const Observations& seen) {
  const Seen* const made_up = seen.probe(model::Method::Get, kMadeUpName);
  return made_up != nullptr && made_up->status == 200 && !made_up->is_before_site();
}

// The cause that a spoiled file points to, and the sentence that shows it.
struct Reading {
  std::string cause;
  std::string parameter;  // for `unexplained`
  model::Statement evidence;
};

Reading read(const Spoiled& file, bool catch_all) {
  const auto statement = [&](const char* id, std::vector<std::string> arguments) {
    return model::Statement{id, std::move(arguments), file.exchange};
  };
  if (file.is_page) {
    const auto evidence = statement("page-instead", {file.path});
    return catch_all ? Reading{"content.answers-anything", "", evidence} : Reading{"unexplained", "page", evidence};
  }
  if (!file.content_encoding.empty()) {
    return {"unexplained", "content-encoding", statement("encoded", {file.path, file.content_encoding})};
  }
  if (file.is_from_cache) return {"unexplained", "cached-copy", statement("from-cache", {file.path})};
  const std::string length = fmt::format("{}", file.length);
  const std::string expected = file.expected ? fmt::format("{}", *file.expected) : "?";
  if (file.outcome == model::Outcome::Truncated) {
    return {"content.truncated", "", statement("cut-short", {file.path, length, expected})};
  }
  if (file.outcome == model::Outcome::WrongHash) {
    return {"content.hash-mismatch", "", statement("wrong-digest", {file.path, length})};
  }
  const bool empty = file.length == 0;
  return {empty ? "content.empty" : "content.size-mismatch", "",
          statement("wrong-size", {file.path, length, expected})};
}

// By outcome: whether every file that was fetched again came out otherwise.
std::map<model::Outcome, bool> taken_back_outcomes(const Observations& seen) {
  std::map<model::Outcome, bool> out;
  for (const Spoiled& file : seen.spoiled()) {
    const auto again = seen.confirmations().find(file.path);
    if (again == seen.confirmations().end()) continue;
    const bool differs = again->second.outcome != file.outcome;
    const auto [found, fresh] = out.try_emplace(file.outcome, differs);
    if (!fresh) found->second = found->second && differs;
  }
  return out;
}

Reading changing(const Observations& seen, const Spoiled& file) {
  const auto again = seen.confirmations().find(file.path);
  const std::string first(name_of(file.outcome));
  if (again == seen.confirmations().end()) {
    return {"unexplained", "changing", {"outcome-alike", {file.path, first}, file.exchange}};
  }
  return {"unexplained",
          "changing",
          {"outcomes-differ", {file.path, first, std::string(name_of(again->second.outcome))}, again->second.exchange}};
}

struct Collected {
  model::Finding finding;
  std::uint64_t confirmed = 0;
};

}  // namespace

Findings judge_contents(const Observations& seen) {
  const bool catch_all = answers_anything(seen);
  const auto taken_back = taken_back_outcomes(seen);
  std::map<std::pair<std::string, std::string>, Collected> by_cause;
  for (const Spoiled& file : seen.spoiled()) {
    if (is_block_page(file, seen)) continue;
    Reading reading = read(file, catch_all);
    const auto again = seen.confirmations().find(file.path);
    const bool asked_again = again != seen.confirmations().end();
    const auto alike = taken_back.find(file.outcome);
    const bool stands =
        asked_again ? again->second.outcome == file.outcome : (alike == taken_back.end() || !alike->second);
    if (!stands) reading = changing(seen, file);
    auto [found, fresh] = by_cause.try_emplace({reading.cause, reading.parameter});
    Collected& collected = found->second;
    if (fresh) {
      collected.finding = finding_of(reading.cause, {});
      if (!reading.parameter.empty()) collected.finding.about.parameters.push_back(reading.parameter);
    }
    model::Finding& finding = collected.finding;
    ++finding.affected.count;
    if (finding.affected.examples.size() < kMaxExamples) finding.affected.examples.push_back(file.path);
    const bool lists_paths = reading.cause != "unexplained" && reading.cause != "content.answers-anything";
    if (lists_paths && finding.about.parameters.size() < kMaxPaths) finding.about.parameters.push_back(file.path);
    if (finding.evidence.size() < 3) finding.evidence.push_back(reading.evidence);
    if (asked_again && again->second.outcome == file.outcome) ++collected.confirmed;
  }

  Findings out;
  for (auto& [key, collected] : by_cause) {
    model::Finding& finding = collected.finding;
    if (finding.about.cause == "unexplained") {
      finding.to_decide.push_back({"run-again", {}, std::nullopt});
    } else {
      // The bytes speak for themselves once they came twice the same.
      finding.confidence = collected.confirmed > 0 ? model::Confidence::Certain : model::Confidence::Likely;
    }
    if (collected.confirmed > 0) {
      finding.evidence.push_back({"confirmed", {fmt::format("{}", collected.confirmed)}, std::nullopt});
    }
    out.push_back(std::move(finding));
  }

  const bool named = by_cause.count({"content.answers-anything", ""}) > 0;
  if (catch_all && !named) {
    model::Finding finding = finding_of("content.answers-anything", {});
    // causes.tsv: a warning while every real file is right.
    const bool all_right = seen.spoiled().empty() && seen.symptoms().empty();
    if (all_right) finding.severity = model::Severity::Warning;
    finding.confidence = model::Confidence::Certain;
    out.push_back(std::move(finding));
  }
  for (model::Finding& finding : out) {
    if (finding.about.cause != "content.answers-anything") continue;
    const Seen* const made_up = seen.probe(model::Method::Get, kMadeUpName);
    finding.evidence.push_back({"made-up-served", {kMadeUpName, "200"}, made_up->exchange});
  }
  return out;
}

}  // namespace webcid::diagnose
