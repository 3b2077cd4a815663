// The guide's steps as far as they can be seen from outside.
#include <webcid/causes/guide.hpp>

#include <algorithm>
#include <array>

#include <webcid/causes/causes.hpp>

#include "access.hpp"
#include "findings.hpp"

namespace webcid::diagnose {
namespace {

// What proves that a step was done. A step without a row cannot be proved from outside.
struct Proof {
  std::string_view step;
  bool (*holds)(const Observations& seen);
};

bool address_is_there(const Observations& seen) {
  const auto& address = seen.address_folder();
  // 403 is a folder that is not listed, unless files get it as well.
  const bool answers = address && (address->status == 200 || address->status == 403) && !is_share_refused(seen);
  return seen.served() > 0 || answers;
}

bool everything_arrived(const Observations& seen) {
  return seen.entries() > 0 && seen.symptoms().empty() && seen.spoiled().empty() && seen.local_failures().empty();
}

constexpr std::array<Proof, 11> kProofs{{
    {"guide.iis-answers", [](const Observations& seen) { return seen.is_iis(); }},
    {"guide.virtual-directory", address_is_there},
    {"guide.physical-path", [](const Observations& seen) { return seen.served() > 0; }},
    {"guide.mime-any", [](const Observations& seen) { return seen.served_kinds().unmapped; }},
    {"guide.mime-none", [](const Observations& seen) { return seen.served_kinds().extensionless; }},
    {"guide.listing", [](const Observations& seen) { return seen.has_listing(""); }},
    {"guide.double-escaping", [](const Observations& seen) { return seen.served_kinds().double_escaped; }},
    {"guide.bin", [](const Observations& seen) { return seen.served_kinds().below_bin; }},
    {"guide.address-opens", address_is_there},
    {"guide.extensionless-downloads", [](const Observations& seen) { return seen.served_kinds().extensionless; }},
    {"guide.endpoint-updates", everything_arrived},
}};

bool is_proved(std::string_view step, const Observations& seen) {
  const auto* const proof =
      std::find_if(kProofs.begin(), kProofs.end(), [&](const Proof& row) { return row.step == step; });
  // The guide is about IIS: another server that serves everything has no MIME map to be right about.
  const bool applies = seen.is_iis() || step == "guide.address-opens" || step == "guide.endpoint-updates";
  return applies && proof != kProofs.end() && proof->holds(seen);
}

}  // namespace

std::vector<model::GuideStep> judge_guide(const Observations& seen, const Findings& findings) {
  std::vector<model::GuideStep> steps;
  for (const causes::GuideStep& step : causes::all_guide_steps()) {
    model::GuideState state = is_proved(step.id, seen) ? model::GuideState::Ok : model::GuideState::NotSeen;
    for (const model::Finding& finding : findings) {
      const causes::Cause* cause = causes::find(finding.about.cause);
      if (cause == nullptr || cause->guide_step != step.id) continue;
      const bool broken = finding.severity == model::Severity::Error;
      if (broken || state != model::GuideState::Broken) {
        state = broken ? model::GuideState::Broken : model::GuideState::Deviates;
      }
    }
    steps.push_back({std::string(step.id), state});
  }
  return steps;
}

}  // namespace webcid::diagnose
