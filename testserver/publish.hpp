// Writes the catalogues of a tree, as `webcid catalogue` would.
#pragma once

#include <string>
#include <vector>

#include <webcid/base/result.hpp>

#include "testserver/published_tree.hpp"

namespace webcid::testserver {

// The names of catalogues that can be published: webcid-catalogue.txt, manifest.dat, SHA256SUMS.
std::vector<std::string> publishable_catalogues();

// Adds the catalogues called `names` to the tree's root. Reads and digests every file of the tree that it is based on,
// so it comes before faults. Usage for a name that is not publishable; LocalIo for a file that cannot be read.
base::Result<void> publish_catalogues(PublishedTree& tree, const std::vector<std::string>& names);

}  // namespace webcid::testserver
