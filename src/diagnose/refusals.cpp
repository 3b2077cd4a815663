// Findings about requests that a server refused.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/causes/causes.hpp>

#include "defaults.hpp"
#include "findings.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::string_view kMissing = "publication.file-missing";

// Causes that look the same from outside whenever the sub-status is not visible (design section 4).
struct LookAlike {
  std::string_view cause;
  std::string_view alternative;
};
constexpr std::array<LookAlike, 3> kLookAlikes{{
    {"iis.virtual-directory-missing", "iis.physical-path-wrong"},
    {"iis.virtual-directory-missing", "iis.handler-missing"},
    {kMissing, "iis.hidden-file"},
}};

class Judge {
 public:
  Judge(const Observations& seen, const Explanation& explanation, const model::Target& target)
      : m_seen(seen), m_explanation(explanation), m_target(target), m_verb(filter_verb(seen)) {}

  Findings judge() {
    // Rows with a list of parameters make one finding, all others one a parameter.
    std::map<std::pair<std::string_view, std::string>, std::vector<std::size_t>> by_finding;
    for (const std::size_t index : m_explanation.selected) {
      const Hypothesis& hypothesis = m_explanation.hypotheses[index];
      const causes::Cause* cause = causes::find(hypothesis.rule->cause);
      const bool lists = cause != nullptr && cause->parameter == causes::ParameterKind::List;
      const bool one_finding = lists || hypothesis.is("iis.hidden-file");
      by_finding[{hypothesis.rule->cause, one_finding ? "" : hypothesis.key}].push_back(index);
    }
    for (const auto& [key, hypotheses] : by_finding) m_out.push_back(judge_rule(hypotheses));
    judge_missing();
    judge_unexplained();
    judge_taken_back();
    return std::move(m_out);
  }

 private:
  // --- a rule of the server ---

  model::Finding judge_rule(const std::vector<std::size_t>& hypotheses) {
    const Rule& rule = *m_explanation.hypotheses[hypotheses.front()].rule;
    model::Finding finding = finding_of(std::string(rule.cause), parameters_of(hypotheses));
    const std::set<std::size_t> groups = groups_of(hypotheses);
    count_affected(finding, groups);
    add_pattern(finding, groups);
    bool proved = add_sub_status(finding, rule, groups);
    for (const std::size_t index : hypotheses) proved = add_probe(finding, m_explanation.hypotheses[index]) || proved;
    proved = add_listing(finding, rule, groups) || proved;
    add_confirmations(finding, groups);
    const auto open = unproved(hypotheses);
    if (!open.empty()) add_alternatives(finding, open);
    add_look_alikes(finding, groups);
    add_unseen(finding, rule, hypotheses);
    finding.confidence = confidence_of(finding, hypotheses, proved, groups);
    return finding;
  }

  std::vector<std::string> parameters_of(const std::vector<std::size_t>& hypotheses) const {
    std::vector<std::string> out;
    for (const std::size_t index : hypotheses) {
      const Hypothesis& hypothesis = m_explanation.hypotheses[index];
      if (hypothesis.is("iis.virtual-directory-missing") || hypothesis.is("iis.physical-path-wrong")) {
        return {alias_of(m_target)};
      }
      if (out.size() == kMaxParameters) break;
      if (!hypothesis.key.empty())
        out.push_back(hypothesis.rule->cause == "iis.hidden-segment" ? hypothesis.spelling : hypothesis.key);
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  std::set<std::size_t> groups_of(const std::vector<std::size_t>& hypotheses) const {
    std::set<std::size_t> groups;
    for (const std::size_t index : hypotheses) {
      groups.insert(m_explanation.groups_of[index].begin(), m_explanation.groups_of[index].end());
    }
    return groups;
  }

  void count_affected(model::Finding& finding, const std::set<std::size_t>& groups) const {
    for (const std::size_t index : groups) {
      const Group& group = m_explanation.groups[index];
      if (group.asked != Asked::File) continue;
      finding.affected.count += group.paths.size();
      for (const std::string_view path : group.paths) {
        if (finding.affected.examples.size() == kMaxExamples) break;
        if (!path.empty()) finding.affected.examples.emplace_back(path);
      }
    }
  }

  // "all 812 requests of this kind get 404 (IIS custom page)", and what contrasts with it.
  void add_pattern(model::Finding& finding, const std::set<std::size_t>& groups) const {
    for (const std::size_t index : groups) {
      const Group& group = m_explanation.groups[index];
      if (group.asked == Asked::Filter) continue;
      finding.evidence.push_back(
          {"refused-alike", {fmt::format("{}", finding.affected.count), answer_text(group.seen)}, group.seen.exchange});
      break;
    }
    if (m_seen.served() > 0) {
      finding.evidence.push_back({"others-arrive", {fmt::format("{}", m_seen.served())}, std::nullopt});
    }
  }

  bool add_sub_status(model::Finding& finding, const Rule& rule, const std::set<std::size_t>& groups) const {
    for (const std::size_t index : groups) {
      const Seen& seen = m_explanation.groups[index].seen;
      if (!seen.sub_status) continue;
      finding.evidence.push_back(
          {"sub-status-visible", {fmt::format("{}.{}", seen.status, *seen.sub_status)}, seen.exchange});
      // 404.0 says "not found" to everything that is not there, whatever the reason.
      return rule.stage == Stage::Filter || rule.stage == Stage::Static;
    }
    return false;
  }

  // A made-up name that only this rule can have refused.
  bool add_probe(model::Finding& finding, const Hypothesis& hypothesis) const {
    const std::string path = made_up_path(hypothesis);
    if (m_verb == nullptr || path.empty()) return false;
    const auto answer = m_seen.probes().find({m_verb->method, path});
    if (answer == m_seen.probes().end() || answer->second.status != 404) return false;
    const std::string verb(model::name_of(m_verb->method));
    finding.evidence.push_back({"made-up-refused",
                                {verb, path, "404", kMadeUpName, fmt::format("{}", m_verb->passes)},
                                answer->second.exchange});
    const std::string contrast = contrast_path(hypothesis);
    if (contrast.empty()) return true;
    const auto other = m_seen.probes().find({m_verb->method, contrast});
    if (other == m_seen.probes().end()) return false;
    finding.evidence.push_back({"contrast-probe",
                                {verb, base::encode_path(contrast), fmt::format("{}", other->second.status)},
                                other->second.exchange});
    return true;
  }

  // A file that the listing shows and a GET does not get, while OPTIONS shows that filtering let the request by.
  bool add_listing(model::Finding& finding, const Rule& rule, const std::set<std::size_t>& groups) const {
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
    return shown && passed != nullptr;
  }

  const Seen* add_passed_member(model::Finding& finding, const std::set<std::size_t>& groups) const {
    if (m_verb == nullptr) return nullptr;
    for (const std::size_t index : groups) {
      const auto& paths = m_explanation.groups[index].paths;
      for (std::size_t i = 0; i < std::min(paths.size(), kMaxExamples); ++i) {
        const std::string path(paths[i]);
        const auto answer = m_seen.probes().find({m_verb->method, path});
        if (answer == m_seen.probes().end() || answer->second.status != m_verb->passes) continue;
        finding.evidence.push_back(
            {"past-filtering",
             {std::string(model::name_of(m_verb->method)), path, fmt::format("{}", answer->second.status)},
             answer->second.exchange});
        return &answer->second;
      }
    }
    return nullptr;
  }

  void add_confirmations(model::Finding& finding, const std::set<std::size_t>& groups) const {
    std::uint64_t same = 0;
    for (const std::size_t index : groups) {
      const Group& group = m_explanation.groups[index];
      for (const std::string_view path : group.paths) {
        const auto again = m_seen.confirmations().find(std::string(path));
        if (again != m_seen.confirmations().end() && again->second.status == group.seen.status) ++same;
      }
    }
    if (same > 0) finding.evidence.push_back({"confirmed", {fmt::format("{}", same)}, std::nullopt});
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
    std::set<std::size_t> alone;
    for (const std::size_t index : hypotheses) {
      const auto groups = m_explanation.groups_of_alone(index);
      alone.insert(groups.begin(), groups.end());
    }
    if (alone.empty()) return;
    add_rival_rules(finding, alone);
    const bool may_be_missing = std::all_of(
        alone.begin(), alone.end(), [&](std::size_t group) { return m_explanation.groups[group].may_be_missing; });
    const Stage stage = m_explanation.hypotheses[hypotheses.front()].rule->stage;
    if (may_be_missing && (stage == Stage::Static || stage == Stage::Filter || stage == Stage::Tree)) {
      finding.alternatives.push_back({std::string(kMissing), examples_of(alone)});
    }
    if (!finding.alternatives.empty()) add_deciders(finding);
  }

  std::vector<std::string> examples_of(const std::set<std::size_t>& groups) const {
    std::vector<std::string> out;
    for (const std::size_t group : groups) {
      for (const std::string_view path : m_explanation.groups[group].paths) {
        if (out.size() == kMaxExamples) return out;
        out.emplace_back(path);
      }
    }
    return out;
  }

  // Hypotheses, not selected, that would explain all of these groups: each by itself, or several rows of the table
  // together (no map for some extensions and none for files without one).
  void add_rival_rules(model::Finding& finding, const std::set<std::size_t>& groups) const {
    std::map<std::string_view, std::vector<std::size_t>> by_cause;
    std::set<std::size_t> rivals;
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

  static void add_alternative(model::Finding& finding, model::CauseRef about) {
    auto& known = finding.alternatives;
    if (known.size() < kMaxExamples && std::find(known.begin(), known.end(), about) == known.end()) {
      known.push_back(std::move(about));
    }
  }

  static void add_decider(model::Finding& finding, const char* statement) {
    const model::Statement decider{statement, {}, std::nullopt};
    auto& known = finding.to_decide;
    if (std::find(known.begin(), known.end(), decider) == known.end()) known.push_back(decider);
  }

  void add_deciders(model::Finding& finding) const {
    if (!m_seen.has_listing("")) add_decider(finding, "switch-listing-on");
    add_decider(finding, "ask-iis-log");
  }

  void add_look_alikes(model::Finding& finding, const std::set<std::size_t>& groups) const {
    const bool by_iis = std::any_of(groups.begin(), groups.end(),
                                    [&](std::size_t group) { return m_explanation.groups[group].seen.from_iis; });
    if (!by_iis) return;
    bool any = false;
    for (const LookAlike& row : kLookAlikes) {
      if (row.cause != finding.about.cause) continue;
      std::vector<std::string> parameters;
      if (row.alternative == "iis.physical-path-wrong") parameters.push_back(alias_of(m_target));
      if (row.alternative == "iis.hidden-file") parameters = {finding.affected.examples.front()};
      add_alternative(finding, {std::string(row.alternative), std::move(parameters)});
      any = true;
    }
    if (any) add_decider(finding, "ask-iis-log");
  }

  // Extensions (or extensionless files) of which every refusal is already explained by this rule.
  void add_unseen(model::Finding& finding, const Rule& rule, const std::vector<std::size_t>& hypotheses) const {
    if (rule.stage == Stage::Static) return;
    std::set<std::string> hidden;
    for (const std::size_t index : hypotheses) {
      for (const std::size_t group : m_explanation.groups_of[index]) {
        for (const std::size_t other : m_explanation.groups[group].hypotheses) {
          const Hypothesis& behind = m_explanation.hypotheses[other];
          if (behind.rule->stage != Stage::Static || m_explanation.is_selected(other)) continue;
          if (!is_mapped_by_default(behind.key)) hidden.insert(behind.key.empty() ? "." : behind.key);
        }
      }
    }
    if (hidden.empty()) return;
    const std::vector<std::string> keys(hidden.begin(), hidden.end());
    finding.to_decide.push_back({"unseen-behind", {causes::join(keys, causes::Language::English)}, std::nullopt});
  }

  model::Confidence confidence_of(const model::Finding& finding, const std::vector<std::size_t>& hypotheses,
                                  bool proved, const std::set<std::size_t>& groups) const {
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

  // --- files that are not there ---

  void judge_missing() {
    std::set<std::size_t> groups;
    bool all_unlisted = true;
    for (std::size_t index = 0; index < m_explanation.groups.size(); ++index) {
      const Group& group = m_explanation.groups[index];
      if (m_explanation.verdicts[index] != GroupVerdict::Missing || group.asked != Asked::File) continue;
      groups.insert(index);
      all_unlisted = all_unlisted && group.listed == Listed::No;
    }
    if (groups.empty()) return;
    model::Finding finding = finding_of(std::string(kMissing), {});
    count_affected(finding, groups);
    for (const std::size_t index : groups) {
      for (const std::string_view path : m_explanation.groups[index].paths) {
        if (finding.about.parameters.size() < kMaxParameters) finding.about.parameters.emplace_back(path);
      }
    }
    std::sort(finding.about.parameters.begin(), finding.about.parameters.end());
    const Group& group = m_explanation.groups[*groups.begin()];
    finding.evidence.push_back(
        {"refused-alike", {fmt::format("{}", finding.affected.count), answer_text(group.seen)}, group.seen.exchange});
    if (m_seen.served() > 0) {
      finding.evidence.push_back({"others-arrive", {fmt::format("{}", m_seen.served())}, std::nullopt});
    }
    if (group.listed == Listed::No) {
      finding.evidence.push_back({"not-listed", {std::string(group.paths.front())}, std::nullopt});
    }
    add_confirmations(finding, groups);
    add_missing_alternatives(finding, groups);
    add_look_alikes(finding, groups);
    const bool certain = all_unlisted && finding.alternatives.empty();
    finding.confidence = certain                                 ? model::Confidence::Certain
                         : (all_unlisted || m_seen.served() > 0) ? model::Confidence::Likely
                                                                 : model::Confidence::Possible;
    m_out.push_back(std::move(finding));
  }

  // Rules that would explain all the missing files as well, were they there.
  void add_missing_alternatives(model::Finding& finding, const std::set<std::size_t>& groups) const {
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
    std::map<std::string, std::set<std::size_t>> by_answer;
    for (std::size_t index = 0; index < m_explanation.groups.size(); ++index) {
      const Group& group = m_explanation.groups[index];
      // A folder below the address is asked for because of its files; they tell what is missing.
      const bool missing_folder = m_explanation.verdicts[index] == GroupVerdict::Missing &&
                                  group.asked == Asked::Folder && group.paths.front().empty();
      if (m_explanation.verdicts[index] != GroupVerdict::Unexplained && !missing_folder) continue;
      if (group.asked == Asked::Filter || group.asked == Asked::BareFolder) continue;
      by_answer[answer_text(group.seen)].insert(index);
    }
    const bool only_challenges = is_about_account(m_seen);
    for (const auto& [answer, groups] : by_answer) {
      const Seen& seen = m_explanation.groups[*groups.begin()].seen;
      // Told as network.* or credentials-*: the same trouble, better named.
      if ((!m_seen.has_response()) || (only_challenges && seen.status == 401)) continue;
      const std::string parameter =
          seen.status != 0 ? fmt::format("{}", seen.status) : std::string(model::name_of(seen.error));
      model::Finding finding = finding_of("unexplained", {parameter});
      count_affected(finding, groups);
      finding.evidence.push_back({"refused-alike", {fmt::format("{}", finding.affected.count), answer}, seen.exchange});
      if (m_seen.served() > 0) {
        finding.evidence.push_back({"others-arrive", {fmt::format("{}", m_seen.served())}, std::nullopt});
      }
      if (seen.status == 404 && !m_seen.existing_folder_above().empty()) {
        finding.evidence.push_back(
            {"folder-above-exists", {m_seen.existing_folder_above(), m_target.url}, std::nullopt});
      }
      add_confirmations(finding, groups);
      add_decider(finding, m_seen.is_iis() ? "ask-iis-log" : "ask-server-log");
      finding.confidence = model::Confidence::Possible;
      m_out.push_back(std::move(finding));
    }
  }

  // --- what a second attempt took back ---

  void judge_taken_back() {
    model::Finding finding = finding_of("unexplained", {"changing"});
    for (const Symptom& symptom : m_seen.symptoms()) {
      if (!m_seen.is_taken_back(symptom)) continue;
      ++finding.affected.count;
      const auto again = m_seen.confirmations().find(symptom.path);
      if (finding.evidence.empty() && again != m_seen.confirmations().end()) {
        finding.evidence.push_back({"answers-differ",
                                    {symptom.path, answer_text(symptom.seen),
                                     again->second.status == 0 ? "-" : fmt::format("{}", again->second.status)},
                                    again->second.exchange});
      }
      if (finding.affected.examples.size() < kMaxExamples) finding.affected.examples.push_back(symptom.path);
    }
    if (finding.affected.count == 0) return;
    finding.to_decide.push_back({"run-again", {}, std::nullopt});
    m_out.push_back(std::move(finding));
  }

  const Observations& m_seen;
  const Explanation& m_explanation;
  const model::Target& m_target;
  const FilterVerb* m_verb;
  Findings m_out;
};

}  // namespace

model::Finding finding_of(std::string cause, std::vector<std::string> parameters) {
  model::Finding finding;
  if (const causes::Cause* row = causes::find(cause)) finding.severity = row->severity;
  finding.about = {std::move(cause), std::move(parameters)};
  return finding;
}

std::string alias_of(const model::Target& target) {
  const auto url = base::parse_address(target.url);
  if (!url) return {};
  std::string path = base::decode_percent(url->path);
  while (!path.empty() && path.back() == '/') path.pop_back();
  while (!path.empty() && path.front() == '/') path.erase(0, 1);
  return path;
}

std::string answer_text(const Seen& seen) {
  if (seen.status == 0) return std::string(model::name_of(seen.error));
  const std::string status =
      seen.sub_status ? fmt::format("{}.{}", seen.status, *seen.sub_status) : fmt::format("{}", seen.status);
  return seen.family == PageFamily::None ? status : fmt::format("{} ({})", status, name_of(seen.family));
}

Findings judge_refusals(const Observations& seen, const Explanation& explanation, const model::Target& target) {
  return Judge(seen, explanation, target).judge();
}

}  // namespace webcid::diagnose
