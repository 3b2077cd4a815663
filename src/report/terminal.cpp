#include <webcid/report/terminal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/causes/statements.hpp>

#include "figures.hpp"
#include "finding_text.hpp"
#include "labels.hpp"
#include "layout.hpp"

namespace webcid::report {
namespace {

using causes::Language;
using causes::Remedy;
using causes::RemedyForm;
using causes::Text;

class Renderer {
 public:
  Renderer(const model::Report& report, const TerminalStyle& style)
      : m_report(report), m_style(style), m_language(style.language), m_page(style) {}

  std::string render() {
    if (m_style.verbosity != Verbosity::Quiet) {
      header();
      for (const model::Finding& finding : m_report.findings) show(finding);
      notes();
      guide();
      if (m_hid_remedies) m_page.title(help_lead(), Paint::Green, labels::kMore.in(m_language));
      if (m_hid_remedies) m_page.blank();
    }
    m_page.whole(verdict_line(m_report, m_language), paint_of(m_report.verdict));
    return m_page.take();
  }

  std::string render(const model::Finding& finding) {
    show(finding);
    return m_page.take();
  }

 private:
  bool is_verbose() const { return m_style.verbosity == Verbosity::Verbose; }
  std::string text(Text words, const std::vector<std::string>& arguments = {}) const {
    return causes::fill(words.in(m_language), arguments);
  }
  std::string help_lead() const { return text(labels::kHelp) + ": "; }

  void header() {
    const model::Target& target = m_report.target;
    const model::Summary& summary = m_report.summary;
    m_page.title("webcid: ", Paint::Bold, base::printable(target.url), Paint::Bold);
    row(labels::kSettings, base::printable(target.settings));
    row(labels::kAddresses, causes::join(target.addresses, m_language));
    row(labels::kProxy, proxy_line(target, m_language));
    row(labels::kServer, base::printable(m_report.server));
    row(labels::kAccount, account_line(target, m_language));
    if (is_verbose()) row(labels::kUserAgent, base::printable(target.user_agent));
    const bool is_run = m_report.basis == model::Basis::Run;
    const bool is_fetched = m_report.basis != model::Basis::ServerFiles;
    if (is_fetched || summary.files > 0) row(labels::kFiles, files_line(m_report, m_language));
    row(labels::kStarted, base::format_time_seconds(m_report.started));
    if (is_run || summary.requests > 0) row(requests_label(m_report), requests_line(m_report, m_language));
    m_page.blank();
  }

  void row(Text label, const std::string& value) {
    if (value.empty()) return;
    constexpr std::size_t kLabelWidth = 12;
    std::string lead = fmt::format("  {}: ", label.in(m_language));
    const std::size_t width = base::display_width(lead);
    if (width < kLabelWidth + 3) lead += std::string(kLabelWidth + 3 - width, ' ');
    m_page.field(lead, Paint::Plain, value);
  }

  void show(const model::Finding& finding) {
    const auto lead = fmt::format("{}[{}]: ", text(labels::of(finding.severity)), base::printable(finding.about.cause));
    m_page.title(
        lead, paint_of(finding.severity),
        fmt::format("{} ({})", causes::summary(finding.about, m_language), text(labels::of(finding.confidence))),
        Paint::Bold);
    const std::string affected = affected_text(finding.affected, m_language);
    if (!affected.empty()) m_page.field(" --> ", Paint::Blue, affected);
    const causes::Cause* const cause = causes::find(finding.about.cause);
    if (cause != nullptr) field(labels::kWhy, cause->why.in(m_language));
    for (const model::Statement& seen : finding.evidence) field(labels::kSeen, sentence(seen));
    for (const model::CauseRef& other : finding.alternatives) {
      field(labels::kAlternative,
            fmt::format("{} ({})", causes::summary(other, m_language), base::printable(other.cause)));
    }
    for (const model::Statement& open : finding.to_decide) field(labels::kToDecide, sentence(open));
    if (cause != nullptr) {
      const causes::GuideStep* const step = causes::find_guide_step(cause->guide_step);
      if (step != nullptr) field(labels::kGuideExpects, fmt::format("{} ({})", step->title.in(m_language), step->id));
      field(labels::kEndpointShows, cause->endpoint_shows.in(m_language));
      if (is_verbose()) field(labels::kReference, cause->reference);
    }
    show_remedies(finding.about);
    m_page.blank();
  }

  void field(Text label, std::string_view value) {
    if (value.empty()) return;
    m_page.field(fmt::format("  = {}: ", label.in(m_language)), Paint::Blue, value);
  }

  std::string sentence(const model::Statement& statement) const {
    std::string words = causes::sentence(statement, m_language);
    if (is_verbose() && statement.exchange) words += text(labels::kExchange, {std::to_string(*statement.exchange)});
    return words;
  }

  // Normally the first web.config and the first commands; without a web.config the steps as well.
  bool is_shown(const std::vector<Remedy>& remedies, const Remedy& remedy) const {
    if (is_verbose()) return true;
    const auto first_of = [&remedies](RemedyForm form) {
      const auto found =
          std::find_if(remedies.begin(), remedies.end(), [form](const Remedy& other) { return other.form == form; });
      return found == remedies.end() ? nullptr : &*found;
    };
    const Remedy* const config = first_of(RemedyForm::WebConfig);
    const Remedy* const commands = first_of(RemedyForm::Appcmd);
    if (config == nullptr && remedy.form == RemedyForm::Steps) return true;
    return &remedy == config || &remedy == commands;
  }

  void show_remedies(const model::CauseRef& about) {
    const std::vector<Remedy> remedies =
        causes::remedies(about, m_language, causes::context_of(m_report.target, m_report.server));
    for (const Remedy& remedy : remedies) {
      if (!is_shown(remedies, remedy)) {
        m_hid_remedies = true;
        continue;
      }
      m_page.title(help_lead(), Paint::Green, remedy.title);
      if (remedy.form == RemedyForm::Steps) {
        for (const std::string_view line : base::split(base::trim(remedy.text), '\n')) m_page.step(line);
      } else {
        m_page.blank();
        m_page.verbatim(remedy.text);
        m_page.blank();
      }
    }
  }

  void notes() {
    for (const model::Statement& note : m_report.notes) {
      m_page.title(text(labels::kNote) + ": ", Paint::Cyan, sentence(note));
    }
    if (!m_report.notes.empty()) m_page.blank();
  }

  void guide() {
    const bool is_wanted = is_verbose() || m_report.target.is_acceptance;
    if (!is_wanted || m_report.guide.empty()) return;
    m_page.title(text(labels::kGuide) + ":", Paint::Bold, "");
    for (const model::GuideStep& state : m_report.guide) {
      constexpr std::size_t kStateWidth = 10;
      std::string lead = "  " + text(labels::of(state.state));
      lead += std::string(kStateWidth + 3 - std::min(base::display_width(lead), kStateWidth + 2), ' ');
      const causes::GuideStep* const known = causes::find_guide_step(state.id);
      m_page.field(lead, Paint::Plain,
                   known == nullptr ? base::printable(state.id)
                                    : fmt::format("{} ({})", known->title.in(m_language), known->id));
      for (const model::Statement& proof : state.proof) {
        m_page.field(std::string(base::display_width(lead), ' ') + "= ", Paint::Blue, sentence(proof));
      }
    }
    m_page.blank();
  }

  const model::Report& m_report;
  const TerminalStyle& m_style;
  Language m_language;
  Page m_page;
  bool m_hid_remedies = false;
};

}  // namespace

std::string finding_text(const model::Report& report, const model::Finding& finding, const TerminalStyle& style) {
  return Renderer(report, style).render(finding);
}

std::string render_terminal(const model::Report& report, const TerminalStyle& style) {
  return Renderer(report, style).render();
}

}  // namespace webcid::report
