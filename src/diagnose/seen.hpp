// From an exchange to what inference needs of it.
#pragma once

#include "observations.hpp"

namespace webcid::diagnose {

Seen seen_of(const model::Exchange& exchange);
AnswerKind kind_of(const model::Exchange& exchange);

}  // namespace webcid::diagnose
