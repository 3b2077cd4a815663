#include "findings.hpp"

namespace webcid::diagnose {

Findings judge_nodes(const Observations&, const model::Target&) {
  return {};
}

}  // namespace webcid::diagnose
