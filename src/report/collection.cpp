#include <webcid/report/collection.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/statements.hpp>

#include "comparison_labels.hpp"
#include "difference_text.hpp"
#include "figures.hpp"
#include "labels.hpp"
#include "layout.hpp"
#include "shared_findings.hpp"

namespace webcid::report {
namespace {

using causes::Language;
using causes::Text;

constexpr std::size_t kMostNames = 10;  // of reports in one line

// As they are counted.
constexpr std::array kVerdicts{model::Verdict::Broken, model::Verdict::Unknown, model::Verdict::Deviates,
                               model::Verdict::Healthy};

// Wide enough for most; longer ones stand in a line of their own.
constexpr std::size_t kWhatWidth = 26;
constexpr std::size_t kValueWidth = 22;

std::string padded(std::string text, std::size_t width) {
  const std::size_t own = base::display_width(text);
  text += std::string(own < width ? width - own : 1, ' ');
  return text;
}

// "3 broken, 2 healthy"
std::string counts_of(const model::Collection& collection, Language language) {
  std::string out;
  for (const model::Verdict verdict : kVerdicts) {
    const auto count = std::count_if(collection.runs.begin(), collection.runs.end(),
                                     [verdict](const auto& run) { return run.report.verdict == verdict; });
    if (count == 0) continue;
    out += labels::kListSeparator.in(language);
    out += causes::fill(labels::kOfVerdict.in(language), std::array{grouped(static_cast<std::uint64_t>(count)),
                                                                    std::string(labels::of(verdict).in(language))});
  }
  return out;
}

class Overview {
 public:
  Overview(const model::Collection& collection, const TerminalStyle& style)
      : m_collection(collection), m_style(style), m_page(style) {}

  std::string render() {
    if (m_style.verbosity != Verbosity::Quiet) {
      for (const model::NamedReport& run : m_collection.runs) line(run);
      m_page.blank();
      table();
      for (const model::Finding& finding : m_collection.findings) show(finding);
      for (const SharedFinding& shared : shared_findings(m_collection.runs)) show(shared);
      m_page.blank();
      for (const model::Statement& note : m_collection.notes) {
        m_page.title(text(labels::kNote) + ": ", Paint::Cyan, causes::sentence(note, m_style.language));
      }
      if (!m_collection.notes.empty()) m_page.blank();
    }
    if (m_style.verbosity == Verbosity::Verbose) each();
    m_page.whole(verdict_line(m_collection, m_style.language), paint_of(m_collection.verdict));
    return m_page.take();
  }

 private:
  std::string text(Text words, const std::vector<std::string>& arguments = {}) const {
    return causes::fill(words.in(m_style.language), arguments);
  }

  bool is_of_nodes() const { return !m_collection.host.empty(); }

  void line(const model::NamedReport& run) {
    constexpr std::size_t kVerdictWidth = 10;
    const std::string lead = padded(text(labels::of(run.report.verdict)), kVerdictWidth);
    m_page.field(lead, paint_of(run.report.verdict), described(run));
  }

  // A run of an address is called by it: it is not said twice.
  std::string described(const model::NamedReport& run) const {
    const model::Summary& summary = run.report.summary;
    const std::string name = base::printable(run.name);
    const std::string url = base::printable(run.report.target.url);
    const bool is_named_by_address = is_of_nodes() || name == url;
    if (is_named_by_address && summary.files == 0) return text(labels::kNoFiles, {name});
    if (is_named_by_address) {
      return text(labels::kOneNode, {name, grouped(summary.failed), grouped(summary.files)});
    }
    return text(labels::kOneRun, {name, url, grouped(summary.failed), grouped(summary.files)});
  }

  void table() {
    if (m_collection.differences.empty()) return;
    m_page.title("", Paint::Plain, text(labels::kDifferences, {base::printable(m_collection.host)}), Paint::Bold);
    m_page.field("  " + padded(text(labels::kWhat), kWhatWidth) + padded(text(labels::kValue), kValueWidth),
                 Paint::Plain, text(labels::kWhere));
    for (const model::Difference& difference : m_collection.differences) rows(difference);
    m_page.blank();
  }

  void rows(const model::Difference& difference) {
    std::string what = aspect_text(difference, m_style.language);
    if (base::display_width(what) >= kWhatWidth) {
      m_page.field("  ", Paint::Plain, what);
      what.clear();
    }
    for (const auto& [value, nodes] : difference.values) {
      const std::string shown = value_text(difference, value, m_style.language);
      m_page.field("  " + padded(what, kWhatWidth) + padded(shown, kValueWidth), Paint::Plain, names_text(nodes));
      what.clear();
    }
  }

  std::string names_text(const std::vector<std::string>& all) const {
    std::vector<std::string> names(all.begin(),
                                   all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), kMostNames)));
    std::string out = causes::join(names, m_style.language);
    if (all.size() > kMostNames) out = text(labels::kAndMore, {out, grouped(all.size() - kMostNames)});
    return out;
  }

  void title(const model::Finding& finding) {
    m_page.title(fmt::format("{}[{}]: ", text(labels::of(finding.severity)), base::printable(finding.about.cause)),
                 paint_of(finding.severity), causes::summary(finding.about, m_style.language), Paint::Bold);
  }

  void field(Text label, const std::string& value) {
    m_page.field(fmt::format("  = {}: ", text(label)), Paint::Blue, value);
  }

  void show(const model::Finding& finding) {
    title(finding);
    for (const model::Statement& seen : finding.evidence) {
      field(labels::kSeen, causes::sentence(seen, m_style.language));
    }
    help(finding);
  }

  void show(const SharedFinding& shared) {
    title(*shared.first);
    m_page.field(" --> ", Paint::Blue,
                 text(is_of_nodes() ? labels::kAtNodes : labels::kInReports,
                      {grouped(shared.names.size()), grouped(m_collection.runs.size()), names_text(shared.names)}));
    help(*shared.first);
  }

  void help(const model::Finding& finding) {
    if (causes::find(finding.about.cause) == nullptr) return;
    field(labels::kHelp, fmt::format("`webcid explain {}`", finding.about.cause));
  }

  // Every run as if it were alone.
  void each() {
    for (const model::NamedReport& run : m_collection.runs) {
      m_page.blank();
      m_page.title("", Paint::Plain, fmt::format("--- {} ---", base::printable(run.name)), Paint::Bold);
      m_page.blank();
      m_page.append(render_terminal(run.report, m_style));
    }
    m_page.blank();
  }

  const model::Collection& m_collection;
  const TerminalStyle& m_style;
  Page m_page;
};

}  // namespace

std::string verdict_line(const model::Collection& collection, Language language) {
  const auto fill = [&](const Text& words, const std::vector<std::string>& arguments) {
    return causes::fill(words.in(language), arguments);
  };
  const bool is_interrupted = std::any_of(collection.runs.begin(), collection.runs.end(),
                                          [](const auto& run) { return run.report.interrupted; });
  const std::string count = grouped(collection.runs.size());
  const bool is_one = collection.runs.size() == 1;
  const std::string of = collection.host.empty() ? fill(is_one ? labels::kOneReport : labels::kReports, {count})
                                                 : fill(is_one ? labels::kNodeOfName : labels::kNodes,
                                                        {base::printable(collection.host), count});
  return fmt::format("{}{}: {}{}", is_interrupted ? labels::kInterrupted.in(language) : "",
                     labels::of(collection.verdict).in(language), of, counts_of(collection, language));
}

std::string render_collection(const model::Collection& collection, const TerminalStyle& style) {
  return Overview(collection, style).render();
}

}  // namespace webcid::report
