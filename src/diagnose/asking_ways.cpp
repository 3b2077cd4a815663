// What reveals the ways of the server.
#include <algorithm>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>

#include "asking.hpp"

namespace webcid::diagnose {
namespace {

bool has_not_found(const Asking& asking) {
  return std::any_of(asking.explanation.groups.begin(), asking.explanation.groups.end(),
                     [](const Group& group) { return group.seen.status == 404; });
}

}  // namespace

// Does it answer anything at all, does the address exist, does OPTIONS reveal request filtering?
void ask_ways(Asking& asking) {
  asking.wish(model::Purpose::Probe, model::Method::Get, kMadeUpName, {"activity-made-up-name", {}, {}});
  const auto& address = asking.seen.address_folder();
  if (address && address->status == 404) {
    asking.wish(model::Purpose::Folder, model::Method::Get, ".", {"activity-address-exists", {}, {}});
    asking.wish(model::Purpose::Folder, model::Method::Get, "/", {"activity-site-root", {}, {}});
    for (const std::string& folder : asking.seen.folders_above()) {
      asking.wish(model::Purpose::Folder, model::Method::Get, folder, {"activity-tree", {folder}, {}});
    }
  }
  const bool listing_refused = address && address->status == 403;
  if (!asking.seen.is_iis() || !(has_not_found(asking) || listing_refused)) return;
  asking.wish(model::Purpose::Probe, model::Method::Options, kMadeUpName, {"activity-verb", {"OPTIONS"}, {}});
  const bool options_asked = asking.seen.probe(model::Method::Options, kMadeUpName) != nullptr;
  if (options_asked && asking.verb == nullptr && has_not_found(asking)) {
    asking.wish(model::Purpose::Probe, model::Method::Trace, kMadeUpName, {"activity-verb", {"TRACE"}, {}});
  }
}

}  // namespace webcid::diagnose
