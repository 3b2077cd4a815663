#include <webcid/report/comparison.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/clock.hpp>
#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/statements.hpp>

#include "comparison_labels.hpp"
#include "figures.hpp"
#include "finding_text.hpp"
#include "labels.hpp"
#include "layout.hpp"

namespace webcid::report {
namespace {

using causes::Text;

// The same said of both, whichever exchange showed it.
bool is_same(const model::Statement& a, const model::Statement& b) {
  return a.id == b.id && a.arguments == b.arguments;
}

std::vector<model::Statement> without(std::span<const model::Statement> all, std::span<const model::Statement> known) {
  std::vector<model::Statement> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](const model::Statement& one) {
    return std::none_of(known.begin(), known.end(), [&](const auto& other) { return is_same(one, other); });
  });
  return out;
}

// Findings that belong together: null where one side has none.
struct Pair {
  const model::Finding* before = nullptr;
  const model::Finding* after = nullptr;
};

// First those with the same parameters, then those of one cause, in their order.
std::vector<Pair> pairs_of(const model::Report& before, const model::Report& after) {
  std::vector<Pair> pairs;
  for (const model::Finding& finding : before.findings) pairs.push_back({&finding, nullptr});
  std::vector<const model::Finding*> left;
  for (const model::Finding& finding : after.findings) left.push_back(&finding);
  const auto join = [&](auto fits) {
    for (Pair& pair : pairs) {
      if (pair.after != nullptr) continue;
      const auto found = std::find_if(left.begin(), left.end(), [&](const model::Finding* other) {
        return fits(pair.before->about, other->about);
      });
      if (found == left.end()) continue;
      pair.after = *found;
      left.erase(found);
    }
  };
  join([](const model::CauseRef& a, const model::CauseRef& b) { return a == b; });
  join([](const model::CauseRef& a, const model::CauseRef& b) { return a.cause == b.cause; });
  for (const model::Finding* finding : left) pairs.push_back({nullptr, finding});
  return pairs;
}

class Comparer {
 public:
  Comparer(const model::NamedReport& before, const model::NamedReport& after, const TerminalStyle& style)
      : m_before(before), m_after(after), m_style(style), m_page(style) {}

  Comparison run() {
    head("A: ", m_before);
    head("B: ", m_after);
    m_page.blank();
    circumstances();
    const std::vector<Pair> pairs = pairs_of(m_before.report, m_after.report);
    for (const Pair& pair : pairs) compare_findings(pair);
    guide();
    notes();
    m_page.blank();
    const bool is_equal = m_differences == 0;
    const std::string last = is_equal ? text(labels::kSame) : text(labels::kDiffers, {grouped(m_differences)});
    m_page.whole(last, is_equal ? Paint::Green : Paint::Yellow);
    return {m_differences, m_style.verbosity == Verbosity::Quiet ? last + "\n" : m_page.take()};
  }

 private:
  std::string text(Text words, const std::vector<std::string>& arguments = {}) const {
    return causes::fill(words.in(m_style.language), arguments);
  }
  std::string side(Text words) const { return text(words) + std::string(labels::kListSeparator.in(m_style.language)); }

  void head(std::string_view letter, const model::NamedReport& one) {
    m_page.title(letter, Paint::Bold,
                 fmt::format("{}: {}, {}", base::printable(one.name), base::printable(one.report.target.url),
                             base::format_time_seconds(one.report.started)));
  }

  std::string change(const std::string& before, const std::string& after) const {
    const auto shown = [&](const std::string& value) { return value.empty() ? text(labels::kNothing) : value; };
    return fmt::format("{} -> {}", shown(before), shown(after));
  }

  void differ(Text label, const std::string& before, const std::string& after,
              const std::vector<std::string>& about = {}) {
    if (before == after) return;
    ++m_differences;
    m_page.field(fmt::format("{}: ", text(label, about)), Paint::Bold, change(before, after));
  }

  void circumstances() {
    const model::Report& a = m_before.report;
    const model::Report& b = m_after.report;
    const auto names = [&](const std::vector<std::string>& all) { return causes::join(all, m_style.language); };
    const auto given = [&](bool is_given) { return is_given ? text(labels::kAccountGiven) : std::string(); };
    differ(labels::kAddress, base::printable(a.target.url), base::printable(b.target.url));
    differ(labels::kAddresses, names(a.target.addresses), names(b.target.addresses));
    const auto proxy = [&](const model::Target& target) { return proxy_line(target, m_style.language); };
    const auto account = [&](const model::Target& target) { return account_line(target, m_style.language); };
    differ(labels::kProxy, proxy(a.target), proxy(b.target));
    differ(labels::kUserAgent, base::printable(a.target.user_agent), base::printable(b.target.user_agent));
    differ(labels::kAccount, account(a.target), account(b.target));
    differ(labels::kCatalogueGiven, given(a.target.catalogue_given), given(b.target.catalogue_given));
    differ(labels::kServer, base::printable(a.server), base::printable(b.server));
    differ(labels::kVerdict, text(labels::of(a.verdict)), text(labels::of(b.verdict)));
    differ(labels::kFiles, files(a.summary), files(b.summary));
    differ(labels::kBytes, grouped(a.summary.bytes), grouped(b.summary.bytes));
    published(a.published, b.published);
  }

  void published(const model::Publication& a, const model::Publication& b) {
    const auto described = [](const model::PublishedCatalogue* catalogue) {
      if (catalogue == nullptr) return std::string();
      const std::string age = catalogue->modified ? ", " + base::format_time_seconds(*catalogue->modified) : "";
      return fmt::format("{} B, sha256 {}{}", catalogue->size, base::printable(catalogue->sha256), age);
    };
    for (const std::string& path : paths_of(a, b)) {
      const std::string before = described(model::find_catalogue(a, path));
      const std::string after = described(model::find_catalogue(b, path));
      differ(labels::kCatalogue, before, after, {base::printable(path)});
    }
    const bool has_catalogues = !a.catalogues.empty() && !b.catalogues.empty();
    // The catalogues that differ have said it.
    if (!has_catalogues) differ(labels::kFileList, list_of(a), list_of(b));
    const auto date = [](const auto& time) { return time ? base::format_time_seconds(*time) : std::string(); };
    differ(labels::kNewestFile, date(a.newest), date(b.newest));
  }

  static std::string list_of(const model::Publication& published) {
    return published.list == 0 ? std::string() : fmt::format("{:016x}", published.list);
  }

  static std::set<std::string> paths_of(const model::Publication& a, const model::Publication& b) {
    std::set<std::string> paths;
    for (const auto* side : {&a, &b}) {
      for (const model::PublishedCatalogue& catalogue : side->catalogues) paths.insert(catalogue.path);
    }
    return paths;
  }

  std::string files(const model::Summary& summary) const {
    return text(labels::kFilesCounted,
                {grouped(summary.files), grouped(summary.verified), grouped(summary.failed), grouped(summary.skipped)});
  }

  void compare_findings(const Pair& pair) {
    if (pair.before == nullptr || pair.after == nullptr) {
      ++m_differences;
      const bool was = pair.before != nullptr;
      const model::Finding& finding = was ? *pair.before : *pair.after;
      title(side(was ? labels::kOnlyInA : labels::kOnlyInB), finding);
      statements(labels::kSeen, finding.evidence);
      return;
    }
    const model::Finding& a = *pair.before;
    const model::Finding& b = *pair.after;
    struct Row {
      Text label;
      std::string before, after;
    };
    const auto words = [&](auto value) { return text(labels::of(value)); };
    const auto list = [&](const model::Finding& each) {
      return base::printable(causes::join(each.about.parameters, m_style.language));
    };
    const auto others = [](const model::Finding& each) {
      std::string all;
      for (const model::CauseRef& other : each.alternatives)
        all += (all.empty() ? "" : ", ") + base::printable(other.cause);
      return all;
    };
    const auto rows = std::to_array<Row>({
        {labels::kSeverity, words(a.severity), words(b.severity)},
        {labels::kConfidence, words(a.confidence), words(b.confidence)},
        {labels::kParameter, list(a), list(b)},
        {labels::kFiles, grouped(a.affected.count), grouped(b.affected.count)},
        {labels::kAlternative, others(a), others(b)},
    });
    const auto gone = without(a.evidence, b.evidence);
    const auto come = without(b.evidence, a.evidence);
    const bool is_equal =
        std::all_of(rows.begin(), rows.end(), [](const Row& row) { return row.before == row.after; }) && gone.empty() &&
        come.empty();
    if (is_equal) return;
    ++m_differences;
    title(side(labels::kInBoth), b);
    for (const Row& row : rows) {
      if (row.before == row.after) continue;
      m_page.field(fmt::format("  = {}: ", text(row.label)), Paint::Blue, change(row.before, row.after));
    }
    statements(labels::kSeenInA, gone);
    statements(labels::kSeenInB, come);
  }

  void title(const std::string& where, const model::Finding& finding) {
    const std::string lead =
        fmt::format("{}{}[{}]: ", where, text(labels::of(finding.severity)), base::printable(finding.about.cause));
    m_page.title(
        lead, paint_of(finding.severity),
        fmt::format("{} ({})", causes::summary(finding.about, m_style.language), text(labels::of(finding.confidence))),
        Paint::Bold);
  }

  void statements(Text label, std::span<const model::Statement> all) {
    for (const model::Statement& one : all) {
      m_page.field(fmt::format("  = {}: ", text(label)), Paint::Blue, causes::sentence(one, m_style.language));
    }
  }

  void guide() {
    const auto state_in = [](const model::Report& report, std::string_view id) -> const model::GuideStep* {
      const auto found = std::find_if(report.guide.begin(), report.guide.end(),
                                      [&](const model::GuideStep& step) { return step.id == id; });
      return found == report.guide.end() ? nullptr : &*found;
    };
    for (const causes::GuideStep& step : causes::all_guide_steps()) {
      const model::GuideStep* const a = state_in(m_before.report, step.id);
      const model::GuideStep* const b = state_in(m_after.report, step.id);
      if (a == nullptr || b == nullptr || a->state == b->state) continue;
      ++m_differences;
      m_page.field(fmt::format("{}: ", step.id), Paint::Bold,
                   fmt::format("{} -> {}", text(labels::of(a->state)), text(labels::of(b->state))));
    }
  }

  void notes() {
    const auto tell = [&](Text where, std::span<const model::Statement> all) {
      for (const model::Statement& note : all) {
        ++m_differences;
        m_page.title(side(where) + text(labels::kNote) + ": ", Paint::Cyan, causes::sentence(note, m_style.language));
      }
    };
    tell(labels::kOnlyInA, without(m_before.report.notes, m_after.report.notes));
    tell(labels::kOnlyInB, without(m_after.report.notes, m_before.report.notes));
  }

  const model::NamedReport& m_before;
  const model::NamedReport& m_after;
  const TerminalStyle& m_style;
  Page m_page;
  std::size_t m_differences = 0;
};

}  // namespace

Comparison compare(const model::NamedReport& before, const model::NamedReport& after, const TerminalStyle& style) {
  return Comparer(before, after, style).run();
}

}  // namespace webcid::report
