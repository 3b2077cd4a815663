// Findings about what differs between attempts: never a lasting cause.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "findings.hpp"
#include "standing.hpp"
#include "teller.hpp"

namespace webcid::diagnose {
namespace {

using model::Confidence;

constexpr std::uint64_t kFewFiles = 3;
constexpr std::uint64_t kFewOf = 10;  // or a tenth of all

bool is_confirmed(const model::Finding& finding) {
  return std::any_of(finding.evidence.begin(), finding.evidence.end(),
                     [](const model::Statement& statement) { return statement.id == "confirmed"; });
}

// What may happen to one answer and not to the next: 500 is what a file gets that another program holds open, too.
bool is_passing_by_nature(std::string_view cause) {
  constexpr std::array<std::string_view, 5> kPassing{"content.truncated", "publication.file-missing", "unexplained",
                                                     "iis.configuration-invalid", "iis.module-failed"};
  return std::find(kPassing.begin(), kPassing.end(), cause) != kPassing.end();
}

class ChangeJudge {
 public:
  ChangeJudge(const Observations& seen, const Explanation& explanation) : m_seen(seen), m_explanation(explanation) {
    for (const Symptom& symptom : seen.symptoms()) {
      if (symptom.asked != Asked::File) continue;
      const Passing passing = seen.passing(symptom);
      // What HTTP.sys or a gateway answers now and then is told with their lasting answers.
      const Teller teller = teller_of(symptom, seen);
      const bool is_others = teller == Teller::HttpSys || teller == Teller::Gateway;
      if (passing != Passing::No && !is_others) m_refused[passing].push_back(&symptom);
    }
    for (const Spoiled& file : seen.spoiled()) {
      const Passing passing = seen.passing(file);
      if (passing != Passing::No) m_spoiled[passing].push_back(&file);
    }
  }

  Findings judge() {
    judge_renewed();
    judge_limited();
    judge_misspelt();
    judge_locked();
    judge_changing();
    return std::move(m_out);
  }

 private:
  using Refused = std::vector<const Symptom*>;

  static void count(model::Finding& finding, const std::string& path) {
    ++finding.affected.count;
    if (finding.affected.examples.size() < kMaxExamples) finding.affected.examples.push_back(path);
  }

  void add_others_arrive(model::Finding& finding) const {
    if (m_seen.served() == 0) return;
    finding.evidence.push_back({"others-arrive", {fmt::format("{}", m_seen.served())}, std::nullopt});
  }

  // --- the tree is another one by now ---

  void judge_renewed() {
    const std::string* const catalogue = m_seen.renewal().changed();
    if (catalogue == nullptr) return;
    model::Finding finding = finding_of("publication.changing", {});
    finding.confidence = Confidence::Certain;
    for (const Symptom* symptom : m_refused[Passing::Renewed]) count(finding, symptom->path);
    for (const Spoiled* file : m_spoiled[Passing::Renewed]) count(finding, file->path);
    finding.evidence.push_back({"catalogue-changed", {*catalogue}, m_seen.renewal().changed_exchange()});
    if (finding.affected.count > 0) {
      finding.evidence.push_back({"fits-new-catalogue", {fmt::format("{}", finding.affected.count)}, std::nullopt});
    }
    finding.to_decide.push_back({"run-again", {}, std::nullopt});
    m_out.push_back(std::move(finding));
  }

  // --- too many requests ---

  void judge_limited() {
    const Refused& limited = m_refused[Passing::Limited];
    if (limited.empty()) return;
    model::Finding finding = finding_of("iis.rate-limited", {});
    finding.confidence = Confidence::Likely;
    for (const Symptom* symptom : limited) count(finding, symptom->path);
    const Symptom& first = *limited.front();
    finding.evidence.push_back(
        {"refused-alike", {fmt::format("{}", limited.size()), answer_text(first.seen)}, first.seen.exchange});
    add_others_arrive(finding);
    const auto named = std::find_if(limited.begin(), limited.end(),
                                    [](const Symptom* symptom) { return is_dynamic_restriction(symptom->seen); });
    if (named != limited.end()) {
      finding.confidence = Confidence::Certain;
      finding.evidence.push_back(sub_status_of((*named)->seen));
    } else {
      finding.to_decide.push_back({"ask-iis-log", {}, std::nullopt});
    }
    add_second_attempts(finding, limited);
    add_refused_later(finding);
    finding.to_decide.push_back({"unseen-limited", {}, std::nullopt});
    m_out.push_back(std::move(finding));
  }

  void add_second_attempts(model::Finding& finding, const Refused& refused) const {
    for (const Symptom* symptom : refused) {
      const auto again = m_seen.confirmations().find(symptom->path);
      if (again == m_seen.confirmations().end() || again->second.status == symptom->seen.status) continue;
      const std::string now = again->second.status == 0 ? "-" : fmt::format("{}", again->second.status);
      finding.evidence.push_back(
          {"answers-differ", {symptom->path, answer_text(symptom->seen), now}, again->second.exchange});
      return;
    }
  }

  // A file that had arrived, or had another answer, and was refused when it was asked for once more.
  void add_refused_later(model::Finding& finding) const {
    std::set<std::string_view> failing;
    for (const Symptom& symptom : m_seen.symptoms()) failing.insert(symptom.path);
    for (const Spoiled& file : m_seen.spoiled()) failing.insert(file.path);
    for (const auto& [path, again] : m_seen.confirmations()) {
      if (failing.count(path) > 0 || again.outcome != model::Outcome::Refused) continue;
      finding.evidence.push_back({"served-then-refused", {path, fmt::format("{}", again.status)}, again.exchange});
      return;
    }
    for (const Symptom& symptom : m_seen.symptoms()) {
      const auto again = m_seen.confirmations().find(symptom.path);
      if (symptom.asked != Asked::File || again == m_seen.confirmations().end()) continue;
      const bool met_limit = m_seen.second_attempt(symptom.path, symptom.seen.status) == nullptr;
      if (!met_limit) continue;
      finding.evidence.push_back({"answers-differ",
                                  {symptom.path, answer_text(symptom.seen), fmt::format("{}", again->second.status)},
                                  again->second.exchange});
      return;
    }
  }

  // --- there in another case ---

  void judge_misspelt() {
    const Refused& misspelt = m_refused[Passing::Misspelt];
    if (misspelt.empty()) return;
    model::Finding finding = finding_of("publication.case-mismatch", {});
    finding.confidence = Confidence::Certain;
    std::vector<std::string> paths;
    for (const Symptom* symptom : misspelt) paths.push_back(symptom->path);
    // Of the others that no rule explains it is taken to hold as well.
    for (std::size_t index = 0; index < m_explanation.groups.size(); ++index) {
      if (m_explanation.verdicts[index] != GroupVerdict::Misspelt) continue;
      const auto& members = m_explanation.groups[index].paths;
      finding.confidence = Confidence::Likely;
      paths.insert(paths.end(), members.begin(), members.end());
    }
    std::sort(paths.begin(), paths.end());
    for (const std::string& path : paths) {
      count(finding, path);
      if (finding.about.parameters.size() < kMaxPaths) finding.about.parameters.push_back(path);
    }
    const Symptom& first = *misspelt.front();
    finding.evidence.push_back(
        {"refused-alike", {fmt::format("{}", paths.size()), answer_text(first.seen)}, first.seen.exchange});
    for (const Symptom* symptom : misspelt) {
      const Seen* const answer = m_seen.answer_in_other_case(symptom->path);
      if (answer == nullptr) continue;
      const std::string other = m_seen.other_case_of(symptom->path);
      finding.evidence.push_back(
          {"other-case-served", {symptom->path, other, fmt::format("{}", answer->status)}, answer->exchange});
      break;
    }
    m_out.push_back(std::move(finding));
  }

  // --- held open by another program ---

  static bool may_be_locked(const Symptom& symptom) {
    const int status = symptom.seen.status;
    return status == 500 || status == 401 || status == 404;
  }

  void judge_locked() {
    Refused& again = m_refused[Passing::OtherAgain];
    const auto first_other =
        std::stable_partition(again.begin(), again.end(), [](const Symptom* each) { return may_be_locked(*each); });
    const auto locked_count = static_cast<std::uint64_t>(first_other - again.begin());
    const std::uint64_t few = std::max(kFewFiles, m_seen.entries() / kFewOf);
    if (locked_count == 0 || locked_count > few || m_seen.served() == 0) return;
    const Refused locked(again.begin(), first_other);
    again.erase(again.begin(), first_other);
    model::Finding finding = finding_of("publication.file-locked", {locked.front()->path});
    finding.confidence = Confidence::Likely;
    bool is_removed = false;
    for (const Symptom* symptom : locked) {
      count(finding, symptom->path);
      is_removed = is_removed || symptom->seen.status == 404;
    }
    add_second_attempts(finding, locked);
    add_others_arrive(finding);
    // A file that is written anew is gone for a moment, too.
    if (is_removed) {
      finding.confidence = Confidence::Possible;
      finding.alternatives.push_back({"publication.changing", {}});
    }
    finding.to_decide.push_back({"run-again", {}, std::nullopt});
    m_out.push_back(std::move(finding));
  }

  // --- what is left ---

  void judge_changing() {
    model::Finding finding = finding_of("unexplained", {"changing"});
    const Refused& refused = m_refused[Passing::OtherAgain];
    for (const Symptom* symptom : refused) count(finding, symptom->path);
    add_second_attempts(finding, refused);
    for (const Spoiled* file : m_spoiled[Passing::OtherAgain]) {
      count(finding, file->path);
      if (finding.evidence.size() < 3) finding.evidence.push_back(what_came_again(*file));
    }
    if (finding.affected.count == 0) return;
    finding.to_decide.push_back({"run-again", {}, std::nullopt});
    m_out.push_back(std::move(finding));
  }

  model::Statement what_came_again(const Spoiled& file) const {
    const auto again = m_seen.confirmations().find(file.path);
    const std::string first(name_of(file.outcome));
    if (again == m_seen.confirmations().end()) return {"outcome-alike", {file.path, first}, file.exchange};
    if (again->second.outcome == file.outcome) return {"bytes-differ", {file.path}, again->second.exchange};
    const std::string then(name_of(again->second.outcome));
    return {"outcomes-differ", {file.path, first, then}, again->second.exchange};
  }

  const Observations& m_seen;
  const Explanation& m_explanation;
  std::map<Passing, Refused> m_refused;
  std::map<Passing, std::vector<const Spoiled*>> m_spoiled;
  Findings m_out;
};

}  // namespace

void withhold_unconfirmed(Findings& findings, Withheld what, model::Finding& limit) {
  std::uint64_t withheld = 0;
  std::erase_if(findings, [&](const model::Finding& finding) {
    const bool says_nothing = finding.about.cause == "unexplained";
    if (finding.affected.count == 0 || (is_confirmed(finding) && !says_nothing)) return false;
    const bool is_sure = finding.confidence != Confidence::Possible && finding.alternatives.empty();
    const bool stays = is_sure || what == Withheld::Passing;
    if (stays && !is_passing_by_nature(finding.about.cause)) return false;
    withheld += finding.affected.count;
    return true;
  });
  if (withheld > 0) limit.evidence.push_back({"not-confirmed", {fmt::format("{}", withheld)}, std::nullopt});
}

Findings judge_changes(const Observations& seen, const Explanation& explanation) {
  return ChangeJudge(seen, explanation).judge();
}

}  // namespace webcid::diagnose
