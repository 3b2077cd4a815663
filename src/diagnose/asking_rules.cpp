// What splits the rules that could have refused.
#include <algorithm>
#include <set>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>

#include "asking.hpp"
#include "defaults.hpp"
#include "sequences.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kRivalsPerHypothesis = 3;
constexpr std::size_t kMembersAskedByVerb = 10;
constexpr std::size_t kParentsListed = 16;
constexpr std::size_t kSequencesSought = 3;
constexpr std::size_t kMostTops = 100;
constexpr std::size_t kTopsAsked = 3;
constexpr double kUsualCost = 1.0;

std::string folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash + 1));
}

// Filtering hypotheses, not selected, that would explain all of these groups as well; the cheapest first.
std::vector<std::size_t> rivals_of(const Asking& asking, const std::vector<std::size_t>& groups) {
  if (groups.empty()) return {};
  std::vector<std::size_t> rivals;
  for (const std::size_t candidate : asking.explanation.groups[groups.front()].hypotheses) {
    const bool filters = asking.explanation.hypotheses[candidate].rule->stage == Stage::Filter;
    const bool covers_all = std::all_of(groups.begin(), groups.end(),
                                        [&](std::size_t group) { return asking.explanation.covers(candidate, group); });
    if (filters && covers_all && !asking.explanation.is_selected(candidate)) rivals.push_back(candidate);
  }
  std::stable_sort(rivals.begin(), rivals.end(), [&](std::size_t a, std::size_t b) {
    return asking.explanation.hypotheses[a].cost < asking.explanation.hypotheses[b].cost;
  });
  return rivals;
}

// Selected ones, those that a stock server has, and the nearest rivals of the selected.
std::vector<std::size_t> worth_asking(const Asking& asking) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < asking.explanation.hypotheses.size(); ++i) {
    const Hypothesis& hypothesis = asking.explanation.hypotheses[i];
    if (hypothesis.rule->stage != Stage::Filter) continue;
    if (hypothesis.cost <= kUsualCost || asking.explanation.is_selected(i)) out.push_back(i);
  }
  for (const std::size_t selected : asking.explanation.selected) {
    const auto alone = asking.explanation.groups_of_alone(selected);
    std::size_t taken = 0;
    for (const std::size_t rival : rivals_of(asking, alone)) {
      if (taken++ == kRivalsPerHypothesis) break;
      out.push_back(rival);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// The shortest refused path's beginning up to and including the hypothesis' segment; "" when it is a file's name.
std::string folder_with(const Asking& asking, std::size_t index) {
  const std::string& key = asking.explanation.hypotheses[index].key;
  for (const std::size_t group : asking.explanation.groups_of[index]) {
    for (const std::string_view path : asking.explanation.groups[group].paths) {
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

void ask_past_filter(Asking& asking, const std::string& path) {
  asking.wish(model::Purpose::Probe, asking.verb->method, path, {"activity-past-filter", {path}, {}});
}

}  // namespace

void ask_filters(Asking& asking) {
  if (asking.seen.is_address_absent()) return;
  if (asking.verb != nullptr && asking.seen.entries() == 0) {
    // Nothing is known of what should be here; the guide's two filters can be seen without any file.
    for (const char* const path : kGuideFilterProbes) {
      asking.wish(model::Purpose::Probe, asking.verb->method, path, {"activity-past-filter", {path}, {}});
    }
  }
  for (const std::size_t index : worth_asking(asking)) {
    const Hypothesis& hypothesis = asking.explanation.hypotheses[index];
    const model::Statement activity{"activity-filter", {std::string(hypothesis.rule->cause), hypothesis.spelling}, {}};
    if (asking.verb != nullptr) {
      asking.wish(model::Purpose::Probe, asking.verb->method, made_up_path(hypothesis), activity);
      if (const std::string contrast = contrast_path(hypothesis); !contrast.empty()) {
        asking.wish(model::Purpose::Probe, asking.verb->method, contrast, activity);
      }
    } else if (hypothesis.is("iis.hidden-segment")) {
      // Without a verb to ask with, the folder itself tells: it exists, since the catalogue has files in it, and
      // would redirect (301) unless it is hidden.
      if (const std::string folder = folder_with(asking, index); !folder.empty()) {
        asking.wish(model::Purpose::Folder, model::Method::Get, folder, activity);
      }
    }
  }
}

// Is the refused file there? OPTIONS on it, its parent's listing, the folders of the tree.
void ask_existence(Asking& asking) {
  if (asking.seen.is_address_absent()) return;
  std::size_t by_verb = 0;
  std::size_t parents = 0;
  std::set<std::string> tops;
  for (std::size_t index = 0; index < asking.explanation.groups.size(); ++index) {
    const Group& group = asking.explanation.groups[index];
    if (group.asked != Asked::File || group.seen.status != 404 || group.paths.empty()) continue;
    const std::string member(group.paths.front());
    if (asking.verb != nullptr && by_verb++ < kMembersAskedByVerb) {
      ask_past_filter(asking, member);
      // Where no rule holds them together, each may have a reason of its own.
      const std::size_t alone = group.hypotheses.empty() ? std::min(group.paths.size(), kMembersAskedByVerb) : 1;
      for (std::size_t i = 1; i < alone; ++i) ask_past_filter(asking, std::string(group.paths[i]));
    }
    if (group.listed == Listed::Unknown && asking.seen.has_listing("") && parents < kParentsListed) {
      ++parents;
      asking.wish(model::Purpose::Folder, model::Method::Get, folder_of(member), {"activity-listing", {member}, {}});
    }
    for (const std::string_view path : group.paths) {
      const auto slash = path.find('/');
      if (tops.size() == kMostTops) break;
      if (slash != std::string_view::npos) tops.insert(std::string(path.substr(0, slash)));
    }
  }
  if (asking.seen.served() == 0 && asking.seen.is_iis() && !tops.empty()) {
    // Nothing of the tree was served: is it there at all? Those that no filter could hide first.
    std::vector<std::string> ordered(tops.begin(), tops.end());
    std::stable_partition(ordered.begin(), ordered.end(),
                          [](const std::string& top) { return !is_double_escaped(top) && !is_hidden_by_default(top); });
    for (std::size_t i = 0; i < ordered.size() && i < kTopsAsked; ++i) {
      asking.wish(model::Purpose::Folder, model::Method::Get, ordered[i], {"activity-tree", {ordered[i]}, {}});
    }
  }
}

void ask_sequences(Asking& asking) {
  if (asking.verb == nullptr || asking.seen.is_address_absent()) return;
  std::size_t searches = 0;
  for (std::size_t index = 0; index < asking.explanation.groups.size(); ++index) {
    const Group& group = asking.explanation.groups[index];
    const bool is_open = asking.explanation.verdicts[index] == GroupVerdict::Unexplained;
    if (!is_open || group.asked != Asked::File || group.seen.status != 404 || !group.seen.from_iis) continue;
    for (const std::string_view path : group.paths) {
      const Seen* const answer = asking.seen.probe(asking.verb->method, path);
      if (answer == nullptr || answer->status != 404) continue;
      if (++searches > kSequencesSought) return;
      const SequenceSearch search = search_sequence(asking.seen, path);
      if (search.next.empty()) continue;
      asking.wish(model::Purpose::Probe, asking.verb->method, search.next, {"activity-sequence", {}, {}});
      break;
    }
  }
}

}  // namespace webcid::diagnose
