// Findings about rules of the server that refuse requests.
#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/causes/causes.hpp>

#include "defaults.hpp"
#include "findings.hpp"
#include "refusal_parts.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kMaxUnseen = 12;

class RuleJudge : RefusalParts {
 public:
  using RefusalParts::RefusalParts;

  Findings judge() {
    Findings out;
    // Rows with a list of parameters make one finding, all others one a parameter.
    std::map<std::pair<std::string_view, std::string>, std::vector<std::size_t>> by_finding;
    for (const std::size_t index : m_explanation.selected) {
      const Hypothesis& hypothesis = m_explanation.hypotheses[index];
      const causes::Cause* cause = causes::find(hypothesis.rule->cause);
      const bool lists = cause != nullptr && cause->parameter == causes::ParameterKind::List;
      const bool one_finding = lists || hypothesis.is("iis.hidden-file");
      by_finding[{hypothesis.rule->cause, one_finding ? "" : hypothesis.key}].push_back(index);
    }
    for (const auto& [key, hypotheses] : by_finding) out.push_back(judge_rule(hypotheses));
    return out;
  }

 private:
  model::Finding judge_rule(const std::vector<std::size_t>& hypotheses) {
    const Rule& rule = *m_explanation.hypotheses[hypotheses.front()].rule;
    model::Finding finding = finding_of(std::string(rule.cause), parameters_of(hypotheses));
    const Groups groups = groups_of(hypotheses);
    count_affected(finding, groups);
    add_pattern(finding, groups);
    bool proved = add_sub_status(finding, rule, groups);
    for (const std::size_t index : hypotheses) proved = add_probe(finding, m_explanation.hypotheses[index]) || proved;
    const bool is_held = add_reference(finding, groups, Held::Yes) && m_seen.reference().word() == Word::Proof;
    proved = add_listing(finding, rule, groups, is_held) || proved;
    add_confirmations(finding, groups);
    const auto open = unproved(hypotheses);
    if (!open.empty()) add_alternatives(finding, open);
    add_look_alikes(finding, groups);
    if (rule.is_unlisted() && !proved && !is_held) add_missing(finding, groups);
    add_unseen(finding, rule, hypotheses);
    finding.confidence = confidence_of(finding, hypotheses, proved, groups);
    const bool is_told = is_held && finding.alternatives.empty();
    if (is_told) finding.confidence = std::min(finding.confidence, model::Confidence::Likely);
    return finding;
  }

  // A list has the file: it may have been removed since.
  void add_missing(model::Finding& finding, const Groups& groups) const {
    finding.alternatives.push_back({std::string(kFileMissing), examples_of(groups)});
    add_decider(finding, "give-folder");
    add_decider(finding, "ask-iis-log");
  }

  Groups groups_of(const std::vector<std::size_t>& hypotheses) const {
    Groups groups;
    for (const std::size_t index : hypotheses) {
      groups.insert(m_explanation.groups_of[index].begin(), m_explanation.groups_of[index].end());
    }
    return groups;
  }

  bool add_sub_status(model::Finding& finding, const Rule& rule, const Groups& groups) const {
    for (const std::size_t index : groups) {
      const Seen& seen = m_explanation.groups[index].seen;
      if (!seen.sub_status) continue;
      finding.evidence.push_back(sub_status_of(seen));
      // 404.0 says "not found" to everything that is not there, whatever the reason.
      return rule.stage == Stage::Filter || rule.stage == Stage::Static;
    }
    return false;
  }

  // A made-up name that only this rule can have refused.
  bool add_probe(model::Finding& finding, const Hypothesis& hypothesis) const {
    const std::string path = made_up_path(hypothesis);
    if (m_verb == nullptr || path.empty()) return false;
    const Seen* const answer = m_seen.probe(m_verb->method, path);
    if (answer == nullptr || answer->status != 404) return false;
    const std::string verb(model::name_of(m_verb->method));
    finding.evidence.push_back(
        {"made-up-refused", {verb, path, "404", kMadeUpName, fmt::format("{}", m_verb->passes)}, answer->exchange});
    const std::string contrast = contrast_path(hypothesis);
    if (contrast.empty()) return true;
    const Seen* const other = m_seen.probe(m_verb->method, contrast);
    if (other == nullptr) return false;
    finding.evidence.push_back(
        {"contrast-probe", {verb, base::encode_path(contrast), fmt::format("{}", other->status)}, other->exchange});
    return true;
  }

  // A file that is there (the listing shows it, or the reference has it) and a GET does not get, while OPTIONS shows
  // that filtering let the request by.
  bool add_listing(model::Finding& finding, const Rule& rule, const Groups& groups, bool is_held) const {
    bool shown = false;
    for (const std::size_t index : groups) {
      const Group& group = m_explanation.groups[index];
      if (group.listed != Listed::Yes || group.asked != Asked::File) continue;
      if (!shown) {
        finding.evidence.push_back(
            {"listed-but-refused", {std::string(group.paths.front()), answer_text(group.seen)}, group.seen.exchange});
        shown = true;
      }
    }
    const Seen* passed = rule.stage == Stage::Static ? add_passed_member(finding, groups) : nullptr;
    return (shown || is_held) && passed != nullptr;
  }

  const Seen* add_passed_member(model::Finding& finding, const Groups& groups) const {
    std::string path;
    const Seen* const answer = passed_member(groups, path);
    if (answer != nullptr) {
      finding.evidence.push_back(
          {"past-filtering",
           {std::string(model::name_of(m_verb->method)), path, fmt::format("{}", answer->status)},
           answer->exchange});
    }
    return answer;
  }

  // Hypotheses of the finding of which no refusal is surely theirs: a missing file would look the same.
  std::vector<std::size_t> unproved(const std::vector<std::size_t>& hypotheses) const {
    std::vector<std::size_t> out;
    for (const std::size_t index : hypotheses) {
      const auto alone = m_explanation.groups_of_alone(index);
      const bool sure = std::any_of(alone.begin(), alone.end(), [&](std::size_t group) {
        return !m_explanation.groups[group].may_be_missing && m_explanation.groups[group].hypotheses.size() == 1;
      });
      if (!sure) out.push_back(index);
    }
    return out;
  }

  // What else would explain what the unproved part of this finding explains alone.
  void add_alternatives(model::Finding& finding, const std::vector<std::size_t>& hypotheses) const {
    Groups alone;
    for (const std::size_t index : hypotheses) {
      const auto groups = m_explanation.groups_of_alone(index);
      alone.insert(groups.begin(), groups.end());
    }
    if (alone.empty()) return;
    // What may be missing needs no rule: a rival has to explain the others.
    Groups present;
    std::copy_if(alone.begin(), alone.end(), std::inserter(present, present.end()),
                 [&](std::size_t group) { return !m_explanation.groups[group].may_be_missing; });
    add_rival_rules(finding, present.empty() ? alone : present);
    const bool may_be_missing = std::all_of(
        alone.begin(), alone.end(), [&](std::size_t group) { return m_explanation.groups[group].may_be_missing; });
    const Stage stage = m_explanation.hypotheses[hypotheses.front()].rule->stage;
    if (may_be_missing && (stage == Stage::Static || stage == Stage::Filter || stage == Stage::Tree)) {
      finding.alternatives.push_back({std::string(kFileMissing), examples_of(alone)});
    }
    if (!finding.alternatives.empty()) add_deciders(finding);
  }

  // Hypotheses, not selected, that would explain all of these groups: each by itself, or several rows of the table
  // together (no map for some extensions and none for files without one).
  void add_rival_rules(model::Finding& finding, const Groups& groups) const {
    std::map<std::string_view, std::vector<std::size_t>> by_cause;
    Groups rivals;
    for (const std::size_t group : groups) {
      for (const std::size_t candidate : m_explanation.groups[group].hypotheses) {
        if (!m_explanation.is_selected(candidate)) rivals.insert(candidate);
      }
    }
    for (const std::size_t candidate : rivals) {
      const bool covers_all = std::all_of(groups.begin(), groups.end(),
                                          [&](std::size_t group) { return m_explanation.covers(candidate, group); });
      const Hypothesis& hypothesis = m_explanation.hypotheses[candidate];
      if (covers_all) {
        add_alternative(finding, {std::string(hypothesis.rule->cause), parameters_of({candidate})});
      } else if (hypothesis.rule->stage == Stage::Static) {
        by_cause[hypothesis.rule->cause].push_back(candidate);
      }
    }
    const bool together = std::all_of(groups.begin(), groups.end(), [&](std::size_t group) {
      return std::any_of(by_cause.begin(), by_cause.end(), [&](const auto& row) {
        return std::any_of(row.second.begin(), row.second.end(),
                           [&](std::size_t candidate) { return m_explanation.covers(candidate, group); });
      });
    });
    if (!together) return;
    for (const auto& [cause, candidates] : by_cause) {
      add_alternative(finding, {std::string(cause), parameters_of(candidates)});
    }
  }

  // Extensions (or extensionless files) of which every refusal is already explained by this rule.
  void add_unseen(model::Finding& finding, const Rule& rule, const std::vector<std::size_t>& hypotheses) const {
    if (rule.stage == Stage::Alias) add_decider(finding, "unseen-share");
    if (rule.stage != Stage::Filter) return;
    std::set<std::string> hidden;
    for (const std::size_t index : hypotheses) {
      for (const std::size_t group : m_explanation.groups_of[index]) {
        for (const std::size_t other : m_explanation.groups[group].hypotheses) {
          const Hypothesis& behind = m_explanation.hypotheses[other];
          if (behind.rule->stage != Stage::Static || m_explanation.is_selected(other)) continue;
          if (!is_mapped_by_default(behind.key)) hidden.insert(behind.key);
        }
      }
    }
    if (hidden.erase("") > 0) finding.to_decide.push_back({"unseen-extensionless", {}, std::nullopt});
    if (hidden.empty()) return;
    const std::vector<std::string> keys(hidden.begin(), hidden.end());
    std::string list;
    for (std::size_t i = 0; i < std::min(keys.size(), kMaxUnseen); ++i) list += (i == 0 ? "" : ", ") + keys[i];
    if (keys.size() > kMaxUnseen) list += ", ...";
    finding.to_decide.push_back({"unseen-behind", {list}, std::nullopt});
  }

  model::Confidence confidence_of(const model::Finding& finding, const std::vector<std::size_t>& hypotheses,
                                  bool proved, const Groups& groups) const {
    if (proved && finding.alternatives.empty()) return model::Confidence::Certain;
    std::size_t members = 0;
    for (const std::size_t group : groups) members += m_explanation.groups[group].paths.size();
    if (finding.about.cause == "iis.virtual-directory-missing") {
      // A site that answers otherwise is the contrast; where its root gets 404 as well, anything may refuse everything.
      const auto& root = m_seen.site_root();
      return root && root->status != 404 && root->status != 0 ? model::Confidence::Likely : model::Confidence::Possible;
    }
    const bool somebodys_doing = std::any_of(hypotheses.begin(), hypotheses.end(), [&](std::size_t index) {
      return m_explanation.hypotheses[index].cost >= 2.0;
    });
    const bool rather_missing = somebodys_doing && !proved && !finding.alternatives.empty();
    const bool contrast = m_seen.served() > 0 && !rather_missing;
    return members >= 2 && contrast ? model::Confidence::Likely : model::Confidence::Possible;
  }
};

}  // namespace

Findings judge_rules(const Observations& seen, const Explanation& explanation, const model::Target& target) {
  return RuleJudge(seen, explanation, target).judge();
}

}  // namespace webcid::diagnose
