// What may have changed since the beginning of the run.
#include <algorithm>
#include <set>

#include "asking.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kMostCatalogues = 4;

bool is_limit(int status) {
  return status == 403 || status == 429 || status == 503;
}

// A file that had arrived, once more: where it is refused by now, the refusals are about how much was asked for.
void ask_limit(Asking& asking) {
  const auto& symptoms = asking.seen.symptoms();
  const bool any = std::any_of(symptoms.begin(), symptoms.end(), [](const Symptom& symptom) {
    return symptom.asked == Asked::File && is_limit(symptom.seen.status) && !is_foreign(symptom.seen.family);
  });
  const auto& sample = asking.seen.parts().sample();
  if (!any || !sample) return;
  std::set<std::string_view> failing;
  for (const Symptom& symptom : symptoms) failing.insert(symptom.path);
  for (const Spoiled& file : asking.seen.spoiled()) failing.insert(file.path);
  const auto& tried = asking.seen.confirmations();
  const bool is_asked =
      std::any_of(tried.begin(), tried.end(), [&](const auto& row) { return failing.count(row.first) == 0; });
  if (is_asked) return;
  asking.wish_again(sample->path, model::Manner::Usual, {"activity-limit", {sample->path}, {}});
}

// Those that list what failed, once more.
void ask_catalogues(Asking& asking) {
  std::vector<std::string> wanted;
  const auto want = [&](const std::string& file) {
    for (const std::string& path : asking.seen.renewal().covering(file)) {
      const bool is_known = std::find(wanted.begin(), wanted.end(), path) != wanted.end();
      if (wanted.size() < kMostCatalogues && !is_known) wanted.push_back(path);
    }
  };
  for (const Symptom& symptom : asking.seen.symptoms()) {
    const bool may_be_renewed = symptom.asked == Asked::File && asking.seen.passing(symptom) != Passing::Limited;
    if (may_be_renewed) want(symptom.path);
    if (wanted.size() == kMostCatalogues) break;
  }
  for (const Spoiled& file : asking.seen.spoiled()) {
    want(file.path);
    if (wanted.size() == kMostCatalogues) break;
  }
  const auto& nodes = asking.seen.nodes();
  for (const std::string& address : nodes.others()) {
    if (const auto* const difference = nodes.catalogue_difference(address)) want(difference->path);
  }
  for (const std::string& path : wanted) {
    asking.wish(model::Purpose::Catalogue, model::Method::Get, path, {"activity-catalogue-again", {path}, {}});
  }
}

}  // namespace

void ask_changes(Asking& asking) {
  ask_limit(asking);
  // A server that has begun to refuse is asked for nothing more than it takes to see that.
  if (!asking.has_wishes()) ask_catalogues(asking);
}

}  // namespace webcid::diagnose
