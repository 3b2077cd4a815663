// What the configuration will refuse, and where it deviates from the guide.
#pragma once

#include <cstdint>
#include <vector>

#include <webcid/audit/audit.hpp>
#include <webcid/base/cancellation.hpp>
#include <webcid/model/report.hpp>

#include "drafts.hpp"
#include "share.hpp"

namespace webcid::audit {

struct Predicted {
  std::uint64_t served = 0;
  std::uint64_t refused = 0;
};

// Asks the rules for every file that is published. The error is that of options.refused.
base::Result<Predicted> predict(const Share& share, const AuditOptions& options, Drafts& drafts,
                                base::Cancellation& cancellation);

// Deviations from the guide that no file suffers by.
void judge_deviations(const Share& share, Drafts& drafts);

// The guide's steps. `share`: null without any configuration.
std::vector<model::GuideStep> judge_guide(const Share* share, const std::vector<model::Finding>& findings);

}  // namespace webcid::audit
