// Parts of a tree: the smallest that shows what the whole would, and what failed before. Pure: entries in, entries out.
#pragma once

#include <span>
#include <vector>

#include <webcid/model/catalogue.hpp>
#include <webcid/model/report.hpp>

namespace webcid::update {

// At least two entries for each feature by which a server tells names apart, as far as there are two, and beside each
// an entry of the same folder without it: every extension and none, every folder name, every kind of odd character, the
// longest URLs, names and deepest paths, the largest and the smallest file. Folder names that differ in digits only
// ("1.2.07") are one feature. The same whatever the order of `entries`; in order of paths.
std::vector<model::Entry> sample_of(std::vector<model::Entry> entries);

// What of `entries` is like the files that earlier findings were about, and a contrast beside each kind: the files they
// name, those with an extension, folder or part of a name that is a parameter, and those that share what all named
// files share. Everything when an error was about the share as a whole. In order of paths.
std::vector<model::Entry> entries_like(std::vector<model::Entry> entries, std::span<const model::Finding> findings);

}  // namespace webcid::update
