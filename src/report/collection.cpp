#include <webcid/report/collection.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/places.hpp>

#include "comparison_labels.hpp"
#include "figures.hpp"
#include "json_document.hpp"
#include "json_keys.hpp"
#include "labels.hpp"
#include "layout.hpp"

namespace webcid::report {
namespace {

using causes::Text;

constexpr std::size_t kMostNames = 10;  // of reports in one line

// From the worst on.
constexpr std::array kByWeight{model::Verdict::Broken, model::Verdict::Unknown, model::Verdict::Deviates,
                               model::Verdict::Healthy};

std::size_t weight_of(model::Verdict verdict) {
  return static_cast<std::size_t>(std::find(kByWeight.begin(), kByWeight.end(), verdict) - kByWeight.begin());
}

// A cause with its parameters, and who has it.
struct Shared {
  const model::Finding* first = nullptr;
  std::vector<std::string> names;
};

std::vector<Shared> shared_findings(std::span<const NamedReport> reports) {
  std::map<std::tuple<std::string, std::vector<std::string>>, Shared> by_cause;
  for (const NamedReport& one : reports) {
    for (const model::Finding& finding : one.report.findings) {
      Shared& shared = by_cause[{finding.about.cause, finding.about.parameters}];
      if (shared.first == nullptr) shared.first = &finding;
      if (shared.names.empty() || shared.names.back() != one.name) shared.names.push_back(one.name);
    }
  }
  std::vector<Shared> out;
  for (auto& [about, shared] : by_cause) out.push_back(std::move(shared));
  std::stable_sort(out.begin(), out.end(), [](const Shared& a, const Shared& b) {
    return std::tuple(a.first->severity, b.names.size()) < std::tuple(b.first->severity, a.names.size());
  });
  return out;
}

class Overview {
 public:
  Overview(std::span<const NamedReport> reports, const TerminalStyle& style)
      : m_reports(reports), m_style(style), m_page(style) {}

  std::string render() {
    if (m_style.verbosity != Verbosity::Quiet) {
      for (const NamedReport& one : m_reports) line(one);
      m_page.blank();
      for (const Shared& shared : shared_findings(m_reports)) show(shared);
      m_page.blank();
    }
    const model::Verdict worst = verdict_of(m_reports);
    m_page.whole(fmt::format("{}: {}", text(labels::of(worst)), counts()), paint_of(worst));
    return m_page.take();
  }

 private:
  std::string text(Text words, const std::vector<std::string>& arguments = {}) const {
    return causes::fill(words.in(m_style.language), arguments);
  }

  void line(const NamedReport& one) {
    constexpr std::size_t kVerdictWidth = 10;
    std::string lead = text(labels::of(one.report.verdict));
    lead += std::string(kVerdictWidth - std::min(base::display_width(lead), kVerdictWidth - 1), ' ');
    m_page.field(lead, paint_of(one.report.verdict),
                 text(labels::kOneRun, {base::printable(one.name), base::printable(one.report.target.url),
                                        grouped(one.report.summary.failed), grouped(one.report.summary.files)}));
  }

  void show(const Shared& shared) {
    const model::Finding& finding = *shared.first;
    m_page.title(fmt::format("{}[{}]: ", text(labels::of(finding.severity)), base::printable(finding.about.cause)),
                 paint_of(finding.severity), causes::summary(finding.about, m_style.language), Paint::Bold);
    std::vector<std::string> names;
    for (const std::string& name : shared.names) {
      if (names.size() < kMostNames) names.push_back(base::printable(name));
    }
    std::string in = causes::join(names, m_style.language);
    if (shared.names.size() > kMostNames) in = text(labels::kAndMore, {in, grouped(shared.names.size() - kMostNames)});
    m_page.field(" --> ", Paint::Blue,
                 text(labels::kInReports, {grouped(shared.names.size()), grouped(m_reports.size()), in}));
  }

  // "3 broken, 2 healthy"
  std::string counts() const {
    std::string out = text(labels::kReports, {grouped(m_reports.size())});
    for (const model::Verdict verdict : kByWeight) {
      const auto count = std::count_if(m_reports.begin(), m_reports.end(),
                                       [verdict](const auto& one) { return one.report.verdict == verdict; });
      if (count == 0) continue;
      out += labels::kListSeparator.in(m_style.language);
      out += text(labels::kOfVerdict, {grouped(static_cast<std::uint64_t>(count)), text(labels::of(verdict))});
    }
    return out;
  }

  std::span<const NamedReport> m_reports;
  const TerminalStyle& m_style;
  Page m_page;
};

}  // namespace

model::Verdict verdict_of(std::span<const NamedReport> reports) {
  const auto worst = std::min_element(reports.begin(), reports.end(), [](const auto& a, const auto& b) {
    return weight_of(a.report.verdict) < weight_of(b.report.verdict);
  });
  return worst == reports.end() ? model::Verdict::Unknown : worst->report.verdict;
}

std::string render_collection(std::span<const NamedReport> reports, const TerminalStyle& style) {
  return Overview(reports, style).render();
}

std::string render_collection_json(std::span<const NamedReport> reports, causes::Language language) {
  using Json = nlohmann::ordered_json;
  Json json{{"schema", kSchema},
            {"tool", Json{{"name", "webcid"}, {"version", WEBCID_VERSION}}},
            {"language", name_of(language)},
            {"verdict", name_of(verdict_of(reports))},
            {"runs", Json::array()}};
  for (const NamedReport& one : reports) {
    Json run{{"name", base::printable(one.name)}};
    run.update(json_of(one.report, language));
    json["runs"].push_back(std::move(run));
  }
  return text_of(json);
}

}  // namespace webcid::report
