// Findings about files that are not there, and refusals that nothing explains.
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "findings.hpp"
#include "refusal_parts.hpp"
#include "teller.hpp"

namespace webcid::diagnose {
namespace {

class AbsenceJudge : RefusalParts {
 public:
  using RefusalParts::RefusalParts;

  Findings judge() {
    judge_missing();
    judge_unexplained();
    return std::move(m_out);
  }

 private:
  // --- files that are not there ---

  void judge_missing() {
    Groups groups;
    bool all_unlisted = true;
    for (std::size_t index = 0; index < m_explanation.groups.size(); ++index) {
      const Group& group = m_explanation.groups[index];
      if (m_explanation.verdicts[index] != GroupVerdict::Missing || group.asked != Asked::File) continue;
      groups.insert(index);
      all_unlisted = all_unlisted && group.listed == Listed::No;
    }
    if (groups.empty()) return;
    model::Finding finding = finding_of(std::string(kFileMissing), {});
    count_affected(finding, groups);
    for (const std::size_t index : groups) {
      for (const std::string_view path : m_explanation.groups[index].paths) {
        if (finding.about.parameters.size() < kMaxPaths) finding.about.parameters.emplace_back(path);
      }
    }
    std::sort(finding.about.parameters.begin(), finding.about.parameters.end());
    const Group& group = m_explanation.groups[*groups.begin()];
    add_pattern(finding, groups);
    if (group.listed == Listed::No) {
      finding.evidence.push_back({"not-listed", {std::string(group.paths.front())}, std::nullopt});
    }
    const bool all_lacking = add_reference(finding, groups, Held::No);
    add_confirmations(finding, groups);
    // What is not there either where it comes from is refused by nothing.
    if (!all_lacking) {
      add_missing_alternatives(finding, groups);
      add_look_alikes(finding, groups);
    }
    // Where nothing shows that filtering let the requests pass, a rule of somebody's own may have refused them.
    std::string member;
    const bool is_gone = all_unlisted || all_lacking;
    const bool may_be_filtered = group.seen.from_iis && !is_gone && passed_member(groups, member) == nullptr;
    if (may_be_filtered) add_deciders(finding);
    const bool likely = is_gone || (m_seen.served() > 0 && !may_be_filtered);
    // A list tells what was there when it was written.
    const bool is_proved = all_unlisted || (all_lacking && m_seen.reference().word() != Word::Record);
    const bool certain = is_proved && finding.alternatives.empty();
    finding.confidence = certain  ? model::Confidence::Certain
                         : likely ? model::Confidence::Likely
                                  : model::Confidence::Possible;
    m_out.push_back(std::move(finding));
  }

  // Rules that would explain all the missing files as well, were they there.
  void add_missing_alternatives(model::Finding& finding, const Groups& groups) const {
    bool any = false;
    for (const std::size_t index : groups) {
      for (const std::size_t candidate : m_explanation.groups[index].hypotheses) {
        const Hypothesis& hypothesis = m_explanation.hypotheses[candidate];
        add_alternative(finding, {std::string(hypothesis.rule->cause), parameters_of({candidate})});
        any = true;
      }
    }
    if (any) add_deciders(finding);
  }

  // --- what nothing explains ---

  void judge_unexplained() {
    // By what was answered, so that one trouble is one finding, whoever asked.
    std::map<std::string, Groups> by_answer;
    for (std::size_t index = 0; index < m_explanation.groups.size(); ++index) {
      const Group& group = m_explanation.groups[index];
      // A folder below the address is asked for because of its files; they tell what is missing.
      // Nor does an update need the address itself, as long as what is below it arrives.
      const bool has_anything = m_seen.served() > 0 || m_seen.readable_catalogues() > 0;
      const bool missing_folder = m_explanation.verdicts[index] == GroupVerdict::Missing && !has_anything &&
                                  group.asked == Asked::Folder && group.paths.front().empty();
      if (m_explanation.verdicts[index] != GroupVerdict::Unexplained && !missing_folder) continue;
      if (group.asked == Asked::Filter || group.asked == Asked::BareFolder) continue;
      by_answer[answer_text(group.seen)].insert(index);
    }
    for (const auto& [answer, groups] : by_answer) {
      const Seen& seen = m_explanation.groups[*groups.begin()].seen;
      // Told as network.*: the same trouble, better named.
      // A folder above the address exists: told as a missing catalogue.
      const bool wrong_folder =
          seen.status == 404 && !m_seen.existing_folder_above().empty() && finding_is_about_address(groups);
      if (wrong_folder || !m_seen.has_response()) continue;
      const bool has_answer = seen.error == model::TransportError::None;
      const std::string parameter =
          has_answer ? fmt::format("{}", seen.status) : std::string(model::name_of(seen.error));
      model::Finding finding = finding_of("unexplained", {parameter});
      count_affected(finding, groups);
      add_refused(finding, m_explanation.groups[*groups.begin()]);
      add_reference(finding, groups, Held::Yes);
      if (m_seen.served() > 0) {
        finding.evidence.push_back({"others-arrive", {fmt::format("{}", m_seen.served())}, std::nullopt});
      }
      add_confirmations(finding, groups);
      add_decider(finding, seen.status == 0 ? "run-again" : m_seen.is_iis() ? "ask-iis-log" : "ask-server-log");
      finding.confidence = model::Confidence::Possible;
      m_out.push_back(std::move(finding));
    }
  }

  bool finding_is_about_address(const Groups& groups) const {
    return std::all_of(groups.begin(), groups.end(), [&](std::size_t index) {
      const auto& paths = m_explanation.groups[index].paths;
      return paths.size() == 1 && paths.front().empty();
    });
  }

  Findings m_out;
};

}  // namespace

Findings judge_absences(const Observations& seen, const Explanation& explanation, const model::Target& target) {
  return AbsenceJudge(seen, explanation, target).judge();
}

}  // namespace webcid::diagnose
