// Findings with their proof, alternatives and remedies.
#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/causes/statements.hpp>

#include "figures.hpp"
#include "html_parts.hpp"
#include "html_templates.hpp"
#include "html_words.hpp"
#include "labels.hpp"

namespace webcid::report::html {
namespace {

using causes::Language;
using causes::Remedy;
using causes::RemedyForm;
using causes::Text;

// Findings are few; a hostile server could still make many with long names.
constexpr std::size_t kMaxBytes = 1'500'000;

struct FormRow {
  RemedyForm form;
  Text name;
};
// In the order of the tabs: what can be pasted first.
constexpr auto kForms = std::to_array<FormRow>({
    {RemedyForm::WebConfig, {"web.config", "web.config"}},
    {RemedyForm::Appcmd, {"appcmd", "appcmd"}},
    {RemedyForm::PowerShell, {"PowerShell", "PowerShell"}},
    {RemedyForm::Steps, words::kSteps},
});

std::string summary_of(const model::CauseRef& about, Language language) {
  const causes::Cause* const cause = causes::find(about.cause);
  return sentence_case(causes::summary(about, language), cause == nullptr ? "" : cause->summary.in(language));
}

Markup heading(const Pen& pen, const Text& words) {
  Markup out = Markup::tags("<h4>");
  out += pen.both(words);
  out += "</h4>\n";
  return out;
}

Markup affected(const Pen& pen, const model::Affected& affected) {
  Markup out;
  if (affected.count == 0) return out;
  out += R"(<p class="affected"><strong>)";
  out += pen.both([&](Language language) {
    const Text& words = affected.count == 1 ? words::kAffectedOne : words::kAffected;
    return causes::fill(words.in(language), std::array{grouped(affected.count)});
  });
  out += "</strong>";
  if (!affected.examples.empty()) {
    if (affected.count > affected.examples.size()) {
      out += R"( <span class="quiet">)";
      out += pen.both(words::kForExample);
      out += "</span>";
    }
    for (const std::string& example : affected.examples) {
      out += " ";
      out += code(example);
    }
  }
  out += "</p>";
  return out;
}

Markup list(const Pen& pen, const Text& title, const std::vector<model::Statement>& statements,
            const ShownExchanges& shown) {
  Markup out;
  if (statements.empty()) return out;
  out += heading(pen, title);
  out += "<ul>";
  for (const model::Statement& statement : statements) {
    out += "<li>";
    out += sentence(pen, statement, shown);
    out += "</li>\n";
  }
  out += "</ul>";
  return out;
}

Markup alternatives(const Pen& pen, const model::Finding& finding, const ShownExchanges& shown) {
  Markup out;
  if (!finding.alternatives.empty()) {
    out += heading(pen, words::kAlternatives);
    out += "<ul>";
    for (const model::CauseRef& other : finding.alternatives) {
      out += "<li>";
      out += pen.both([&other](Language language) { return summary_of(other, language); });
      out += " ";
      out += code(other.cause);
      out += "</li>\n";
    }
    out += "</ul>";
  }
  out += list(pen, words::kDecides, finding.to_decide, shown);
  if (out.empty()) return out;
  Markup boxed = Markup::tags(R"(<div class="undecided">)");
  boxed += out;
  boxed += "</div>";
  return boxed;
}

Markup facts(const Pen& pen, const model::Report& report, const causes::Cause* cause) {
  Markup out;
  if (cause == nullptr) return out;
  const causes::GuideStep* const step = causes::find_guide_step(cause->guide_step);
  Markup guide_link;
  if (step != nullptr && report.guide.empty()) {
    guide_link += pen.both(step->title);
  } else if (step != nullptr) {
    guide_link += R"(<a href="#)";
    guide_link += Markup::text(step->id);
    guide_link += R"(">)";
    guide_link += pen.both(step->title);
    guide_link += "</a>";
  }
  out += term(pen, labels::kGuideExpects, guide_link);
  if (!cause->endpoint_shows.empty()) out += term(pen, labels::kEndpointShows, pen.both(cause->endpoint_shows));
  out += term(pen, labels::kReference, Markup::text(cause->reference));
  if (out.empty()) return out;
  Markup framed = Markup::tags(R"(<dl class="facts">)");
  framed += out;
  framed += "</dl>";
  return framed;
}

// Lines of a command, of a file or of steps: each made printable by itself, so that line ends stay.
Markup lines(std::string_view text) {
  Markup out;
  for (const std::string_view line : base::split(base::trim(text), '\n')) {
    if (!out.empty()) out += "\n";
    out += Markup::whole(line);
  }
  return out;
}

Markup copyable(const Pen& pen, const Remedy& remedy) {
  Markup out = Markup::tags(R"(<p class="remedy-title">)");
  out += Markup::text(sentence_case(remedy.title, remedy.title));
  out += R"(</p><div class="copyable"><button type="button" class="copy needs-js">)";
  out += pen.both(words::kCopy);
  out += remedy.form == RemedyForm::Steps ? R"(</button><pre class="steps">)" : R"(</button><pre tabindex="0">)";
  out += lines(remedy.text);
  out += "</pre></div>\n";
  return out;
}

// All remedies of one form, in one language or, where only titles differ, still each language for itself: a reader
// copies what he reads.
Markup panel(const Pen& pen, RemedyForm form, const std::array<std::vector<Remedy>, 2>& remedies) {
  return pen.blocks([&](Language language) {
    Markup out;
    for (const Remedy& remedy : remedies.at(language == Language::Japanese ? 1 : 0)) {
      if (remedy.form == form) out += copyable(pen, remedy);
    }
    return out;
  });
}

// The WAI-ARIA tabs pattern; without scripts every panel stands below its heading.
Markup remedies(const Pen& pen, const model::Report& report, const model::Finding& finding, std::size_t number) {
  const causes::RemedyContext context = causes::context_of(report.target, report.server);
  const std::array all{causes::remedies(finding.about, Language::English, context),
                       causes::remedies(finding.about, Language::Japanese, context)};
  Markup tabs;
  Markup panels;
  std::size_t count = 0;
  for (const FormRow& row : kForms) {
    const bool has = std::any_of(all[0].begin(), all[0].end(), [&](const Remedy& r) { return r.form == row.form; });
    if (!has) continue;
    const std::string id = fmt::format("remedy-{}-{}", number, count);
    tabs += fmt::format(
        R"(<button type="button" role="tab" id="{0}-tab" aria-controls="{0}" aria-selected="{1}" tabindex="{2}">)", id,
        count == 0, count == 0 ? 0 : -1);
    tabs += pen.both(row.name);
    tabs += "</button>";
    panels += fmt::format(R"(<div class="panel" role="tabpanel" id="{0}" aria-labelledby="{0}-tab"><h5>)", id);
    panels += pen.both(row.name);
    panels += "</h5>";
    panels += panel(pen, row.form, all);
    panels += "</div>\n";
    ++count;
  }
  Markup out;
  if (count == 0) return out;
  out += heading(pen, words::kRemedy);
  out += R"(<div class="tabs"><div class="tablist needs-js" role="tablist" )";
  out += pen.attribute("aria-label", [](Language language) { return std::string(words::kRemedy.in(language)); });
  out += ">";
  out += tabs;
  out += "</div>\n";
  out += panels;
  out += "</div>";
  return out;
}

Markup finding_article(const Pen& pen, const model::Report& report, const model::Finding& finding, std::size_t number,
                       const ShownExchanges& shown) {
  const causes::Cause* const cause = causes::find(finding.about.cause);
  Markup why;
  if (cause != nullptr && !cause->why.empty()) {
    why += R"(<p class="why">)";
    why += pen.both([cause](Language language) {
      return sentence_case(std::string(cause->why.in(language)), cause->why.in(language));
    });
    why += "</p>";
  }
  const std::array slots{
      Slot{"number", Markup::text(std::to_string(number))},
      Slot{"severity", Markup::text(name_of(finding.severity))},
      Slot{"severity-word", pen.both(labels::of(finding.severity))},
      Slot{"confidence", Markup::text(name_of(finding.confidence))},
      Slot{"confidence-word", pen.both(labels::of(finding.confidence))},
      Slot{"cause", Markup::text(finding.about.cause)},
      Slot{"summary", pen.both([&finding](Language language) { return summary_of(finding.about, language); })},
      Slot{"affected", affected(pen, finding.affected)},
      Slot{"why", why},
      Slot{"proof", list(pen, words::kProof, finding.evidence, shown)},
      Slot{"alternatives", alternatives(pen, finding, shown)},
      Slot{"facts", facts(pen, report, cause)},
      Slot{"remedies", remedies(pen, report, finding, number)},
  };
  return pen.fill(kFindingHtml, slots);
}

}  // namespace

Markup sentence(const Pen& pen, const model::Statement& statement, const ShownExchanges& shown) {
  const causes::StatementText* const known = causes::find_statement(statement.id);
  Markup out = pen.both([&](Language language) {
    return sentence_case(causes::sentence(statement, language), known == nullptr ? "" : known->english);
  });
  if (!statement.exchange) return out;
  const std::string id = std::to_string(*statement.exchange);
  const Markup words =
      pen.both([&id](Language language) { return causes::fill(words::kExchangeLink.in(language), std::array{id}); });
  const bool is_link = shown.contains(*statement.exchange);
  out += is_link ? fmt::format(R"( <a class="exchange" href="#x{}">)", id) : R"( <span class="quiet">)";
  out += words;
  out += is_link ? "</a>" : "</span>";
  return out;
}

Markup findings(const Pen& pen, const model::Report& report, const ShownExchanges& shown, std::size_t first) {
  Markup out;
  if (report.findings.empty()) {
    // An interrupted or empty run proves nothing.
    if (report.verdict != model::Verdict::Healthy) return pen.both(labels::kNoFindings);
    out += R"(<p class="nothing">)";
    out += pen.both(words::kNothingFound);
    out += "</p>";
    return out;
  }
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    if (out.size() > kMaxBytes) {
      const std::string rest = std::to_string(report.findings.size() - i);
      out += R"(<p class="left-out">)";
      out += pen.both(
          [&rest](Language language) { return causes::fill(words::kMoreFindings.in(language), std::array{rest}); });
      out += "</p>";
      break;
    }
    out += finding_article(pen, report, report.findings[i], first + i, shown);
  }
  return out;
}

}  // namespace webcid::report::html
