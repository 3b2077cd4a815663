#include <webcid/report/explanation.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <webcid/base/text.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/causes/remedies.hpp>

#include "example.hpp"
#include "labels.hpp"
#include "layout.hpp"

namespace webcid::report {
namespace {

using causes::Text;

void show(Page& page, const causes::Remedy& remedy, causes::Language language) {
  page.title(fmt::format("{}: ", labels::kHelp.in(language)), Paint::Green, remedy.title);
  page.blank();
  if (remedy.form != causes::RemedyForm::Steps) {
    page.verbatim(remedy.text);
  } else {
    for (const std::string_view line : base::split(base::trim(remedy.text), '\n')) page.step(line);
  }
  page.blank();
}

}  // namespace

std::string render_causes(const TerminalStyle& style) {
  Page page(style);
  const auto longest =
      std::max_element(causes::all().begin(), causes::all().end(),
                       [](const causes::Cause& a, const causes::Cause& b) { return a.id.size() < b.id.size(); });
  for (const causes::Cause& cause : causes::all()) {
    const std::string_view severity = labels::of(cause.severity).in(style.language);
    constexpr std::size_t kSeverityWidth = 8;
    std::string lead = fmt::format("{:{}}  {}", cause.id, longest->id.size(), severity);
    lead += std::string(kSeverityWidth + 1 - std::min(base::display_width(severity), kSeverityWidth), ' ');
    page.field(lead, paint_of(cause.severity), causes::summary(example_of(cause), style.language));
  }
  return page.take();
}

std::string render_cause(const causes::Cause& cause, const TerminalStyle& style) {
  Page page(style);
  const model::CauseRef example = example_of(cause);
  const causes::Language language = style.language;
  page.title(fmt::format("{}[{}]: ", labels::of(cause.severity).in(language), cause.id), paint_of(cause.severity),
             causes::summary(example, language), Paint::Bold);
  const auto field = [&](Text label, std::string_view value) {
    if (!value.empty()) page.field(fmt::format("  = {}: ", label.in(language)), Paint::Blue, value);
  };
  if (!example.parameters.empty()) {
    field(labels::kParameter, fmt::format("{} ({})", cause.parameter_name, causes::join(example.parameters, language)));
  }
  field(labels::kWhy, cause.why.in(language));
  field(labels::kHowToTell, cause.how_to_tell.in(language));
  if (const causes::GuideStep* const step = causes::find_guide_step(cause.guide_step)) {
    field(labels::kGuideExpects, fmt::format("{} ({})", step->title.in(language), step->id));
  }
  field(labels::kEndpointShows, cause.endpoint_shows.in(language));
  field(labels::kReference, cause.reference);
  page.blank();
  for (const causes::Remedy& remedy : causes::remedies(example, language)) show(page, remedy, language);
  std::string text = page.take();
  text.pop_back();
  return text;
}

}  // namespace webcid::report
