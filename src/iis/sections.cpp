#include "sections.hpp"

#include <array>
#include <webcid/base/text.hpp>

namespace webcid::iis {

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  for (std::string_view word : base::split(list, ',')) {
    if (const std::string_view trimmed = base::trim(word); !trimmed.empty()) words.emplace_back(trimmed);
  }
  return words;
}

const Section* find_section(std::string_view path) {
  const std::array groups{content_sections(), filtering_sections(), access_sections(), handler_sections(),
                          redirect_sections()};
  for (std::span<const Section> group : groups) {
    for (const Section& section : group) {
      if (section.path == path) return &section;
    }
  }
  return nullptr;
}

}  // namespace webcid::iis
