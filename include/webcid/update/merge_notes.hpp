// What a reader should know about catalogues that were merged, wherever they came from.
#pragma once

#include <vector>

#include <webcid/catalogue/merge.hpp>
#include <webcid/model/statement.hpp>

namespace webcid::update {

// Which do not agree, which names were refused or are never published, that one is signed; in this order.
std::vector<model::Statement> merge_notes(const catalogue::Merged& merged);

}  // namespace webcid::update
