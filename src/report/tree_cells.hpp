// The folders and files of a chronicle as nested cells with a weight each, for a picture of the tree.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <webcid/model/chronicle.hpp>

#include "html_parts.hpp"

namespace webcid::report::html {

enum class CellKind : std::uint8_t { Folder, File, Rest };  // Rest: files of a folder that are not named

struct Cell {
  CellKind kind = CellKind::Folder;
  std::string path;  // bytes; of a rest: of its folder
  // Bytes: the name; of folders that hold nothing but one folder, both names; of a rest the extension, if all have one.
  std::string label;
  std::array<std::uint64_t, kFamilies> files{};
  std::uint64_t bytes = 0;
  double weight = 0;                                  // of all below
  model::Outcome outcome = model::Outcome::Verified;  // of a file
  std::vector<Cell> children;                         // the heaviest first

  std::uint64_t file_count() const;
  std::uint64_t failed_count() const;
};

// The address's folder with everything in it.
Cell cells_of(const model::Chronicle& chronicle);

// Joins children that weigh less than `least_weight`, and files that have no name, to one cell of verified ones and one
// of those with failures.
void merge_small(Cell& cell, double least_weight);

}  // namespace webcid::report::html
