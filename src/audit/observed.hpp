// What the logs tell as findings: each refusal by its cause, and by its element where the configuration explains it.
#pragma once

#include <vector>

#include <webcid/model/catalogue.hpp>
#include <webcid/model/statement.hpp>

#include "drafts.hpp"
#include "share.hpp"
#include "tally.hpp"

namespace webcid::audit {

struct Observed {
  std::uint64_t failed = 0;       // requests that count
  std::uint64_t challenges = 0;   // 401 that a logon followed
  std::uint64_t unpublished = 0;  // refused requests for names that are not in the catalogue
  std::uint64_t by_client = 0;    // that the client or the silence of one ended
};

// `share`: null without any configuration. `entries`: null where nobody knows what is published; then a file that is
// not there may be nobody's loss.
Observed judge_logged(const Tally& tally, const Share* share, const std::vector<model::Entry>* entries,
                      std::string_view share_path, Drafts& drafts);

}  // namespace webcid::audit
