// Is what is missing there in another case?
#include "asking.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kMostAsked = 3;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

}  // namespace

void ask_spellings(Asking& asking) {
  std::size_t asked = 0;
  for (const Symptom& symptom : asking.seen.symptoms()) {
    if (asked == kMostAsked) return;
    const bool is_missing = symptom.asked == Asked::File && symptom.seen.status == 404;
    if (!is_missing) continue;
    const std::string& path = symptom.path;
    const std::string other = asking.seen.other_case_of(path);
    if (asking.seen.spellings().of(path).empty() && asking.seen.is_listed_in_other_case(path)) {
      // The listing came before anybody knew that the file fails, and its spelling was not kept.
      ++asked;
      asking.wish(model::Purpose::Folder, model::Method::Get, folder_of(path), {"activity-listing", {path}, {}});
      continue;
    }
    if (other.empty()) continue;
    ++asked;
    asking.wish(model::Purpose::Probe, model::Method::Head, other, {"activity-other-case", {path, other}, {}});
  }
}

}  // namespace webcid::diagnose
