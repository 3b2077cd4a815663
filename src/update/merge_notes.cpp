#include <webcid/update/merge_notes.hpp>

#include <string>
#include <utility>

namespace webcid::update {

std::vector<model::Statement> merge_notes(const catalogue::Merged& merged) {
  std::vector<model::Statement> notes;
  const auto note = [&notes](const char* id, std::vector<std::string> arguments) {
    notes.push_back({id, std::move(arguments), std::nullopt});
  };
  for (const catalogue::Disagreement& row : merged.disagreements) {
    note("catalogue-disagrees", {row.path.text(), row.source_a, row.source_b, row.what});
  }
  for (const catalogue::Refusal& row : merged.refusals) note("path-refused", {row.path, row.why});
  for (const std::string& path : merged.never_published) note("never-published", {path});
  if (merged.is_signed) note("catalogue-signed", {});
  return notes;
}

}  // namespace webcid::update
