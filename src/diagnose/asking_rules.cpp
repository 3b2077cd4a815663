// What splits the rules that could have refused.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>

#include "asking.hpp"
#include "defaults.hpp"
#include "sequences.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kRivalsPerHypothesis = 3;
constexpr std::size_t kMembersAskedByVerb = 10;  // in a run
constexpr std::size_t kMembersOfAKind = 3;
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
  std::ranges::stable_sort(rivals, {}, [&](std::size_t rival) { return asking.explanation.hypotheses[rival].cost; });
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

// Whether a rule of filtering that explains the group was seen to refuse a made-up name, and to spare its twin.
bool is_proved(const Asking& asking, std::size_t group) {
  if (asking.verb == nullptr) return false;
  const auto& candidates = asking.explanation.groups[group].hypotheses;
  return std::any_of(candidates.begin(), candidates.end(), [&](std::size_t index) {
    const Hypothesis& hypothesis = asking.explanation.hypotheses[index];
    if (hypothesis.rule->stage != Stage::Filter || !asking.explanation.is_selected(index)) return false;
    const Seen* const made_up = asking.seen.probe(asking.verb->method, made_up_path(hypothesis));
    return made_up != nullptr && made_up->status == 404;
  });
}

// Groups that the same causes explain are of one kind: a few members speak for all. Not so where the cause surprises,
// as the loss of a map that every server has.
std::string kind_of(const Explanation& explanation, std::size_t group) {
  std::set<std::string> causes;
  for (const std::size_t index : explanation.groups[group].hypotheses) {
    const Hypothesis& hypothesis = explanation.hypotheses[index];
    if (!explanation.is_selected(index)) continue;
    const bool surprises = hypothesis.is("iis.mime-map-missing") && is_mapped_by_default(hypothesis.key);
    causes.insert(fmt::format("{} {}", hypothesis.rule->cause, surprises ? hypothesis.key : ""));
  }
  return fmt::format("{}", fmt::join(causes, " "));
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
  const Explanation& explanation = asking.explanation;
  std::size_t members = explanation.members_asked;
  std::size_t parents = asking.seen.listed_folders();
  std::map<std::string, std::size_t> asked_of_kind;
  std::set<std::string> tops;
  for (std::size_t index = 0; index < explanation.groups.size(); ++index) {
    const Group& group = explanation.groups[index];
    if (group.asked != Asked::File || group.seen.status != 404 || group.paths.empty()) continue;
    for (const std::string_view path : group.paths) {
      const auto slash = path.find('/');
      if (tops.size() == kMostTops) break;
      if (slash != std::string_view::npos) tops.insert(std::string(path.substr(0, slash)));
    }
    // What a made-up name has proved needs no file to agree.
    if (is_proved(asking, index)) continue;
    const std::string member(group.paths.front());
    if (asking.verb != nullptr) {
      // Where no rule holds them together, each may have a reason of its own.
      const std::size_t wanted = group.hypotheses.empty() ? kMembersAskedByVerb : kMembersOfAKind;
      std::size_t& asked = asked_of_kind[kind_of(explanation, index)];
      for (std::size_t i = 0; i < std::min(group.paths.size(), wanted) && asked < wanted; ++i) {
        if (members >= kMembersAskedByVerb) break;
        const std::string path(group.paths[i]);
        ++asked;
        if (asking.seen.probe(asking.verb->method, path) != nullptr) continue;
        ++members;
        ask_past_filter(asking, path);
      }
    }
    if (group.listed == Listed::Unknown && asking.seen.has_listing("") && parents < kParentsListed) {
      ++parents;
      asking.wish(model::Purpose::Folder, model::Method::Get, folder_of(member), {"activity-listing", {member}, {}});
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
    const bool is_below = group.asked == Asked::File || (group.asked == Asked::Folder && !group.paths.front().empty());
    if (!is_open || !is_below || group.seen.status != 404 || !group.seen.from_iis) continue;
    for (const std::string_view path : group.paths) {
      const Seen* const answer = asking.seen.probe(asking.verb->method, path);
      // Folders are not asked about before; one that its parent lists may be all that shows the sequence.
      if (answer == nullptr && group.asked == Asked::Folder) {
        ask_past_filter(asking, std::string(path));
        break;
      }
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
