#include "findings.hpp"

namespace webcid::diagnose {

Findings judge_access(const Observations&, const model::Target&) {
  return {};
}

}  // namespace webcid::diagnose
