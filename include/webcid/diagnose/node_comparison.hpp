// The machines behind one name, each checked by itself: in what they are not alike.
#pragma once

#include <webcid/model/collection.hpp>

namespace webcid::diagnose {

// Fills in verdict, differences, findings (nodes.down, nodes.disagree, network.one-family-broken) and notes of a
// collection whose runs are machines of `host`, each named by its numeric address. What one machine alone has to say is
// in its own run. A machine that does not answer is judged by what it means for the name, not by its run's verdict.
void compare_nodes(model::Collection& collection);

}  // namespace webcid::diagnose
