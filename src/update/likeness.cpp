#include <webcid/update/sample.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include <webcid/base/text.hpp>

#include "choice.hpp"
#include "features.hpp"

namespace webcid::update {
namespace {

// Reports hold names made printable, so that is how they are found again.
std::set<std::string> names_in(const model::Finding& finding) {
  std::set<std::string> names(finding.affected.examples.begin(), finding.affected.examples.end());
  names.insert(finding.about.parameters.begin(), finding.about.parameters.end());
  return names;
}

// Ways in which a path may be about a parameter, the narrowest first.
using Relation = bool (*)(const base::RelativePath& path, const std::string& parameter);

bool has_extension(const base::RelativePath& path, const std::string& parameter) {
  return parameter.front() == '.' && base::extension_of(path.text()) == base::to_lower(parameter);
}

bool is_below(const base::RelativePath& path, const std::string& parameter) {
  const auto segments = path.segments();
  return std::any_of(segments.begin(), segments.end(),
                     [&](std::string_view segment) { return base::equals_ignoring_case(segment, parameter); });
}

bool contains(const base::RelativePath& path, const std::string& parameter) {
  return base::to_lower(path.text()).find(base::to_lower(parameter)) != std::string::npos;
}

constexpr std::array<Relation, 3> kRelations{has_extension, is_below, contains};

// Entries that the parameters are about, in the narrowest way that gives as many as were affected.
std::vector<std::size_t> entries_about(const Choice& choice, const model::Finding& finding) {
  std::vector<std::string> parameters = finding.about.parameters;
  // A number is a status or a length, which no name shows.
  std::erase_if(parameters, [](const std::string& text) { return text.empty() || base::parse_unsigned(text); });
  std::vector<std::size_t> about;
  for (const Relation relation : kRelations) {
    about.clear();
    for (std::size_t entry = 0; entry < choice.entries().size(); ++entry) {
      const base::RelativePath& path = choice.entries()[entry].path;
      const bool is_about = std::any_of(parameters.begin(), parameters.end(),
                                        [&](const std::string& parameter) { return relation(path, parameter); });
      if (is_about) about.push_back(entry);
    }
    if (!about.empty() && about.size() >= finding.affected.count) break;
  }
  return about;
}

// What all named entries have, the rarest first.
std::vector<Feature> shared_features(const Choice& choice, const std::vector<std::size_t>& named) {
  std::vector<Feature> shared = choice.features(named.front());
  std::erase_if(shared, [&](Feature feature) {
    return !std::all_of(named.begin(), named.end(), [&](std::size_t entry) { return choice.has(entry, feature); });
  });
  std::stable_sort(shared.begin(), shared.end(),
                   [&](Feature a, Feature b) { return choice.with(a).size() < choice.with(b).size(); });
  return shared;
}

void choose_like(Choice& choice, const model::Finding& finding) {
  const std::set<std::string> names = names_in(finding);
  std::vector<std::size_t> named;
  for (std::size_t entry = 0; entry < choice.entries().size(); ++entry) {
    if (names.count(base::printable(choice.entries()[entry].path.text())) > 0) named.push_back(entry);
  }
  for (const std::size_t entry : named) choice.choose(entry);
  const std::vector<std::size_t> about = entries_about(choice, finding);
  for (const std::size_t entry : about) choice.choose(entry);
  if (named.empty()) return;
  const std::vector<Feature> shared = shared_features(choice, named);
  if (std::max(named.size(), about.size()) < finding.affected.count) {
    // Examples are few: what they share and so many have that all affected ones could.
    const auto feature = std::find_if(shared.begin(), shared.end(), [&](Feature candidate) {
      return choice.with(candidate).size() >= finding.affected.count;
    });
    if (feature != shared.end()) {
      for (const std::size_t entry : choice.with(*feature)) choice.choose(entry);
    }
  }
  for (const Feature feature : shared) {
    const auto beside = contrast_to(choice, named.front(), feature);
    if (!beside) continue;
    choice.choose(*beside);
    break;
  }
}

}  // namespace

std::vector<model::Entry> entries_like(std::vector<model::Entry> entries, std::span<const model::Finding> findings) {
  const bool is_whole_share = std::any_of(findings.begin(), findings.end(), [](const model::Finding& finding) {
    return finding.severity == model::Severity::Error && finding.affected.count == 0;
  });
  Choice choice(std::move(entries));
  for (std::size_t entry = 0; is_whole_share && entry < choice.entries().size(); ++entry) choice.choose(entry);
  for (const model::Finding& finding : findings) {
    if (!is_whole_share && finding.severity != model::Severity::Note) choose_like(choice, finding);
  }
  return std::move(choice).take();
}

}  // namespace webcid::update
