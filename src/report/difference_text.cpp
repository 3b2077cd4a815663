#include "difference_text.hpp"

#include <algorithm>
#include <array>

#include <webcid/base/text.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/terms.hpp>

#include "comparison_labels.hpp"
#include "figures.hpp"
#include "labels.hpp"

namespace webcid::report {
namespace {

using model::Aspect;

// Enough to see that two are not the same.
constexpr std::size_t kDigestDigits = 16;

std::string number_text(const std::string& value) {
  const auto number = base::parse_unsigned(value);
  return number ? grouped(*number) : base::printable(value);
}

}  // namespace

std::string aspect_text(const model::Difference& difference, causes::Language language) {
  std::string about = base::printable(difference.about);
  if (difference.aspect == Aspect::GuideStep) {
    const causes::GuideStep* const step = causes::find_guide_step(difference.about);
    if (step != nullptr) about = step->title.in(language);
  }
  return causes::fill(labels::of(difference.aspect).in(language), std::array{about});
}

std::string value_text(const model::Difference& difference, const std::string& value, causes::Language language) {
  const auto words = [&](const causes::Text& text) { return std::string(text.in(language)); };
  if (value.empty()) return words(labels::kNothing);
  switch (difference.aspect) {
    case Aspect::Answer:
      return value == "answers" ? words(labels::kAnswers) : base::printable(causes::term_in(value, language));
    case Aspect::Verdict:
      if (const auto verdict = model::verdict_named(value)) return words(labels::of(*verdict));
      break;
    case Aspect::Finding:
      return words(value == "found" ? labels::kFound : labels::kNotFound);
    case Aspect::GuideStep:
      if (const auto state = model::guide_state_named(value)) return words(labels::of(*state));
      break;
    case Aspect::FileCount:
    case Aspect::FailedCount:
      return number_text(value);
    case Aspect::Catalogue:
      if (value == "missing") return words(labels::kMissing);
      return base::printable(value.substr(0, kDigestDigits));
    case Aspect::Server:
    case Aspect::FileList:
    case Aspect::CatalogueAge:
    case Aspect::NewestFile:
      break;
  }
  return base::printable(value);
}

}  // namespace webcid::report
