#include "tree_cells.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include <webcid/base/path.hpp>

namespace webcid::report::html {
namespace {

using model::FileSeen;
using model::FolderSeen;
using model::Outcome;
using model::Tally;

// Failed files together get at least this share of the picture.
constexpr double kFailedShare = 0.06;
// Beside its size each file weighs this share of the mean, so that small ones and those without a size show.
constexpr double kFloorShare = 0.25;

struct Weights {
  double each = 1;         // of every file, beside its bytes
  double failed_more = 0;  // of one that failed, beside that

  double of(std::uint64_t files, std::uint64_t failed, std::uint64_t bytes) const {
    return static_cast<double>(bytes) + each * static_cast<double>(files) + failed_more * static_cast<double>(failed);
  }
};

bool is_failed(std::size_t outcome) {
  return family_of(static_cast<Outcome>(outcome)) != Family::Fine;
}

Weights weights_of(const model::Chronicle& chronicle) {
  Tally all;
  Tally failed;
  for (const FolderSeen& folder : chronicle.folders()) {
    for (std::size_t i = 0; i < folder.own.size(); ++i) {
      all.files += folder.own[i].files;
      all.bytes += folder.own[i].bytes;
      if (!is_failed(i)) continue;
      failed.files += folder.own[i].files;
      failed.bytes += folder.own[i].bytes;
    }
  }
  Weights out;
  if (all.files == 0 || all.bytes == 0) return out;
  out.each = kFloorShare * static_cast<double>(all.bytes) / static_cast<double>(all.files);
  const double have = out.of(failed.files, 0, failed.bytes);
  const double wanted = kFailedShare * out.of(all.files, 0, all.bytes);
  if (failed.files > 0 && have < wanted) out.failed_more = (wanted - have) / static_cast<double>(failed.files);
  return out;
}

std::string_view name_of(std::string_view path) {
  const std::string_view bare = path.substr(0, path.size() - (path.ends_with('/') ? 1 : 0));
  return bare.substr(bare.rfind('/') == std::string_view::npos ? 0 : bare.rfind('/') + 1);
}

void add_file(Cell& cell, Outcome outcome, const Tally& tally) {
  cell.files[static_cast<std::size_t>(family_of(outcome))] += tally.files;
  cell.bytes += tally.bytes;
}

void weigh(Cell& cell, const Weights& weights) {
  cell.weight = weights.of(cell.file_count(), cell.failed_count(), cell.bytes);
}

Cell file_cell(const FileSeen& file, std::string_view folder, const Weights& weights) {
  Cell out;
  out.kind = CellKind::File;
  out.path = file.path;
  // A folder for which there was no room counts the file higher up.
  out.label = file.path.size() > folder.size() ? file.path.substr(folder.size()) : file.path;
  out.outcome = file.outcome;
  add_file(out, file.outcome, {1, file.size});
  weigh(out, weights);
  return out;
}

void sort_by_weight(std::vector<Cell>& cells) {
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) {
    return a.weight != b.weight ? a.weight > b.weight : std::pair(a.path, a.kind) < std::pair(b.path, b.kind);
  });
}

void join_into(Cell& rest, const Cell& other) {
  for (std::size_t i = 0; i < kFamilies; ++i) rest.files[i] += other.files[i];
  rest.bytes += other.bytes;
  rest.weight += other.weight;
}

// Files of the folder that the chronicle did not keep by name: one cell for those that arrived, one for the others.
void add_rests(Cell& cell, const std::array<Tally, model::kOutcomeCount>& left, const Weights& weights) {
  std::array<Cell, 2> rests;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i].files > 0) add_file(rests.at(is_failed(i) ? 1 : 0), static_cast<Outcome>(i), left[i]);
  }
  for (Cell& rest : rests) {
    if (rest.file_count() == 0) continue;
    rest.kind = CellKind::Rest;
    rest.path = cell.path;
    weigh(rest, weights);
    cell.children.push_back(std::move(rest));
  }
}

// A folder with nothing in it but one folder becomes that folder, under both names.
void collapse(Cell& cell) {
  while (cell.kind == CellKind::Folder && cell.children.size() == 1 && cell.children.front().kind == CellKind::Folder &&
         !cell.path.empty()) {
    Cell only = std::move(cell.children.front());
    only.label = cell.label + "/" + only.label;
    cell = std::move(only);
  }
}

}  // namespace

std::uint64_t Cell::file_count() const {
  return std::accumulate(files.begin(), files.end(), std::uint64_t{0});
}

std::uint64_t Cell::failed_count() const {
  return file_count() - files[static_cast<std::size_t>(Family::Fine)];
}

Cell cells_of(const model::Chronicle& chronicle) {
  const Weights weights = weights_of(chronicle);
  const std::vector<FolderSeen>& folders = chronicle.folders();
  std::vector<Cell> cells(folders.size());
  auto left = std::vector<std::array<Tally, model::kOutcomeCount>>(folders.size());
  for (std::size_t i = 0; i < folders.size(); ++i) {
    left[i] = folders[i].own;
    cells[i].path = folders[i].path;
    cells[i].label = name_of(folders[i].path);
  }
  for (const FileSeen& file : chronicle.files()) {
    Tally& tally = left[file.folder].at(static_cast<std::size_t>(file.outcome));
    tally.files -= std::min<std::uint64_t>(tally.files, 1);
    tally.bytes -= std::min(tally.bytes, file.size);
    cells[file.folder].children.push_back(file_cell(file, folders[file.folder].path, weights));
  }
  // A folder stands behind its parent: from the end, each is complete when it is handed on.
  for (std::size_t i = folders.size(); i-- > 0;) {
    Cell& cell = cells[i];
    add_rests(cell, left[i], weights);
    for (const Cell& child : cell.children) join_into(cell, child);
    sort_by_weight(cell.children);
    collapse(cell);
    if (i > 0 && cell.file_count() > 0) cells[folders[i].parent].children.push_back(std::move(cell));
  }
  return std::move(cells.front());
}

void merge_small(Cell& cell, double least_weight) {
  const auto stays = [least_weight](const Cell& child) {
    return child.kind != CellKind::Rest && child.weight >= least_weight;
  };
  const auto small = std::stable_partition(cell.children.begin(), cell.children.end(), stays);
  if (cell.children.end() - small < 2) return sort_by_weight(cell.children);
  std::array<Cell, 2> rests;
  for (auto child = small; child != cell.children.end(); ++child) {
    Cell& rest = rests.at(child->failed_count() > 0 ? 1 : 0);
    const std::string extension = child->kind == CellKind::File ? base::extension_of(child->path) : child->label;
    const bool is_alike = rest.file_count() == 0 || rest.label == extension;
    rest.label = child->kind != CellKind::Folder && is_alike ? extension : "";
    join_into(rest, *child);
  }
  cell.children.erase(small, cell.children.end());
  for (Cell& rest : rests) {
    if (rest.file_count() == 0) continue;
    rest.kind = CellKind::Rest;
    rest.path = cell.path;
    cell.children.push_back(std::move(rest));
  }
  sort_by_weight(cell.children);
}

}  // namespace webcid::report::html
