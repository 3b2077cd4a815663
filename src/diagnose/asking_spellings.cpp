// Is what is missing there in another case?
#include <algorithm>
#include <cstddef>

#include "asking.hpp"
#include "verbs.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::ptrdiff_t kMostAsked = 3;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

}  // namespace

// Only what no rule explains: on IIS names have no case (iis.md b.2), so that a file system of another kind must be
// behind.
void ask_spellings(Asking& asking) {
  const auto method = is_head_refused(asking.seen) ? model::Method::Get : model::Method::Head;
  const auto& symptoms = asking.seen.symptoms();
  auto asked = std::count_if(symptoms.begin(), symptoms.end(), [&](const Symptom& symptom) {
    return asking.seen.answer_in_other_case(symptom.path) != nullptr;
  });
  for (std::size_t index = 0; index < asking.explanation.groups.size(); ++index) {
    const Group& group = asking.explanation.groups[index];
    const bool is_explained = asking.explanation.verdicts[index] == GroupVerdict::Explained;
    if (group.asked != Asked::File || group.seen.status != 404 || is_explained) continue;
    for (const std::string_view member : group.paths) {
      if (asked >= kMostAsked) return;
      const std::string path(member);
      const std::string other = asking.seen.other_case_of(path);
      if (asking.seen.spellings().of(path).empty() && asking.seen.is_listed_in_other_case(path)) {
        // The listing came before anybody knew that the file fails, and its spelling was not kept.
        ++asked;
        asking.wish(model::Purpose::Folder, model::Method::Get, folder_of(path), {"activity-listing", {path}, {}});
      } else if (!other.empty()) {
        ++asked;
        asking.wish(model::Purpose::Probe, method, other, {"activity-other-case", {path, other}, {}});
      }
    }
  }
}

}  // namespace webcid::diagnose
