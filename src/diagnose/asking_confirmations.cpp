// A second attempt on some members of each group, after the walk.
#include <algorithm>
#include <map>
#include <tuple>

#include "asking.hpp"
#include "spoils.hpp"
#include "teller.hpp"

namespace webcid::diagnose {
namespace {

void confirm_all(Asking& asking, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    asking.wish(model::Purpose::Confirm, model::Method::Get, path, {"activity-confirm", {path}, {}});
  }
}

// 401 may be an account's lock-out coming closer: never tried twice, unless no account was ever sent and the server
// lets others by without one.
bool may_be_tried_again(const Asking& asking, int status) {
  return status != 401 || (asking.seen.challenge().with_account == 0 && asking.seen.served() > 0);
}

void append(const Asking& asking, std::vector<std::string>& members, const Group& group) {
  if (group.asked != Asked::File || !may_be_tried_again(asking, group.seen.status)) return;
  for (const std::string_view path : group.paths) {
    if (members.size() == Case::kConfirmedPerGroup) return;
    members.emplace_back(path);
  }
}

// What is no question of the rules: by who tells it, and what was answered.
void confirm_told_elsewhere(Asking& asking) {
  std::map<std::tuple<Teller, int, PageFamily>, std::vector<std::string>> members;
  for (const Symptom& symptom : asking.seen.symptoms()) {
    const Teller teller = teller_of(symptom, asking.seen);
    const bool is_tried = symptom.asked == Asked::File && may_be_tried_again(asking, symptom.seen.status);
    if (teller == Teller::Rules || !is_tried) continue;
    auto& paths = members[{teller, symptom.seen.status, symptom.seen.family}];
    if (paths.size() < Case::kConfirmedPerGroup) paths.push_back(symptom.path);
  }
  for (const auto& [kind, paths] : members) confirm_all(asking, paths);
}

}  // namespace

void confirm(Asking& asking) {
  // One set a cause: by the selected hypotheses, by what is missing, by what stayed unexplained.
  for (const std::size_t index : asking.explanation.selected) {
    std::vector<std::string> members;
    for (const std::size_t group : asking.explanation.groups_of[index])
      append(asking, members, asking.explanation.groups[group]);
    confirm_all(asking, members);
  }
  std::vector<std::string> missing;
  for (std::size_t index = 0; index < asking.explanation.groups.size(); ++index) {
    const Group& group = asking.explanation.groups[index];
    std::vector<std::string> members;
    if (asking.explanation.verdicts[index] == GroupVerdict::Missing) append(asking, missing, group);
    if (asking.explanation.verdicts[index] == GroupVerdict::Unexplained) append(asking, members, group);
    confirm_all(asking, members);
  }
  confirm_all(asking, missing);
  confirm_told_elsewhere(asking);
  std::map<SpoilKind, std::vector<std::string>> spoiled;
  for (const Spoiled& file : asking.seen.spoiled()) {
    auto& members = spoiled[kind_of(file)];
    if (members.size() < Case::kConfirmedPerGroup) members.push_back(file.path);
  }
  for (const auto& [kind, members] : spoiled) confirm_all(asking, members);
}

}  // namespace webcid::diagnose
