#include "planner.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>

#include "defaults.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kRivalsPerHypothesis = 3;
constexpr std::size_t kMembersAskedByVerb = 10;
constexpr std::size_t kParentsListed = 16;
constexpr std::size_t kMostTops = 100;
constexpr std::size_t kTopsAsked = 3;
constexpr double kUsualCost = 1.0;

std::string folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash + 1));
}

class Planner {
 public:
  Planner(const Observations& seen, const Explanation& explanation, Ledger& ledger)
      : m_seen(seen), m_ledger(ledger), m_explanation(explanation), m_verb(filter_verb(seen)) {}

  std::vector<ProbeWish> next() {
    if (!m_seen.has_response()) return {};
    for (const auto step : {&Planner::ask_ways, &Planner::ask_filters, &Planner::ask_existence, &Planner::confirm}) {
      (this->*step)();
      if (!m_wishes.empty()) break;
    }
    return std::move(m_wishes);
  }

 private:
  void wish(model::Purpose purpose, model::Method method, std::string path, model::Statement activity) {
    ProbeWish wish;
    wish.purpose = purpose;
    wish.method = method;
    wish.path = std::move(path);
    wish.activity = std::move(activity);
    if (m_ledger.take(wish)) m_wishes.push_back(std::move(wish));
  }

  bool has_not_found() const {
    return std::any_of(m_explanation.groups.begin(), m_explanation.groups.end(),
                       [](const Group& group) { return group.seen.status == 404; });
  }

  // Does it answer anything at all, does the address exist, does OPTIONS reveal request filtering?
  void ask_ways() {
    wish(model::Purpose::Probe, model::Method::Get, kMadeUpName, {"activity-made-up-name", {}, {}});
    const auto& address = m_seen.address_folder();
    if (address && address->status == 404) {
      wish(model::Purpose::Folder, model::Method::Get, ".", {"activity-address-exists", {}, {}});
      wish(model::Purpose::Folder, model::Method::Get, "/", {"activity-site-root", {}, {}});
      for (const std::string& folder : m_seen.folders_above()) {
        wish(model::Purpose::Folder, model::Method::Get, folder, {"activity-tree", {folder}, {}});
      }
    }
    const bool listing_refused = address && address->status == 403;
    if (!m_seen.is_iis() || !(has_not_found() || listing_refused)) return;
    wish(model::Purpose::Probe, model::Method::Options, kMadeUpName, {"activity-verb", {"OPTIONS"}, {}});
    const bool options_asked = m_seen.probes().count({model::Method::Options, kMadeUpName}) > 0;
    if (options_asked && m_verb == nullptr && has_not_found()) {
      wish(model::Purpose::Probe, model::Method::Trace, kMadeUpName, {"activity-verb", {"TRACE"}, {}});
    }
  }

  // Selected ones, those that a stock server has, and the nearest rivals of the selected.
  std::vector<std::size_t> worth_asking() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < m_explanation.hypotheses.size(); ++i) {
      const Hypothesis& hypothesis = m_explanation.hypotheses[i];
      if (hypothesis.rule->stage != Stage::Filter) continue;
      if (hypothesis.cost <= kUsualCost || m_explanation.is_selected(i)) out.push_back(i);
    }
    for (const std::size_t selected : m_explanation.selected) {
      const auto alone = m_explanation.groups_of_alone(selected);
      std::size_t taken = 0;
      for (const std::size_t rival : rivals_of(alone)) {
        if (taken++ == kRivalsPerHypothesis) break;
        out.push_back(rival);
      }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  // Filtering hypotheses, not selected, that would explain all of these groups as well; the cheapest first.
  std::vector<std::size_t> rivals_of(const std::vector<std::size_t>& groups) const {
    if (groups.empty()) return {};
    std::vector<std::size_t> rivals;
    for (const std::size_t candidate : m_explanation.groups[groups.front()].hypotheses) {
      const bool filters = m_explanation.hypotheses[candidate].rule->stage == Stage::Filter;
      const bool covers_all = std::all_of(groups.begin(), groups.end(),
                                          [&](std::size_t group) { return m_explanation.covers(candidate, group); });
      if (filters && covers_all && !m_explanation.is_selected(candidate)) rivals.push_back(candidate);
    }
    std::stable_sort(rivals.begin(), rivals.end(), [&](std::size_t a, std::size_t b) {
      return m_explanation.hypotheses[a].cost < m_explanation.hypotheses[b].cost;
    });
    return rivals;
  }

  void ask_filters() {
    if (m_seen.is_address_absent()) return;
    if (m_verb != nullptr && m_seen.entries() == 0) {
      // Nothing is known of what should be here; the guide's two filters can be seen without any file.
      for (const char* const path : kGuideFilterProbes) {
        wish(model::Purpose::Probe, m_verb->method, path, {"activity-past-filter", {path}, {}});
      }
    }
    for (const std::size_t index : worth_asking()) {
      const Hypothesis& hypothesis = m_explanation.hypotheses[index];
      const model::Statement activity{
          "activity-filter", {std::string(hypothesis.rule->cause), hypothesis.spelling}, {}};
      if (m_verb != nullptr) {
        wish(model::Purpose::Probe, m_verb->method, made_up_path(hypothesis), activity);
        if (const std::string contrast = contrast_path(hypothesis); !contrast.empty()) {
          wish(model::Purpose::Probe, m_verb->method, contrast, activity);
        }
      } else if (hypothesis.is("iis.hidden-segment")) {
        // Without a verb to ask with, the folder itself tells: it exists, since the catalogue has files in it, and
        // would redirect (301) unless it is hidden.
        if (const std::string folder = folder_with(index); !folder.empty()) {
          wish(model::Purpose::Folder, model::Method::Get, folder, activity);
        }
      }
    }
  }

  // The shortest refused path's beginning up to and including the hypothesis' segment; "" when it is a file's name.
  std::string folder_with(std::size_t index) const {
    const std::string& key = m_explanation.hypotheses[index].key;
    for (const std::size_t group : m_explanation.groups_of[index]) {
      for (const std::string_view path : m_explanation.groups[group].paths) {
        std::size_t end = 0;
        for (const std::string_view segment : base::split(path, '/')) {
          end += segment.size();
          if (base::to_lower(segment) == key && end < path.size()) return std::string(path.substr(0, end));
          ++end;
        }
      }
    }
    return {};
  }

  void ask_past_filter(const std::string& path) {
    wish(model::Purpose::Probe, m_verb->method, path, {"activity-past-filter", {path}, {}});
  }

  // Is the refused file there? OPTIONS on it, its parent's listing, the folders of the tree.
  void ask_existence() {
    if (m_seen.is_address_absent()) return;
    std::size_t by_verb = 0;
    std::size_t parents = 0;
    std::set<std::string> tops;
    for (std::size_t index = 0; index < m_explanation.groups.size(); ++index) {
      const Group& group = m_explanation.groups[index];
      if (group.asked != Asked::File || group.seen.status != 404 || group.paths.empty()) continue;
      const std::string member(group.paths.front());
      if (m_verb != nullptr && by_verb++ < kMembersAskedByVerb) {
        ask_past_filter(member);
        // Where no rule holds them together, each may have a reason of its own.
        const std::size_t alone = group.hypotheses.empty() ? std::min(group.paths.size(), kMembersAskedByVerb) : 1;
        for (std::size_t i = 1; i < alone; ++i) ask_past_filter(std::string(group.paths[i]));
      }
      if (group.listed == Listed::Unknown && m_seen.has_listing("") && parents < kParentsListed) {
        ++parents;
        wish(model::Purpose::Folder, model::Method::Get, folder_of(member), {"activity-listing", {member}, {}});
      }
      for (const std::string_view path : group.paths) {
        const auto slash = path.find('/');
        if (tops.size() == kMostTops) break;
        if (slash != std::string_view::npos) tops.insert(std::string(path.substr(0, slash)));
      }
    }
    if (m_seen.served() == 0 && m_seen.is_iis() && !tops.empty()) {
      // Nothing of the tree was served: is it there at all? Those that no filter could hide first.
      std::vector<std::string> ordered(tops.begin(), tops.end());
      std::stable_partition(ordered.begin(), ordered.end(), [](const std::string& top) {
        return !is_double_escaped(top) && !is_hidden_by_default(top);
      });
      for (std::size_t i = 0; i < ordered.size() && i < kTopsAsked; ++i) {
        wish(model::Purpose::Folder, model::Method::Get, ordered[i], {"activity-tree", {ordered[i]}, {}});
      }
    }
  }

  void confirm_some(const std::vector<std::string>& paths) {
    for (std::size_t i = 0; i < paths.size() && i < Case::kConfirmedPerGroup; ++i) {
      wish(model::Purpose::Confirm, model::Method::Get, paths[i], {"activity-confirm", {paths[i]}, {}});
    }
  }

  void confirm() {
    // One set a cause: by the selected hypotheses, by what is missing, by what stayed unexplained.
    for (const std::size_t index : m_explanation.selected) {
      std::vector<std::string> members;
      for (const std::size_t group : m_explanation.groups_of[index]) append(members, m_explanation.groups[group]);
      confirm_some(members);
    }
    std::vector<std::string> missing;
    for (std::size_t index = 0; index < m_explanation.groups.size(); ++index) {
      const Group& group = m_explanation.groups[index];
      std::vector<std::string> members;
      if (m_explanation.verdicts[index] == GroupVerdict::Missing) append(missing, group);
      if (m_explanation.verdicts[index] == GroupVerdict::Unexplained) append(members, group);
      confirm_some(members);
    }
    confirm_some(missing);
    std::map<model::Outcome, std::vector<std::string>> spoiled;
    for (const Spoiled& file : m_seen.spoiled()) {
      auto& members = spoiled[file.outcome];
      if (members.size() < Case::kConfirmedPerGroup) members.push_back(file.path);
    }
    for (const auto& [outcome, members] : spoiled) confirm_some(members);
  }

  static void append(std::vector<std::string>& members, const Group& group) {
    // 401 may be an account's lock-out coming closer: never tried twice.
    if (group.asked != Asked::File || group.seen.status == 401) return;
    for (const std::string_view path : group.paths) {
      if (members.size() == Case::kConfirmedPerGroup) return;
      members.emplace_back(path);
    }
  }

  const Observations& m_seen;
  Ledger& m_ledger;
  const Explanation& m_explanation;
  const FilterVerb* m_verb;
  std::vector<ProbeWish> m_wishes;
};

}  // namespace

bool Ledger::take(const ProbeWish& wish) {
  const bool confirms = wish.purpose == model::Purpose::Confirm;
  std::size_t& count = confirms ? m_confirmations : m_probes;
  if (count == (confirms ? Case::kMaxConfirmations : m_max_probes)) return false;
  if (!m_made.emplace(wish.purpose, wish.method, wish.path, wish.manner, wish.address).second) return false;
  ++count;
  return true;
}

std::vector<ProbeWish> plan(const Observations& seen, const Explanation& explanation, Ledger& ledger) {
  return Planner(seen, explanation, ledger).next();
}

}  // namespace webcid::diagnose
