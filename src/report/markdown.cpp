#include <webcid/report/markdown.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/clock.hpp>
#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/causes/statements.hpp>
#include <webcid/report/terminal.hpp>

#include "figures.hpp"
#include "finding_text.hpp"
#include "format_labels.hpp"
#include "labels.hpp"
#include "markdown_text.hpp"

namespace webcid::report {
namespace {

using causes::Language;
using causes::RemedyForm;
using causes::Text;
using markdown::code;
using markdown::marked;
using markdown::prose;

struct FormLanguage {
  RemedyForm form;
  std::string_view name;  // of the fenced block
};
constexpr std::array<FormLanguage, 3> kLanguages{
    {{RemedyForm::WebConfig, "xml"}, {RemedyForm::Appcmd, "bat"}, {RemedyForm::PowerShell, "powershell"}}};

class Document {
 public:
  Document(const model::Report& report, Language language) : m_report(report), m_language(language) {}

  std::string render() {
    m_text = fmt::format("## webcid: {}\n\n", prose(verdict_line(m_report, m_language)));
    header();
    for (const model::Finding& finding : m_report.findings) show(finding);
    notes();
    guide();
    return std::move(m_text);
  }

 private:
  std::string text(Text words, const std::vector<std::string>& arguments = {}) const {
    return causes::fill(words.in(m_language), arguments);
  }

  // "- **label:** value", where there is one.
  void row(Text label, const std::string& value) {
    if (!value.empty()) m_text += fmt::format("- **{}:** {}\n", label.in(m_language), value);
  }

  void heading(std::string_view title) { m_text += fmt::format("\n### {}\n\n", title); }

  void header() {
    const model::Target& target = m_report.target;
    m_text += fmt::format("- **URL:** {}\n", code(target.url));
    row(labels::kAddresses, prose(causes::join(marked(target.addresses), m_language)));
    row(labels::kProxy, code(target.proxy));
    row(labels::kServer, code(m_report.server));
    row(labels::kUserAgent, code(target.user_agent));
    row(labels::kFiles, prose(files_line(m_report, m_language)));
    row(labels::kStarted, base::format_time_seconds(m_report.started));
    const bool has_requests = m_report.basis != model::Basis::Share;
    if (has_requests) row(requests_label(m_report), prose(requests_line(m_report, m_language)));
  }

  std::string summary_of(const model::CauseRef& about) const {
    return prose(causes::summary({about.cause, marked(about.parameters)}, m_language));
  }

  std::string sentence(model::Statement statement) const {
    statement.arguments = marked(statement.arguments);
    return prose(causes::sentence(statement, m_language));
  }

  void show(const model::Finding& finding) {
    heading(fmt::format("{}: {} ({})", text(labels::of(finding.severity)), summary_of(finding.about),
                        text(labels::of(finding.confidence))));
    m_text += code(finding.about.cause) + "\n\n";
    const std::string affected = affected_text({finding.affected.count, marked(finding.affected.examples)}, m_language);
    if (!affected.empty()) m_text += prose(affected) + "\n\n";
    const causes::Cause* const cause = causes::find(finding.about.cause);
    if (cause != nullptr) row(labels::kWhy, prose(cause->why.in(m_language)));
    for (const model::Statement& seen : finding.evidence) row(labels::kSeen, sentence(seen));
    for (const model::CauseRef& other : finding.alternatives) {
      row(labels::kAlternative, fmt::format("{} ({})", summary_of(other), code(other.cause)));
    }
    for (const model::Statement& open : finding.to_decide) row(labels::kToDecide, sentence(open));
    if (cause != nullptr) about(*cause);
    show_remedies(finding.about);
  }

  void about(const causes::Cause& cause) {
    const causes::GuideStep* const step = causes::find_guide_step(cause.guide_step);
    if (step != nullptr) {
      row(labels::kGuideExpects, fmt::format("{} ({})", prose(step->title.in(m_language)), code(step->id)));
    }
    row(labels::kEndpointShows, prose(cause.endpoint_shows.in(m_language)));
    row(labels::kReference, prose(cause.reference));
  }

  void show_remedies(const model::CauseRef& about) {
    const auto context = causes::context_of(m_report.target, m_report.server);
    for (const causes::Remedy& remedy : causes::remedies(about, m_language, context)) {
      m_text += fmt::format("\n**{}: {}**\n\n", text(labels::kHelp), prose(remedy.title));
      const auto* const row = std::find_if(kLanguages.begin(), kLanguages.end(),
                                           [&remedy](const FormLanguage& one) { return one.form == remedy.form; });
      if (row != kLanguages.end()) {
        m_text += markdown::fenced(remedy.text, row->name);
      } else {
        steps(remedy.text);
      }
    }
  }

  // "1. open ..." stays an item of a numbered list; a remark between them is a paragraph.
  void steps(std::string_view lines) {
    bool was_item = true;
    for (const std::string_view line : base::split(base::trim(lines), '\n')) {
      const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
      const bool is_item = digits > 0 && line.substr(digits, 2) == ". ";
      if (!is_item || !was_item) m_text += '\n';
      m_text += is_item ? fmt::format("{}. {}\n", line.substr(0, digits), prose(line.substr(digits + 2)))
                        : prose(line) + "\n";
      was_item = is_item;
    }
  }

  void notes() {
    if (m_report.notes.empty()) return;
    heading(text(labels::kNotesTitle));
    for (const model::Statement& note : m_report.notes) m_text += fmt::format("- {}\n", sentence(note));
  }

  void guide() {
    if (m_report.guide.empty()) return;
    heading(text(labels::kGuide));
    for (const model::GuideStep& state : m_report.guide) {
      const causes::GuideStep* const known = causes::find_guide_step(state.id);
      const std::string title = known == nullptr ? "" : prose(known->title.in(m_language)) + " ";
      m_text += fmt::format("- **{}:** {}({})\n", text(labels::of(state.state)), title, code(state.id));
      for (const model::Statement& proof : state.proof) m_text += fmt::format("  - {}\n", sentence(proof));
    }
  }

  const model::Report& m_report;
  Language m_language;
  std::string m_text;
};

}  // namespace

std::string render_markdown(const model::Report& report, Language language) {
  return Document(report, language).render();
}

}  // namespace webcid::report
