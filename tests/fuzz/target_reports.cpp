// What a run says and saves, read back: pages that are judged, evidence, reports.
#include <algorithm>
#include <cstdio>
#include <string>

#include <webcid/causes/causes.hpp>
#include <webcid/check/check.hpp>
#include <webcid/diagnose/page.hpp>
#include <webcid/evidence/har_reader.hpp>
#include <webcid/report/collection.hpp>
#include <webcid/report/comparison.hpp>
#include <webcid/report/formats.hpp>
#include <webcid/report/json.hpp>
#include <webcid/report/terminal.hpp>

#include "reports.hpp"
#include "target.hpp"

namespace webcid::fuzz {

void require_well_founded(const model::Report& report) {
  for (const model::Finding& finding : report.findings) {
    require(causes::find(finding.about.cause) != nullptr, "a finding names a cause that there is");
    require(!finding.evidence.empty(), "a finding has evidence");
    require(finding.affected.examples.size() <= 5, "a finding has few examples");
  }
}

std::vector<std::string> renderings(const model::Report& report) {
  std::vector<std::string> out;
  for (const causes::Language language : {causes::Language::English, causes::Language::Japanese}) {
    report::TerminalStyle style;
    style.language = language;
    style.verbosity = report::Verbosity::Verbose;
    out.push_back(report::render_terminal(report, style));
    for (const report::Format& format : report::formats()) {
      out.push_back(format.render(report, language));
      require(!out.back().empty() && out.back().back() == '\n', "a document ends with a line end");
    }
  }
  for (const std::string& text : out) require_printable(text);
  const auto again = report::read_json(report::render_json(report, causes::Language::English));
  require(again.has_value(), "a report can be read back");
  require(again->findings.size() == report.findings.size() && again->verdict == report.verdict,
          "a report reads back as it was written");
  return out;
}

void require_same_judgement(const model::Report& live, const model::Report& judged, Run run) {
  model::Report said = live;
  model::Report again = judged;
  if (run == Run::Update) {
    // Evidence holds what was asked and answered, not what lay in the folder: files that were there already, and places
    // where none can be stored, are no exchanges. They count in the summary, and with it in the verdict.
    for (model::Report* const each : {&said, &again}) {
      each->summary = {};
      each->verdict = model::Verdict::Unknown;
      each->published = {};
      each->guide.clear();  // "an endpoint can update" goes by the summary
      std::erase_if(each->findings,
                    [](const model::Finding& finding) { return finding.about.cause == "local.cannot-write"; });
    }
  }
  const auto text_of = [](const model::Report& report) {
    return report::render_json(report, causes::Language::English);
  };
  const std::string first = text_of(said);
  const std::string second = text_of(again);
  if (first == second) return;
  const auto [at, other] = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
  const auto around = [](const std::string& text, std::string::const_iterator place) {
    const auto from = static_cast<std::size_t>(place - text.begin());
    return text.substr(from - std::min<std::size_t>(from, 200), 400);
  };
  std::fprintf(stderr, "--- the run\n%s\n--- its evidence\n%s\n", around(first, at).c_str(),
               around(second, other).c_str());
  require(false, "saved evidence gives the report of the run itself");
}

void run_page(std::string_view bytes) {
  // "STATUS HEADERS\n\nBODY", as far as it goes.
  model::Exchange exchange;
  exchange.status = 404;
  const std::size_t cut = std::min(bytes.find("\n\n"), bytes.size());
  std::string_view head = bytes.substr(0, cut);
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(line.size() + 1, head.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      if (line.size() == 3) exchange.status = 400 + static_cast<unsigned char>(line[2]) % 200;
    } else {
      exchange.headers.push_back({std::string(line.substr(0, colon)), std::string(line.substr(colon + 1))});
    }
  }
  exchange.body.kept = bytes.substr(std::min(cut + 2, bytes.size()));
  exchange.body.length = exchange.body.kept.size();
  const diagnose::Page page = diagnose::classify(exchange);
  require(!diagnose::name_of(page.family).empty(), "a page's family has a name");
}

void run_evidence(std::string_view bytes) {
  std::size_t at = 0;
  const auto input = [&](char* buffer, std::size_t size) -> base::Result<std::size_t> {
    const std::size_t count = std::min(size, bytes.size() - at);
    std::copy_n(bytes.data() + at, count, buffer);
    at += count;
    return count;
  };
  const auto report = check::judge_evidence(input, check::Detail::Chronicle);
  if (!report) {
    require(!report.error().message.empty(), "a refusal says why");
    return;
  }
  require_well_founded(*report);
  static_cast<void>(renderings(*report));
}

void run_report(std::string_view bytes) {
  const auto runs = report::read_runs(bytes);
  if (!runs) {
    require(!runs.error().message.empty(), "a refusal says why");
    return;
  }
  model::Collection collection;
  collection.runs = *runs;
  require_printable(report::render_collection(collection, {}));
  if (runs->empty()) return;
  static_cast<void>(renderings(runs->front().report));
  require(report::compare(runs->front(), runs->front(), {}).differences == 0, "a report is no other than itself");
}

}  // namespace webcid::fuzz
