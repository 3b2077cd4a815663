#include "findings.hpp"

namespace webcid::diagnose {

Findings judge_changes(const Observations&, const Explanation&, const model::Target&) {
  return {};
}

}  // namespace webcid::diagnose
