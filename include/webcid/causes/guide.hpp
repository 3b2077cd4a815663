// The steps of the WebCID guide, by id.
#pragma once

#include <span>
#include <string_view>

#include <webcid/causes/language.hpp>

namespace webcid::causes {

struct GuideStep {
  std::string_view id;  // "guide.mime-any"
  Text title;           // what the guide asks for
};

// Every step, in the order of the guide.
std::span<const GuideStep> all_guide_steps();

// The step called `id`; null for an unknown one.
const GuideStep* find_guide_step(std::string_view id);

}  // namespace webcid::causes
