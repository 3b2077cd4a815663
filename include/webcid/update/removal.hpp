// What a mirror holds and its catalogue does not.
#pragma once

#include <span>
#include <string>

#include <webcid/base/cancellation.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/prune.hpp>

namespace webcid::update {

// Removes the files that no entry names, and the folders that became empty or stand where an entry's file belongs
// (`update --delete`). Stays: .webcid, web.config and the like (those who serve the mirror put them there), and the
// catalogues that this run read, by their paths in the folder. Without entries nothing is removed: an empty catalogue
// is a mistake of the publisher's more often than the wish to have nothing.
// Also mends a plan's obstacles that are extra files or empty folders: remove, then plan anew.
store::Pruned remove_extra(const store::Folder& folder, std::span<const model::Entry> entries,
                           std::span<const std::string> catalogues_read, const base::Cancellation& cancellation);

}  // namespace webcid::update
