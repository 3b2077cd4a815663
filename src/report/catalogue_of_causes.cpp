// The whole catalogue of causes, as a document and for programs.
#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include <webcid/base/text.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/report/explanation.hpp>

#include "example.hpp"
#include "labels.hpp"

namespace webcid::report {
namespace {

using causes::Language;
using causes::RemedyForm;

// Text between the markup: nothing in it is markup.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_<>[]|#").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

void add_field(std::string& text, causes::Text label, std::string_view value) {
  if (!value.empty()) text += fmt::format("- **{}:** {}\n", label.english, plain(value));
}

std::string_view fence_of(RemedyForm form) {
  switch (form) {
    case RemedyForm::WebConfig:
      return "xml";
    case RemedyForm::Appcmd:
      return "bat";
    case RemedyForm::PowerShell:
      return "powershell";
    case RemedyForm::Steps:
      break;
  }
  return "";
}

void add(std::string& text, const causes::Remedy& remedy) {
  text += fmt::format("\n{}:\n\n", plain(remedy.title));
  if (remedy.form == RemedyForm::Steps) {
    for (const std::string_view line : base::split(base::trim(remedy.text), '\n')) {
      // A remark without a number is a paragraph of its own.
      const bool is_step = line.size() > 3 && line.substr(1, 2) == ". ";
      text += fmt::format("{}{}\n", is_step ? "" : "\n", plain(line));
    }
    return;
  }
  text += fmt::format("```{}\n{}```\n", fence_of(remedy.form), remedy.text);
}

}  // namespace

model::CauseRef example_of(const causes::Cause& cause) {
  model::CauseRef example{std::string(cause.id), causes::example_parameters(cause.id)};
  if (cause.parameter == causes::ParameterKind::None) example.parameters.clear();
  if (cause.parameter == causes::ParameterKind::None || !example.parameters.empty()) return example;
  std::string name(cause.parameter_name);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; });
  example.parameters = {name};
  return example;
}

std::string render_causes_markdown() {
  std::string text =
      "# The catalogue of causes\n\n"
      "Everything that `webcid` names, with what mends it. `./dev docs` writes this file from the catalogue in\n"
      "`src/causes/`; `webcid explain ID --lang ja` prints a row of it in Japanese. Parameters are examples, the site\n"
      "and the physical path are the set-up guide's own.\n\n"
      "| Cause | Severity | What is wrong | 日本語 |\n|---|---|---|---|\n";
  for (const causes::Cause& cause : causes::all()) {
    const model::CauseRef example = example_of(cause);
    std::string anchor;
    std::copy_if(cause.id.begin(), cause.id.end(), std::back_inserter(anchor), [](char c) { return c != '.'; });
    text += fmt::format("| [{}](#{}) | {} | {} | {} |\n", cause.id, anchor, name_of(cause.severity),
                        plain(causes::summary(example, Language::English)),
                        plain(causes::summary(example, Language::Japanese)));
  }
  for (const causes::Cause& cause : causes::all()) {
    const model::CauseRef example = example_of(cause);
    text += fmt::format("\n## {}\n\n{}: {}\n\n{}\n\n", cause.id, name_of(cause.severity),
                        plain(causes::summary(example, Language::English)),
                        plain(causes::summary(example, Language::Japanese)));
    add_field(text, labels::kParameter, cause.parameter_name);
    add_field(text, labels::kWhy, cause.why.english);
    add_field(text, labels::kHowToTell, cause.how_to_tell.english);
    if (const causes::GuideStep* const step = causes::find_guide_step(cause.guide_step)) {
      add_field(text, labels::kGuideExpects, fmt::format("{} ({})", step->title.english, step->id));
    }
    add_field(text, labels::kEndpointShows, cause.endpoint_shows.english);
    add_field(text, labels::kReference, cause.reference);
    for (const causes::Remedy& remedy : causes::remedies(example, Language::English)) add(text, remedy);
  }
  return text;
}

std::string render_causes_json(Language language) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const causes::Cause& cause : causes::all()) {
    const model::CauseRef example = example_of(cause);
    nlohmann::ordered_json row{{"id", cause.id},
                               {"severity", name_of(cause.severity)},
                               {"parameter", cause.parameter_name},
                               {"example", example.parameters},
                               {"summary", causes::summary(example, language)},
                               {"why", cause.why.in(language)},
                               {"how_to_tell", cause.how_to_tell.in(language)},
                               {"guide_step", cause.guide_step},
                               {"endpoint_shows", cause.endpoint_shows.in(language)},
                               {"reference", cause.reference}};
    row["remedies"] = nlohmann::ordered_json::array();
    for (const causes::Remedy& remedy : causes::remedies(example, language)) {
      row["remedies"].push_back({{"as", name_of(remedy.form)}, {"title", remedy.title}, {"text", remedy.text}});
    }
    list.push_back(std::move(row));
  }
  constexpr int kIndent = 2;
  return list.dump(kIndent, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace webcid::report
