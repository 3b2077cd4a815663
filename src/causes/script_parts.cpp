#include "script_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/places.hpp>

namespace webcid::causes {
namespace {

std::string steps_text(const model::CauseRef& about, const RemedyContext& context, Language language) {
  for (const Remedy& remedy : remedies(about, language, context)) {
    if (remedy.form == RemedyForm::Steps) return remedy.text;
  }
  return {};
}

}  // namespace

std::vector<Mended> mendings_of(const model::Report& report, const RemedyContext& context) {
  std::vector<Mended> all;
  for (const model::Finding& finding : report.findings) {
    all.push_back({&finding, mending_of(Subject{finding.about, context})});
  }
  return all;
}

std::string as_comment(std::string_view text) {
  constexpr std::string_view kHarmless = " ./:_-=,;+@()[]{}'\\\"#~%";
  // Long enough for an address or a list of extensions; a hostile one is cut.
  constexpr std::size_t kMost = 400;
  std::string out;
  for (const char c : base::printable(text.substr(0, kMost))) {
    const bool is_word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (is_word || kHarmless.find(c) != std::string_view::npos) {
      out += c;
    } else if (out.empty() || out.back() != '?') {
      out += '?';
    }
  }
  return out;
}

std::vector<std::string> heading_of(const model::Finding& finding) {
  std::vector<std::string> lines{fmt::format("{}: {} ({})", as_comment(finding.about.cause),
                                             as_comment(summary(finding.about, Language::English)),
                                             name_of(finding.confidence))};
  for (const model::CauseRef& other : finding.alternatives) {
    lines.push_back(fmt::format("  or, which looks the same from outside, {}: {}", as_comment(other.cause),
                                as_comment(summary(other, Language::English))));
  }
  return lines;
}

std::string unnamed_note(const Mending& mending) {
  return fmt::format("{} of them are left out, whose names cannot be written here: the report has them",
                     mending.unnamed);
}

std::string first_step_of(const model::Finding& finding, const RemedyContext& context) {
  const std::string steps = steps_text(finding.about, context, Language::English);
  return as_comment(std::string_view(steps).substr(0, steps.find('\n')));
}

std::string steps_of(const model::Report& report, const RemedyContext& context, Language language) {
  constexpr Text kHead{
      "what was found at {0}, step by step\n"
      "assumed, since it cannot be seen from outside: site \"{1}\" (--site), physical path \"{2}\" (--physical-path)\n",
      "{0} で検出された問題の対処手順\n"
      "外部からは分からないため、サイトは「{1}」(--site)、物理パスは「{2}」(--physical-path) と仮定しています\n"};
  constexpr Text kNothing{"nothing to mend", "対処が必要な項目はありません"};
  std::string text =
      fill(kHead.in(language), std::array{base::printable(report.target.url), base::printable(context.site),
                                          base::printable(context.physical_path)});
  for (const model::Finding& finding : report.findings) {
    text += fmt::format("\n{}: {}\n{}", base::printable(finding.about.cause), summary(finding.about, language),
                        steps_text(finding.about, context, language));
  }
  if (report.findings.empty()) text += fmt::format("\n{}\n", kNothing.in(language));
  return text;
}

}  // namespace webcid::causes
