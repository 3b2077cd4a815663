// Which sequence of characters request filtering refuses: found by asking for made-up names that hold less and less of
// a refused path. Each step halves what is left, so that a path of 250 bytes takes some 16 requests.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "observations.hpp"

namespace webcid::diagnose {

struct SequenceSearch {
  std::string next;   // the made-up path to ask for; "" when there is nothing more to ask
  std::string found;  // the sequence, lower case; "" while it is not known
};

// How far the search in this refused path has come. Nothing to ask and nothing found: the verb is blocked, or it is
// no sequence.
SequenceSearch search_sequence(const Observations& seen, std::string_view refused_path);

// Sequences found in refused paths so far, lower case, in ascending order.
std::vector<std::string> found_sequences(const Observations& seen);

// A made-up name with the sequence in it.
std::string around_sequence(std::string_view sequence);

}  // namespace webcid::diagnose
