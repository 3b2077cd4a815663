#include <webcid/report/collection.hpp>
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

#include "comparison_labels.hpp"
#include "difference_text.hpp"
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
    row(labels::kProxy, target.proxy_origin ? prose(proxy_line(target, m_language)) : code(target.proxy));
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

using Row = std::vector<std::string>;

// A bar ends a cell, also in a code span (GitHub Flavored Markdown, 4.10).
std::string cell(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '|' && (i == 0 || text[i - 1] != '\\')) out += '\\';
    out += text[i];
  }
  return out;
}

// Of prose and code.
std::string table(const std::vector<Row>& rows) {
  std::string out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out += "|";
    for (const std::string& text : rows[i]) out += fmt::format(" {} |", cell(text));
    out += "\n";
    if (i > 0) continue;
    out += "|";
    for (std::size_t column = 0; column < rows[i].size(); ++column) out += " --- |";
    out += "\n";
  }
  return out;
}

std::vector<Row> runs_of(const model::Collection& collection, Language language) {
  const auto words = [language](const Text& text) { return std::string(text.in(language)); };
  std::vector<Row> rows{
      {words(labels::kRun), words(labels::kVerdict), words(labels::kFiles), words(labels::kFilesFailedShort)}};
  for (const model::NamedReport& run : collection.runs) {
    rows.push_back({code(run.name), words(labels::of(run.report.verdict)), grouped(run.report.summary.files),
                    grouped(run.report.summary.failed)});
  }
  return rows;
}

std::vector<Row> differences_of(const model::Collection& collection, Language language) {
  const auto words = [language](const Text& text) { return std::string(text.in(language)); };
  std::vector<Row> rows{{words(labels::kWhat), words(labels::kValue), words(labels::kWhere)}};
  for (const model::Difference& difference : collection.differences) {
    std::string what = prose(aspect_text(difference, language));
    for (const auto& [value, nodes] : difference.values) {
      std::string where;
      for (const std::string& node : nodes) where += (where.empty() ? "" : ", ") + code(node);
      rows.push_back({std::move(what), prose(value_text(difference, value, language)), std::move(where)});
      what.clear();
    }
  }
  return rows;
}

}  // namespace

std::string render_markdown(const model::Report& report, Language language) {
  return Document(report, language).render();
}

std::string render_collection_markdown(const model::Collection& collection, Language language) {
  std::string out = fmt::format("# webcid: {}\n\n", prose(verdict_line(collection, language)));
  out += table(runs_of(collection, language));
  if (!collection.differences.empty()) {
    out += fmt::format("\n## {}\n\n",
                       prose(causes::fill(labels::kDifferences.in(language), std::array{marked(collection.host)})));
    out += table(differences_of(collection, language));
  }
  for (const model::Finding& finding : collection.findings) {
    out += fmt::format("\n## {}: {}\n\n{}\n\n", labels::of(finding.severity).in(language),
                       prose(causes::summary({finding.about.cause, marked(finding.about.parameters)}, language)),
                       code(finding.about.cause));
    for (model::Statement seen : finding.evidence) {
      seen.arguments = marked(seen.arguments);
      out += fmt::format("- {}\n", prose(causes::sentence(seen, language)));
    }
  }
  for (const model::NamedReport& run : collection.runs) {
    out += fmt::format("\n# {}\n\n", code(run.name));
    out += render_markdown(run.report, language);
  }
  return out;
}

}  // namespace webcid::report
