#include "findings.hpp"

namespace webcid::diagnose {

Findings judge_gateways(const Observations&, const model::Target&) {
  return {};
}

}  // namespace webcid::diagnose
