#include "findings.hpp"

namespace webcid::diagnose {

Findings judge_http_sys(const Observations&, const model::Target&) {
  return {};
}

}  // namespace webcid::diagnose
