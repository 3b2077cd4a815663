#include "explanation.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <queue>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "defaults.hpp"
#include "sequences.hpp"
#include "teller.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::array<FilterVerb, 2> kFilterVerbs{{{model::Method::Options, 200}, {model::Method::Trace, 501}}};

// Below this nobody limits names, and no physical path in front of them makes them too long.
constexpr std::size_t kShortestLimit = 60;

// Hostile catalogues must not make inference their playground: honest trees stay far below.
constexpr std::size_t kMostHypotheses = 20'000;

// How much groups weigh against the cost of the rules that would explain it: what "that many files are missing"
// costs. A group that cannot be missing has to be explained, whatever the price.
constexpr double kFirstMissing = 1.8;
constexpr double kNextMissing = 0.4;
constexpr double kMostMissing = 8.0;
constexpr double kMustExplain = 100.0;

// From this cost on a rule is somebody's own doing (rules.hpp).
constexpr double kUnusual = 2.0;

double weight_of(std::size_t missing, std::size_t refused) {
  const double absent =
      missing == 0 ? 0 : std::min(kMostMissing, kFirstMissing + kNextMissing * (static_cast<double>(missing) - 1));
  return absent + kMustExplain * static_cast<double>(refused);
}

// The refusals that count: first answers that a second attempt did not take back, and refused probes.
class Builder {
 public:
  explicit Builder(const Observations& seen)
      : m_seen(seen), m_verb(filter_verb(seen)), m_longest_passed_url(seen.longest_served_url()) {}

  Explanation build() {
    note_probes();
    note_members();
    m_sequences = found_sequences(m_seen);
    for (const Symptom* const symptom : by_path(m_seen.symptoms())) {
      if (m_seen.is_taken_back(*symptom) || teller_of(*symptom, m_seen) != Teller::Rules) continue;
      add(symptom->path, symptom->asked, symptom->seen);
    }
    // Below an address that does not exist the site's own filters answer, not those of the share.
    if (m_seen.is_address_absent()) return std::move(m_out);
    for (const auto& [lower, path] : m_refused) {
      add(*path, Asked::Filter, *m_seen.probe(m_verb->method, *path));
    }
    return std::move(m_out);
  }

 private:
  struct Refusal {
    const std::string& path;
    Asked asked;
    const Seen& seen;
  };

  // The order in which answers came must not show.
  static std::vector<const Symptom*> by_path(const std::vector<Symptom>& symptoms) {
    std::vector<const Symptom*> out;
    out.reserve(symptoms.size());
    for (const Symptom& symptom : symptoms) out.push_back(&symptom);
    std::stable_sort(out.begin(), out.end(), [](const Symptom* a, const Symptom* b) {
      return std::tie(a->path, a->asked) < std::tie(b->path, b->asked);
    });
    return out;
  }

  void note_probes() {
    if (m_verb == nullptr) return;
    for (const auto& [key, answer] : m_seen.probes()) {
      if (key.method != m_verb->method || key.manner != model::Manner::Usual) continue;
      if (answer.status == m_verb->passes) {
        m_passed.push_back(key.path);
        m_longest_passed_url = std::max(m_longest_passed_url, base::encode_path(key.path).size());
      }
      if (answer.status == 404) m_refused.emplace(base::to_lower(key.path), &key.path);
    }
  }

  // Refused files that filtering lets pass. One that is not there runs no program, and tells nothing.
  void note_members() {
    if (m_verb == nullptr) return;
    for (const Symptom& symptom : m_seen.symptoms()) {
      if (symptom.asked != Asked::File) continue;
      const Seen* const answer = m_seen.probe(m_verb->method, symptom.path);
      if (answer == nullptr) continue;
      ++m_out.members_asked;
      const bool is_there = m_seen.listed(symptom.path) != Listed::No;
      if (answer->status == m_verb->passes && is_there) m_passed_members.push_back(symptom.path);
      const std::string extension = base::extension_of(symptom.path);
      const Seen* const made_up = m_seen.probe(m_verb->method, "zz-webcid-probe" + extension);
      const bool made_up_passes = made_up != nullptr && made_up->status == m_verb->passes;
      m_runs_programs = m_runs_programs || (is_program(symptom.path) && answer->status == 404 && made_up_passes);
    }
  }

  // What the rule could be about in the path, wherever its keys come from.
  void keys_of(const Rule& rule, std::string_view path, Asked asked,
               const std::function<void(std::string_view)>& key) const {
    switch (rule.keyed) {
      case Keyed::ByName:
        return rule.keys(path, asked, key);
      case Keyed::ByUrlLength:
        if (base::encode_path(path).size() > std::max(m_longest_passed_url, kShortestLimit)) key("");
        return;
      case Keyed::ByPathLength:
        if (asked == Asked::File && count_characters(path) > longest_path()) key("");
        return;
      case Keyed::BySequence: {
        const std::string lower = base::to_lower(path);
        if (lower.find('+') != std::string::npos) key("+");
        for (const std::string& sequence : m_sequences) {
          if (lower.find(sequence) != std::string::npos) key(sequence);
        }
        return;
      }
    }
  }

  std::size_t longest_path() const { return std::max(m_seen.longest_served_path(), kShortestLimit); }

  bool is_refused_probe(std::string_view path) const { return m_refused.count(base::to_lower(path)) > 0; }

  bool is_contradicted(const Rule& rule, const std::string& key) const {
    if (m_seen.is_contradicted(rule, key)) return true;
    const auto has = [&](std::string_view path) { return has_key(rule, path, Asked::File, key); };
    // A program runs on every verb.
    if (rule.stage == Stage::Program) return std::any_of(m_passed_members.begin(), m_passed_members.end(), has);
    if (rule.stage != Stage::Filter) return false;
    // The harmless form of the feature is refused as well: it is not this rule, but one that catches more.
    const std::string contrast = contrast_path({&rule, key, key, 0, 0, 0});
    if (!contrast.empty() && !has_key(rule, contrast, Asked::Filter, key) && is_refused_probe(contrast)) {
      return true;
    }
    return std::any_of(m_passed.begin(), m_passed.end(),
                       [&](const std::string& path) { return has_key(rule, path, Asked::Filter, key); });
  }

  bool has_key(const Rule& rule, std::string_view path, Asked asked, std::string_view key) const {
    bool hit = false;
    keys_of(rule, path, asked, [&](std::string_view found) { hit = hit || found == key; });
    return hit;
  }

  // The hypothesis' index, or nothing when a success contradicts it. Probes ask about hypotheses, they make none.
  std::optional<std::size_t> hypothesis(const Rule& rule, const std::string& key, const Refusal& refusal) {
    if (refusal.asked == Asked::Filter && m_index.count({rule.cause, key}) == 0) return std::nullopt;
    const auto [found, fresh] = m_index.try_emplace({rule.cause, key}, std::nullopt);
    const bool has_room = m_out.hypotheses.size() < kMostHypotheses;
    if (fresh && has_room && is_plausible(rule, key, refusal) && !is_contradicted(rule, key)) {
      found->second = m_out.hypotheses.size();
      // One permission makes programs of all kinds.
      const double cost = rule.stage == Stage::Program && m_runs_programs ? 0.5 : rule.cost(key);
      m_out.hypotheses.push_back({&rule, key, spelling_of(key), cost, 0, 0});
    }
    return found->second;
  }

  // What IIS does not hide by default somebody must have hidden: one refusal below it is no sign of that, unless it is
  // known to come from filtering. Nor can the alias be missing where a folder above the address is known to exist, or
  // where the address is the site itself.
  bool is_plausible(const Rule& rule, const std::string& key, const Refusal& refusal) const {
    if (rule.cause == "iis.hidden-segment" && !is_hidden_by_default(key)) {
      if (refusal.seen.sub_status || is_refused_probe(refusal.path)) return true;
      const auto refused = m_seen.refused_segments().find(key);
      return refused != m_seen.refused_segments().end() && refused->second.count >= 2;
    }
    return rule.cause != "iis.virtual-directory-missing" || m_seen.may_alias_be_missing();
  }

  // As the configuration spells what it hides by default, else as the refused path does.
  std::string spelling_of(const std::string& key) const {
    if (const std::string_view known = spelling_of_hidden_default(key); !known.empty()) return std::string(known);
    const auto refused = m_seen.refused_segments().find(key);
    return refused == m_seen.refused_segments().end() ? key : refused->second.spelling;
  }

  // The static file handler is not asked on other verbs: where these are refused, it may hide behind a filter, yet
  // explains nothing by itself.
  void drop_static(Group& group) const {
    const auto stage_of = [&](std::size_t index) { return m_out.hypotheses[index].rule->stage; };
    const bool has_filter = std::any_of(group.hypotheses.begin(), group.hypotheses.end(),
                                        [&](std::size_t index) { return stage_of(index) == Stage::Filter; });
    if (has_filter) return;
    // A handler that takes all names without extension takes them on every verb (404.17).
    std::erase_if(group.hypotheses, [&](std::size_t index) {
      return stage_of(index) == Stage::Static && !m_out.hypotheses[index].is("iis.extensionless-not-served");
    });
  }

  // A file that the reference has, of a kind that arrives, which no listing shows: its own attribute hides it (404.9).
  // Not where a rule that is usual would explain the refusal.
  void suspect_attribute(Group& group, const std::string& path) {
    const bool is_open = group.seen.from_iis && group.seen.status == 404 && !group.seen.sub_status;
    if (group.held != Held::Yes || group.listed == Listed::Yes || !is_open || m_seen.served() == 0) return;
    const bool has_usual = std::any_of(group.hypotheses.begin(), group.hypotheses.end(),
                                       [&](std::size_t index) { return m_out.hypotheses[index].cost < kUnusual; });
    if (has_usual) return;
    const auto rule = std::find_if(rules().begin(), rules().end(), [](const Rule& row) { return row.is_unlisted(); });
    const auto index = hypothesis(*rule, base::to_lower(path), {path, group.asked, group.seen});
    if (index) group.hypotheses.push_back(*index);
  }

  static void measure(Hypothesis& hypothesis, std::string_view path, Asked asked) {
    if (asked != Asked::File) return;
    const bool by_url = hypothesis.rule->keyed == Keyed::ByUrlLength;
    if (!by_url && hypothesis.rule->keyed != Keyed::ByPathLength) return;
    const std::size_t length = by_url ? base::encode_path(path).size() : count_characters(path);
    hypothesis.shortest = hypothesis.shortest == 0 ? length : std::min(hypothesis.shortest, length);
    hypothesis.longest = std::max(hypothesis.longest, length);
  }

  // `path` must outlive the explanation: it is not copied.
  void add(const std::string& path, Asked asked, const Seen& seen) {
    Group group;
    group.asked = asked;
    group.seen = seen;
    group.listed = asked == Asked::Filter ? Listed::Unknown : m_seen.listed(path);
    group.held = asked == Asked::File ? m_seen.reference().holds(path) : Held::Unknown;
    if (seen.from_iis) {
      for (const Rule& rule : rules()) {
        if (!could_answer(rule, asked, seen.status, seen.sub_status)) continue;
        // What the listing does not show is not there: no rule about served files is needed for it.
        // But for what listings leave out.
        const bool needs_file = rule.stage == Stage::Static || rule.stage == Stage::Program;
        if (group.listed == Listed::No && needs_file && !rule.is_unlisted()) continue;
        // What it shows is there, and so is everything above it.
        const bool denies_tree = rule.stage == Stage::Alias || rule.stage == Stage::Tree;
        // What is not there where it comes from needs no rule of the server to be refused. But filtering refuses what
        // is not there as well, where that can be seen.
        const bool is_told_by_verb = rule.stage == Stage::Filter && m_verb != nullptr;
        if (group.held == Held::No && !denies_tree && !is_told_by_verb) continue;
        if (group.listed == Listed::Yes && denies_tree) continue;
        keys_of(rule, path, asked, [&](std::string_view key) {
          const auto index = hypothesis(rule, std::string(key), {path, asked, seen});
          if (!index) return;
          group.hypotheses.push_back(*index);
          measure(m_out.hypotheses[*index], path, asked);
        });
      }
    }
    const bool is_filtered = asked == Asked::Filter || is_refused_probe(path);
    if (is_filtered) drop_static(group);
    if (!is_filtered) suspect_attribute(group, path);
    std::sort(group.hypotheses.begin(), group.hypotheses.end());
    group.hypotheses.erase(std::unique(group.hypotheses.begin(), group.hypotheses.end()), group.hypotheses.end());
    const bool can_say_missing = seen.status == 404 || seen.status == 410;
    const bool other_sub_status = seen.sub_status && *seen.sub_status != 0;
    // Refused before any file is looked for: being missing is no explanation.
    group.may_be_missing = can_say_missing && !other_sub_status && !is_filtered && group.listed != Listed::Yes;
    group.may_be_misspelt = group.may_be_missing && asked == Asked::File && m_seen.is_likely_misspelt(path);
    // What lists and dates say of Windows says little of a server that tells upper from lower case.
    const bool is_there = seen.from_iis || (m_seen.reference().word() == Word::Proof && !group.may_be_misspelt);
    if (group.held == Held::Yes && is_there) group.may_be_missing = group.may_be_misspelt = false;
    if (asked == Asked::Filter && group.hypotheses.empty()) return;
    put(std::move(group), path);
  }

  void put(Group group, std::string_view path) {
    std::string signature = fmt::format(
        "{} {} {} {} {} {} {} {} {}", static_cast<int>(group.asked), static_cast<int>(group.listed),
        static_cast<int>(group.held), group.may_be_missing, group.may_be_misspelt, group.seen.status,
        static_cast<int>(group.seen.family), static_cast<int>(group.seen.error), group.seen.sub_status.value_or(-1));
    for (const std::size_t index : group.hypotheses) signature += fmt::format(" {}", index);
    const auto [found, fresh] = m_groups.try_emplace(std::move(signature), m_out.groups.size());
    if (fresh) m_out.groups.push_back(std::move(group));
    m_out.groups[found->second].paths.push_back(path);
  }

  const Observations& m_seen;
  const FilterVerb* m_verb;
  std::size_t m_longest_passed_url;
  std::vector<std::string> m_passed;
  std::vector<std::string_view> m_passed_members;
  bool m_runs_programs = false;          // the verb is refused on an existing program, not on a made-up one
  std::vector<std::string> m_sequences;  // lower case
  std::map<std::string, const std::string*> m_refused;  // paths of probes that filtering refused, by lower case
  std::map<std::pair<std::string_view, std::string>, std::optional<std::size_t>> m_index;
  std::unordered_map<std::string, std::size_t> m_groups;
  Explanation m_out;
};

// Weighted set cover: what is forced first, then greedily what explains most for its cost. Successes have struck most
// hypotheses out by then; a last pass removes what became superfluous.
class Cover {
 public:
  explicit Cover(Explanation& explanation) : m_out(explanation) {
    m_out.groups_of.resize(m_out.hypotheses.size());
    m_out.explained_by.resize(m_out.groups.size());
    for (std::size_t group = 0; group < m_out.groups.size(); ++group) {
      for (const std::size_t hypothesis : m_out.groups[group].hypotheses) m_out.groups_of[hypothesis].push_back(group);
    }
    m_is_selected.resize(m_out.hypotheses.size());
  }

  void solve() {
    select_forced();
    select_greedily();
    drop_superfluous();
    for (std::size_t hypothesis = 0; hypothesis < m_is_selected.size(); ++hypothesis) {
      if (m_is_selected[hypothesis]) m_out.selected.push_back(hypothesis);
    }
    for (std::size_t group = 0; group < m_out.groups.size(); ++group) {
      m_out.verdicts.push_back(verdict_of(group));
    }
  }

 private:
  GroupVerdict verdict_of(std::size_t group) const {
    if (m_out.explained_by[group] > 0) return GroupVerdict::Explained;
    if (m_out.groups[group].may_be_misspelt) return GroupVerdict::Misspelt;
    return m_out.groups[group].may_be_missing ? GroupVerdict::Missing : GroupVerdict::Unexplained;
  }

  void select(std::size_t hypothesis) {
    if (m_is_selected[hypothesis]) return;
    m_is_selected[hypothesis] = true;
    for (const std::size_t group : m_out.groups_of[hypothesis]) ++m_out.explained_by[group];
  }

  void select_forced() {
    for (const Group& group : m_out.groups) {
      if (group.hypotheses.size() == 1 && !group.may_be_missing) select(group.hypotheses.front());
    }
  }

  double ratio_of(std::size_t hypothesis) const {
    std::size_t missing = 0;
    std::size_t refused = 0;
    for (const std::size_t index : m_out.groups_of[hypothesis]) {
      const Group& group = m_out.groups[index];
      if (m_out.explained_by[index] > 0) continue;
      (group.may_be_missing ? missing : refused) += group.paths.size();
    }
    return weight_of(missing, refused) / m_out.hypotheses[hypothesis].cost;
  }

  void select_greedily() {
    // A ratio only ever sinks, so an entry that is still on top after it was computed anew is the best there is. Of
    // equal ones the hypothesis seen first wins: the same evidence gives the same findings.
    struct Candidate {
      double ratio;
      std::size_t hypothesis;
      bool operator<(const Candidate& other) const {
        return ratio != other.ratio ? ratio < other.ratio : hypothesis > other.hypothesis;
      }
    };
    std::priority_queue<Candidate> queue;
    for (std::size_t i = 0; i < m_out.hypotheses.size(); ++i) queue.push({ratio_of(i), i});
    while (!queue.empty()) {
      const std::size_t hypothesis = queue.top().hypothesis;
      queue.pop();
      const Candidate now{ratio_of(hypothesis), hypothesis};
      if (now.ratio <= 1.0) continue;
      if (!queue.empty() && now < queue.top()) {
        queue.push(now);
      } else {
        select(hypothesis);
      }
    }
  }

  void drop_superfluous() {
    std::vector<std::size_t> by_cost;
    for (std::size_t i = 0; i < m_is_selected.size(); ++i) {
      if (m_is_selected[i]) by_cost.push_back(i);
    }
    std::stable_sort(by_cost.begin(), by_cost.end(),
                     [&](std::size_t a, std::size_t b) { return m_out.hypotheses[a].cost > m_out.hypotheses[b].cost; });
    for (const std::size_t hypothesis : by_cost) {
      const auto& groups = m_out.groups_of[hypothesis];
      const bool needed =
          std::any_of(groups.begin(), groups.end(), [&](std::size_t group) { return m_out.explained_by[group] == 1; });
      if (needed) continue;
      m_is_selected[hypothesis] = false;
      for (const std::size_t group : groups) --m_out.explained_by[group];
    }
  }

  Explanation& m_out;
  std::vector<bool> m_is_selected;
};

}  // namespace

bool Explanation::covers(std::size_t hypothesis, std::size_t group) const {
  const auto& all = groups[group].hypotheses;
  return std::binary_search(all.begin(), all.end(), hypothesis);
}

bool Explanation::is_selected(std::size_t hypothesis) const {
  return std::binary_search(selected.begin(), selected.end(), hypothesis);
}

std::vector<std::size_t> Explanation::groups_of_alone(std::size_t hypothesis) const {
  std::vector<std::size_t> alone;
  for (const std::size_t group : groups_of[hypothesis]) {
    if (explained_by[group] == 1) alone.push_back(group);
  }
  return alone;
}

std::span<const FilterVerb> filter_verbs() {
  return kFilterVerbs;
}

const FilterVerb* filter_verb(const Observations& seen) {
  for (const FilterVerb& verb : kFilterVerbs) {
    const Seen* const baseline = seen.probe(verb.method, kMadeUpName);
    if (baseline != nullptr && baseline->status == verb.passes) return &verb;
  }
  return nullptr;
}

namespace {

// A made-up path of that many bytes, in segments that no file system or HTTP.sys minds.
std::string path_of_length(std::size_t length) {
  constexpr std::size_t kSegment = 40;
  const std::string name(kMadeUpName);
  if (length <= name.size() + 1) return name;
  std::string path(length - name.size(), 'z');
  for (std::size_t i = kSegment; i + 1 < path.size(); i += kSegment + 1) path[i] = '/';
  path.back() = '/';
  return path + name;
}

}  // namespace

std::string made_up_path(const Hypothesis& hypothesis) {
  if (hypothesis.is("iis.hidden-segment")) return hypothesis.spelling + "/" + kMadeUpName;
  if (hypothesis.is("iis.url-sequence-denied") && hypothesis.key != "+") return around_sequence(hypothesis.key);
  if (hypothesis.is("iis.double-escaping-refused") || hypothesis.is("iis.url-sequence-denied")) {
    return "zz+webcid-probe.txt";
  }
  if (hypothesis.is("iis.high-bit-refused")) return "zz-webcid-prob\xC3\xA9.txt";
  if (hypothesis.is("iis.url-too-long")) return path_of_length(hypothesis.shortest);
  if (hypothesis.is("iis.extension-denied")) return "zz-webcid-probe" + hypothesis.key;
  return {};
}

std::string contrast_path(const Hypothesis& hypothesis) {
  if (hypothesis.is("iis.hidden-segment")) return hypothesis.spelling + "zz/" + kMadeUpName;
  // Sent as %2520: double escaping without any '+' (iis.md c.2).
  if (hypothesis.is("iis.double-escaping-refused")) return "zz%20webcid-probe.txt";
  return {};
}

Explanation explain(const Observations& seen) {
  Explanation out = Builder(seen).build();
  Cover(out).solve();
  return out;
}

}  // namespace webcid::diagnose
