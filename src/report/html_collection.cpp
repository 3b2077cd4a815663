// The page of several runs: what they are together, then each with its findings.
#include <webcid/report/collection.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <webcid/causes/places.hpp>
#include <webcid/report/terminal.hpp>

#include "comparison_labels.hpp"
#include "difference_text.hpp"
#include "figures.hpp"
#include "html_parts.hpp"
#include "html_templates.hpp"
#include "html_words.hpp"
#include "labels.hpp"

namespace webcid::report {
namespace html {
namespace {

using causes::Language;

// Of a fleet there may be thousands; the JSON form has them all.
constexpr std::size_t kMaxBytes = 6'000'000;

Markup cell(const Markup& content) {
  Markup out = Markup::tags("<td>");
  out += content;
  out += "</td>";
  return out;
}

Markup head(const Pen& pen, const causes::Text& words) {
  Markup out = Markup::tags(R"(<th scope="col">)");
  out += pen.both(words);
  out += "</th>";
  return out;
}

Markup run_rows(const Pen& pen, const model::Collection& collection) {
  Markup out;
  for (std::size_t i = 0; i < collection.runs.size() && out.size() < kMaxBytes / 4; ++i) {
    const model::NamedReport& run = collection.runs[i];
    Markup link = Markup::tags(fmt::format(R"(<a href="#run-{}">)", i + 1));
    link += Markup::text(run.name);
    link += "</a>";
    out += "<tr>";
    out += cell(link);
    out += cell(pen.both(words::of(run.report.verdict)));
    out += cell(Markup::text(grouped(run.report.summary.files)));
    out += cell(Markup::text(grouped(run.report.summary.failed)));
    out += "</tr>\n";
  }
  return out;
}

Markup runs_table(const Pen& pen, const model::Collection& collection) {
  Markup columns = head(pen, labels::kRun);
  columns += head(pen, labels::kVerdict);
  columns += head(pen, labels::kFiles);
  columns += head(pen, labels::kFilesFailedShort);
  const std::array slots{Slot{"columns", columns}, Slot{"rows", run_rows(pen, collection)}};
  return pen.fill(kTableHtml, slots);
}

Markup names(const std::vector<std::string>& nodes) {
  Markup out;
  for (const std::string& node : nodes) {
    if (!out.empty()) out += ", ";
    out += code(node);
  }
  return out;
}

Markup differences_table(const Pen& pen, const model::Collection& collection) {
  Markup rows;
  for (const model::Difference& difference : collection.differences) {
    bool is_first = true;
    for (const auto& [value, nodes] : difference.values) {
      rows += "<tr>";
      rows +=
          cell(is_first ? pen.both([&](Language language) { return aspect_text(difference, language); }) : Markup());
      rows +=
          cell(pen.both([&, &shown = value](Language language) { return value_text(difference, shown, language); }));
      rows += cell(names(nodes));
      rows += "</tr>\n";
      is_first = false;
    }
  }
  if (rows.empty()) return rows;
  Markup columns = head(pen, labels::kWhat);
  columns += head(pen, labels::kValue);
  columns += head(pen, labels::kWhere);
  Markup out =
      Markup::tags(R"(<section id="differences" aria-labelledby="differences-title"><h2 id="differences-title">)");
  out += pen.both([&](Language language) {
    return causes::fill(labels::kDifferences.in(language), std::array{shortened(collection.host, 300)});
  });
  out += "</h2>\n";
  const std::array slots{Slot{"columns", columns}, Slot{"rows", rows}};
  out += pen.fill(kTableHtml, slots);
  out += "</section>\n";
  return out;
}

// What its findings refer to is on the page of the run alone.
model::Report findings_only(const model::Report& report) {
  model::Report out = report;
  out.guide.clear();
  out.chronicle = nullptr;
  return out;
}

Markup runs(const Pen& pen, const model::Collection& collection, std::size_t number) {
  Markup out;
  for (std::size_t i = 0; i < collection.runs.size(); ++i) {
    if (out.size() > kMaxBytes) break;
    const model::NamedReport& run = collection.runs[i];
    const model::Report report = findings_only(run.report);
    const std::array slots{
        Slot{"number", Markup::text(std::to_string(i + 1))},
        Slot{"name", Markup::text(shortened(run.name, 300))},
        Slot{"line", pen.both([&](Language language) { return verdict_line(run.report, language); })},
        Slot{"findings", findings(pen, report, {}, number)},
    };
    number += report.findings.size();
    out += pen.fill(kRunHtml, slots);
  }
  return out;
}

// Those of the machines together, in the form of a run.
model::Report of_nodes(const model::Collection& collection) {
  model::Report out;
  if (!collection.runs.empty()) out.target = collection.runs.front().report.target;
  out.findings = collection.findings;
  out.notes = collection.notes;
  out.verdict = collection.verdict;
  return out;
}

Markup contents(const Pen& pen, const model::Collection& collection) {
  Markup out;
  const auto link = [&](std::string_view id, const causes::Text& words) {
    out += fmt::format(R"(<li><a href="#{}">)", id);
    out += pen.both(words);
    out += "</a></li>";
  };
  link("findings", {"Runs", "実行の一覧"});
  if (!collection.differences.empty()) link("differences", {"Differences", "相違点"});
  if (!collection.runs.empty()) link("run-1", {"Each run", "各実行の結果"});
  return out;
}

}  // namespace
}  // namespace html

std::string render_collection_html(const model::Collection& collection, causes::Language start) {
  using namespace html;
  const Pen pen(start);
  const model::Report together = of_nodes(collection);
  Markup first = runs_table(pen, collection);
  if (!together.findings.empty()) first += findings(pen, together, {});
  Markup parts = differences_table(pen, collection);
  parts += runs(pen, collection, together.findings.size() + 1);
  const std::string title = collection.host.empty() ? "webcid" : shortened(collection.host, 300);
  const std::array slots{
      Slot{"verdict", Markup::text(name_of(collection.verdict))},
      Slot{"verdict-word", pen.both(words::of(collection.verdict))},
      Slot{"address", Markup::text(title)},
      Slot{"verdict-line", pen.both([&](Language language) { return verdict_line(collection, language); })},
      Slot{"contents", contents(pen, collection)},
      Slot{"findings", first},
      Slot{"parts", parts},
      Slot{"notes", notes(pen, together, {})},
  };
  return page(pen, fmt::format("{} – {}", words::of(collection.verdict).in(start), title),
              pen.fill(kCollectionHtml, slots));
}

}  // namespace webcid::report
