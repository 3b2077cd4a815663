// A second attempt on some members of each group, after the walk.
#include <algorithm>
#include <map>

#include "asking.hpp"

namespace webcid::diagnose {
namespace {

void confirm_some(Asking& asking, const std::vector<std::string>& paths) {
  for (std::size_t i = 0; i < paths.size() && i < Case::kConfirmedPerGroup; ++i) {
    asking.wish(model::Purpose::Confirm, model::Method::Get, paths[i], {"activity-confirm", {paths[i]}, {}});
  }
}

void append(std::vector<std::string>& members, const Group& group) {
  // 401 may be an account's lock-out coming closer: never tried twice.
  if (group.asked != Asked::File || group.seen.status == 401) return;
  for (const std::string_view path : group.paths) {
    if (members.size() == Case::kConfirmedPerGroup) return;
    members.emplace_back(path);
  }
}

}  // namespace

void confirm(Asking& asking) {
  // One set a cause: by the selected hypotheses, by what is missing, by what stayed unexplained.
  for (const std::size_t index : asking.explanation.selected) {
    std::vector<std::string> members;
    for (const std::size_t group : asking.explanation.groups_of[index])
      append(members, asking.explanation.groups[group]);
    confirm_some(asking, members);
  }
  std::vector<std::string> missing;
  for (std::size_t index = 0; index < asking.explanation.groups.size(); ++index) {
    const Group& group = asking.explanation.groups[index];
    std::vector<std::string> members;
    if (asking.explanation.verdicts[index] == GroupVerdict::Missing) append(missing, group);
    if (asking.explanation.verdicts[index] == GroupVerdict::Unexplained) append(members, group);
    confirm_some(asking, members);
  }
  confirm_some(asking, missing);
  std::map<model::Outcome, std::vector<std::string>> spoiled;
  for (const Spoiled& file : asking.seen.spoiled()) {
    auto& members = spoiled[file.outcome];
    if (members.size() < Case::kConfirmedPerGroup) members.push_back(file.path);
  }
  for (const auto& [outcome, members] : spoiled) confirm_some(asking, members);
}

}  // namespace webcid::diagnose
