#include "finding_text.hpp"

#include <array>

#include <webcid/causes/causes.hpp>
#include <webcid/causes/places.hpp>

#include "figures.hpp"
#include "labels.hpp"

namespace webcid::report {

std::string affected_text(const model::Affected& affected, causes::Language language) {
  if (affected.count == 0) return "";
  const std::string count = grouped(affected.count);
  const std::string examples = causes::join(affected.examples, language);
  if (affected.examples.empty()) return causes::fill(labels::kFilesOnly.in(language), std::array{count});
  if (affected.count == 1) return causes::fill(labels::kFile.in(language), std::array{examples});
  const bool is_all = affected.count <= affected.examples.size();
  return causes::fill((is_all ? labels::kFilesAll : labels::kFilesSome).in(language), std::array{count, examples});
}

std::string_view layer_of(std::string_view cause) {
  const causes::Cause* const row = causes::find(cause);
  return row == nullptr ? kOtherLayer : row->id.substr(0, row->id.find('.'));
}

}  // namespace webcid::report
