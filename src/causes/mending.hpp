// What IIS can be told, to mend a cause: data from which every form of a remedy is derived. The table is in
// mending.cpp, one row a cause.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <webcid/causes/language.hpp>

#include "actions.hpp"
#include "edits.hpp"
#include "subject.hpp"

namespace webcid::causes {

// One way to change the configuration.
struct Variant {
  Text title;  // of its web.config
  std::vector<Edit> edits;
};

struct Mending {
  std::vector<Variant> variants;  // the first is what commands and scripts do, the others are offered beside it
  std::vector<Action> actions;
  Applied applied = Applied::AtOnce;  // ByHand: somebody has to decide that this is what is wanted
  std::size_t unnamed = 0;            // things of the finding that it is not for: nothing can name them, or too many
  Text caution{};                     // what the change costs, and the other way out; empty where it costs nothing
};

// Nothing where IIS has no setting for it, or where the finding does not name what to change.
std::optional<Mending> mending_of(const Subject& subject);

}  // namespace webcid::causes
