// The page: what stands at its top, and the parts in their order.
#include <webcid/report/html.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <webcid/base/base64.hpp>
#include <webcid/base/clock.hpp>
#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/report/terminal.hpp>

#include "figures.hpp"
#include "finding_text.hpp"
#include "html_parts.hpp"
#include "html_templates.hpp"
#include "html_words.hpp"
#include "labels.hpp"

namespace webcid::report {
namespace html {
namespace {

using causes::Language;
using causes::Text;

constexpr std::size_t kMaxNoteBytes = 200'000;

// CSP Level 3, section 2.3.1, hash-source: base64 of the digest of what stands between the tags.
std::string hash_source(std::string_view sha256_hex) {
  const auto bytes = base::from_hex(sha256_hex);
  if (!bytes) return "'none'";
  return fmt::format("'sha256-{}'", base::to_base64(std::string(bytes->begin(), bytes->end())));
}

std::string policy() {
  return fmt::format(
      "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'; "
      "require-trusted-types-for 'script'",
      hash_source(kStyleCssSha256), hash_source(kScriptJsSha256));
}

// The verdict line without its first word, which stands above it already.
std::string below_the_word(const model::Report& report, Language language) {
  const std::string line = verdict_line(report, language);
  const auto colon = line.find(": ");
  if (report.interrupted || colon == std::string::npos) return line;
  return line.substr(colon + 2);
}

Markup figure(const Pen& pen, const std::string& value, const Text& label, std::string_view style = "") {
  Markup out = Markup::tags(fmt::format(R"(<div class="{}"><dt>)", style));
  out += pen.both(label);
  out += "</dt><dd>";
  out += Markup::text(value);
  out += "</dd></div>";
  return out;
}

Markup figures(const Pen& pen, const model::Report& report) {
  const model::Summary& summary = report.summary;
  const bool is_run = report.basis != model::Basis::ServerFiles;
  const bool is_share = report.basis == model::Basis::Share;
  Markup out = figure(pen, grouped(summary.files), words::kFilesFigure);
  out += figure(pen, grouped(summary.verified), is_run ? words::kVerifiedFigure : words::kServedFigure);
  out += figure(pen, grouped(summary.failed), is_run ? words::kFailedFigure : words::kRefusedFigure,
                summary.failed > 0 ? "bad" : "");
  if (summary.skipped > 0) out += figure(pen, grouped(summary.skipped), words::kSkippedFigure);
  const Text& bytes = is_share ? words::kReadFigure : is_run ? words::kReceivedFigure : words::kLogsFigure;
  out += figure(pen, byte_size(summary.bytes), bytes);
  if (!is_share) out += figure(pen, grouped(summary.requests), words::kRequestsFigure);
  out += figure(pen, seconds(summary.seconds), words::kSecondsFigure);
  return out;
}

// How the files share out between verified, failed and not reached.
Markup share(const Pen& pen, const model::Report& report) {
  const model::Summary& summary = report.summary;
  Markup out;
  const std::uint64_t files = summary.verified + summary.failed + summary.skipped;
  if (files == 0) return out;
  const auto percent = [files](std::uint64_t count) {
    return 100.0 * static_cast<double>(count) / static_cast<double>(files);
  };
  // One failed file of thousands must not vanish.
  constexpr double kLeast = 0.7;
  const double failed = summary.failed == 0 ? 0 : std::max(percent(summary.failed), kLeast);
  const double skipped = summary.skipped == 0 ? 0 : std::max(percent(summary.skipped), kLeast);
  const double verified = std::max(0.0, 100.0 - failed - skipped);
  out += R"(<svg class="share" width="100%" height="10" role="img" )";
  out += pen.attribute("aria-label", [&report](Language language) { return files_line(report, language); });
  out += fmt::format(
      R"(><rect class="fine" width="{:.2f}%" height="10"/><rect class="refused" x="{:.2f}%" width="{:.2f}%" height="10"/>)"
      R"(<rect class="skipped" x="{:.2f}%" width="{:.2f}%" height="10"/></svg>)",
      verified, verified, failed, verified + failed, skipped);
  return out;
}

Markup contents(const Pen& pen, const model::Report& report) {
  struct Row {
    std::string_view id;
    Text title;
    bool is_there;
  };
  const bool has_pictures = report.chronicle != nullptr;
  const auto rows = std::to_array<Row>({
      {"findings", {"Findings", "検出された原因"}, true},
      {"guide", {"Guide", "手順書"}, !report.guide.empty()},
      {"tree", {"Tree", "ファイルの構成"}, has_pictures && report.chronicle->file_count() > 0},
      {"exchanges", {"Exchanges", "通信の経過"}, has_pictures && report.chronicle->exchange_count() > 0},
      {"files", {"Files", "ファイル一覧"}, has_pictures && report.chronicle->file_count() > 0},
      {"notes", words::kNotes, !report.notes.empty()},
      {"run-title", {"Run", "この検査"}, true},
  });
  Markup out;
  for (const Row& row : rows) {
    if (!row.is_there) continue;
    out += fmt::format(R"(<li><a href="#{}">)", row.id);
    out += pen.both(row.title);
    if (row.id == "findings" && !report.findings.empty()) {
      out += fmt::format(R"( <span class="count">{}</span>)", report.findings.size());
    }
    out += "</a></li>";
  }
  return out;
}

Markup joined(const Pen& pen, const std::vector<std::string>& names) {
  return pen.both([&names](Language language) { return causes::join(names, language); });
}

Markup facts(const Pen& pen, const model::Report& report) {
  const model::Target& target = report.target;
  Markup out = term(pen, words::kUrl, Markup::text(target.url));
  if (!target.settings.empty()) out += term(pen, labels::kSettings, Markup::text(target.settings));
  out += term(pen, labels::kAddresses, joined(pen, target.addresses));
  out += term(pen, labels::kServer, Markup::text(report.server));
  if (!target.proxy.empty() || target.proxy_origin) {
    out += term(pen, labels::kProxy, pen.both([&](Language language) { return proxy_line(target, language); }));
  }
  if (target.has_account) {
    out += term(pen, labels::kAccount, pen.both([&](Language language) { return account_line(target, language); }));
  }
  if (target.catalogue_given) out += term(pen, words::kCatalogueGiven, pen.both(words::kCatalogueGivenValue));
  if (!target.install_source.empty()) out += term(pen, words::kInstallSource, Markup::text(target.install_source));
  out += term(pen, labels::kUserAgent, Markup::text(target.user_agent));
  out += term(pen, labels::kStarted, Markup::text(base::format_time_seconds(report.started)));
  out += term(pen, words::kFinished, Markup::text(base::format_time_seconds(report.finished)));
  return out;
}

// What the findings say is linked there.
Markup proof_of(const Pen& pen, const model::GuideStep& step, const ShownExchanges& shown) {
  Markup out;
  for (const model::Statement& proof : step.proof) {
    if (proof.id == "guide-found") continue;
    out += R"(<span class="proof">)";
    out += sentence(pen, proof, shown);
    out += "</span>";
  }
  return out;
}

}  // namespace

Markup guide(const Pen& pen, const model::Report& report, const ShownExchanges& shown) {
  Markup out;
  if (report.guide.empty()) return out;
  const auto count = [&report](auto matches) {
    return std::to_string(std::count_if(report.guide.begin(), report.guide.end(), matches));
  };
  using model::GuideState;
  const std::array counts{
      count([](const model::GuideStep& step) { return step.state == GuideState::Ok; }),
      count([](const model::GuideStep& step) {
        return step.state == GuideState::Deviates || step.state == GuideState::Broken;
      }),
      count([](const model::GuideStep& step) { return step.state == GuideState::NotSeen; }),
  };
  Markup steps;
  for (const model::GuideStep& step : report.guide) {
    const causes::GuideStep* const known = causes::find_guide_step(step.id);
    steps += fmt::format(R"(<li class="{}" id=")", name_of(step.state));
    steps += Markup::text(step.id);
    steps += R"("><span class="sign" aria-hidden="true"></span><span class="state">)";
    steps += pen.both(labels::of(step.state));
    steps += "</span> ";
    steps += known == nullptr ? Markup::text(step.id) : pen.both([known](Language language) {
      return sentence_case(std::string(known->title.in(language)), known->title.in(language));
    });
    for (std::size_t i = 0; i < report.findings.size() && known != nullptr; ++i) {
      const causes::Cause* const cause = causes::find(report.findings[i].about.cause);
      if (cause == nullptr || cause->guide_step != known->id || step.state == GuideState::Ok) continue;
      steps += fmt::format(R"( <a href="#finding-{}">)", i + 1);
      steps += Markup::text(cause->id);
      steps += "</a>";
    }
    steps += proof_of(pen, step, shown);
    steps += "</li>\n";
  }
  const std::array slots{
      Slot{"lead",
           pen.both([&counts](Language language) { return causes::fill(words::kGuideLead.in(language), counts); })},
      Slot{"steps", steps}, Slot{"form", Markup::tags(report.target.is_acceptance ? "guide sheet" : "guide")},
      Slot{"sign", report.target.is_acceptance ? pen.fill(kSignHtml, {}) : Markup()}};
  return pen.fill(kGuideHtml, slots);
}

Markup notes(const Pen& pen, const model::Report& report, const ShownExchanges& shown) {
  Markup out;
  if (report.notes.empty()) return out;
  out += R"(<section id="notes" aria-labelledby="notes-title"><h2 id="notes-title">)";
  out += pen.both(words::kNotes);
  out += "</h2><ul>";
  for (std::size_t i = 0; i < report.notes.size(); ++i) {
    const bool is_full = out.size() > kMaxNoteBytes;
    out += "<li>";
    if (is_full) {
      out += pen.both([rest = std::to_string(report.notes.size() - i)](Language language) {
        return causes::fill(words::kMoreNotes.in(language), std::array{rest});
      });
    } else {
      out += sentence(pen, report.notes[i], shown);
    }
    out += "</li>\n";
    if (is_full) break;
  }
  out += "</ul></section>";
  return out;
}

std::string page(const Pen& pen, const std::string& title, const Markup& main) {
  const std::array slots{
      Slot{"language", Markup::text(name_of(pen.start()))},
      Slot{"policy", Markup::tags(policy())},
      Slot{"version", Markup::text(WEBCID_VERSION)},
      Slot{"title", Markup::text(fmt::format("{} – webcid", title))},
      Slot{"style", Markup::tags(std::string(kStyleCss))},
      Slot{"script", Markup::tags(std::string(kScriptJs))},
      Slot{"main", main},
  };
  return pen.fill(kPageHtml, slots).html();
}

}  // namespace html

std::string render_html(const model::Report& report, causes::Language start) {
  using namespace html;
  const Pen pen(start);
  ShownExchanges shown;
  Markup tree_part;
  Markup exchanges_part;
  Markup files_part;
  if (report.chronicle) {
    tree_part = tree(pen, *report.chronicle);
    exchanges_part = exchanges(pen, report, shown);
    files_part = files(pen, *report.chronicle, shown);
  }
  const std::string address = shortened(report.target.url, 300);
  const std::array slots{
      Slot{"verdict", Markup::text(name_of(report.verdict))},
      Slot{"verdict-word", pen.both(words::verdict_of(report))},
      Slot{"address", Markup::text(address)},
      Slot{"verdict-line", pen.both([&](causes::Language language) { return below_the_word(report, language); })},
      Slot{"share", share(pen, report)},
      Slot{"figures", figures(pen, report)},
      Slot{"contents", contents(pen, report)},
      Slot{"findings", findings(pen, report, shown)},
      Slot{"guide", guide(pen, report, shown)},
      Slot{"tree", tree_part},
      Slot{"exchanges", exchanges_part},
      Slot{"files", files_part},
      Slot{"notes", notes(pen, report, shown)},
      Slot{"facts", facts(pen, report)},
  };
  return page(pen, fmt::format("{} – {}", words::verdict_of(report).in(start), address), pen.fill(kReportHtml, slots));
}

}  // namespace webcid::report
