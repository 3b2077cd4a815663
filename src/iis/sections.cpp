#include "sections.hpp"

#include <array>

namespace webcid::iis {

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
