// A verb that is refused where GET is served.
#include "verbs.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "asking.hpp"
#include "findings.hpp"

namespace webcid::diagnose {

// OPTIONS is asked only where it would tell something: that it is refused is no news to anybody who updates.
void ask_head(Asking& asking) {
  if (!asking.seen.is_iis() || asking.seen.first_served().empty()) return;
  asking.wish(model::Purpose::Probe, model::Method::Head, asking.seen.first_served(), {"activity-head", {}, {}});
}

bool is_head_refused(const Observations& seen) {
  constexpr std::array<int, 3> kRefusals{404, 405, 501};
  const Seen* const head = seen.probe(model::Method::Head, seen.first_served());
  return head != nullptr && head->answered() &&
         std::find(kRefusals.begin(), kRefusals.end(), head->status) != kRefusals.end();
}

Findings judge_verbs(const Observations& seen) {
  if (!is_head_refused(seen)) return {};
  const Seen* const head = seen.probe(model::Method::Head, seen.first_served());
  // HEAD has no page that would say who answered: the Server header has to.
  if (!head->from_iis && !head->server.empty()) return {};
  model::Finding finding = finding_of("iis.verb-denied", {"HEAD"});
  finding.confidence = model::Confidence::Certain;
  finding.evidence.push_back({"head-refused", {seen.first_served(), fmt::format("{}", head->status)}, head->exchange});
  return {std::move(finding)};
}

}  // namespace webcid::diagnose
