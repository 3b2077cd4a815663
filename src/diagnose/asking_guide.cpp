// What an acceptance asks beside what it fetches.
#include <string_view>

#include "asking.hpp"

namespace webcid::diagnose {

// Files of a later publication may have such names although today's have not.
void ask_guide(Asking& asking) {
  if (!asking.seen.is_acceptance() || !asking.seen.is_iis() || asking.seen.is_address_absent()) return;
  asking.wish(model::Purpose::Probe, model::Method::Options, kMadeUpName, {"activity-verb", {"OPTIONS"}, {}});
  const auto& served = asking.seen.served_kinds();
  const auto ask = [&](const std::string& example, const char* path) {
    if (asking.verb == nullptr || !example.empty()) return;
    asking.wish(model::Purpose::Probe, asking.verb->method, path, {"activity-past-filter", {path}, {}});
  };
  ask(served.below_bin, kBinProbe);
  ask(served.double_escaped, kDoubleEscapingProbe);
}

}  // namespace webcid::diagnose
