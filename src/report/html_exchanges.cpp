// The waterfall: one row an exchange, drawn against the time of the run.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/causes/places.hpp>

#include "figures.hpp"
#include "html_parts.hpp"
#include "html_templates.hpp"
#include "html_words.hpp"

namespace webcid::report::html {
namespace {

using causes::Language;
using model::ExchangeSeen;

constexpr std::size_t kMaxBytes = 900'000;
// Of files that failed; what a proof names is shown beside them.
constexpr std::size_t kMaxFailures = 300;

double milliseconds(base::Time from, base::Time to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

// When an exchange ended, from its own start; 0 where it is not known.
double length_of(const model::Timings& timings) {
  return std::max({timings.finished, timings.first_byte, timings.connected, timings.name_resolved, 0.0});
}

struct Span {
  base::Time begin{};
  double length = 1;  // ms
};

Span span_of(const std::vector<ExchangeSeen>& rows) {
  Span out;
  if (rows.empty()) return out;
  out.begin = std::min_element(rows.begin(), rows.end(), [](const ExchangeSeen& a, const ExchangeSeen& b) {
                return a.started < b.started;
              })->started;
  for (const ExchangeSeen& row : rows) {
    out.length = std::max(out.length, milliseconds(out.begin, row.started) + length_of(row.timings));
  }
  return out;
}

// A step of 1, 2 or 5 times a power of ten that divides the span into three to seven parts.
double step_of(double length) {
  const double power = std::pow(10.0, std::floor(std::log10(length / 3)));
  for (const double factor : {5.0, 2.0}) {
    if (length / (power * factor) >= 3) return power * factor;
  }
  return power;
}

Markup axis(const Span& span) {
  Markup out;
  const double step = step_of(span.length);
  for (double at = 0; at < span.length * 0.97; at += step) {
    const double percent = at / span.length * 100;
    out +=
        fmt::format(R"(<line x1="{0:.2f}%" x2="{0:.2f}%" y1="0" y2="18"/><text x="{0:.2f}%" dx="4" y="12">{1}</text>)",
                    percent, at == 0 ? "0" : duration(at));
  }
  return out;
}

struct Segment {
  std::string_view style;
  double until;
  int height;
};

Markup bar(const ExchangeSeen& row, const Span& span) {
  const model::Timings& timings = row.timings;
  const auto segments = std::to_array<Segment>({{"name", timings.name_resolved, 6},
                                                {"connect", timings.connected, 8},
                                                {"wait", timings.first_byte, 10},
                                                {"receive", timings.finished, 12}});
  Markup out = Markup::tags(R"(<svg class="bar" width="100%" height="12" aria-hidden="true">)");
  const double start = milliseconds(span.begin, row.started);
  const auto percent = [&span](double value) { return value / span.length * 100; };
  // What is over in a blink must still be seen.
  constexpr double kLeast = 0.25;
  double from = 0;
  for (const Segment& segment : segments) {
    const bool is_last = segment.until >= length_of(timings);
    if (segment.until <= from && !(is_last && from == 0)) continue;
    const double width = is_last ? std::max(percent(segment.until - from), kLeast) : percent(segment.until - from);
    out += fmt::format(R"(<rect class="{}" x="{:.2f}%" y="{}" width="{:.2f}%" height="{}"/>)", segment.style,
                       std::min(percent(start + from), 100 - kLeast), (12 - segment.height) / 2, width, segment.height);
    from = segment.until;
  }
  out += "</svg>";
  return out;
}

// What a probe is answered is what it was to find out; catalogues are looked for where none need be.
bool is_bad(const ExchangeSeen& row) {
  if (row.error != model::TransportError::None) return true;
  const bool is_expected =
      row.purpose == model::Purpose::Probe || (row.purpose == model::Purpose::Catalogue && row.status == 404);
  return row.status >= 400 && !is_expected;
}

bool is_question(const ExchangeSeen& row) {
  return row.purpose != model::Purpose::File;
}

ShownExchanges cited(const model::Report& report) {
  ShownExchanges out;
  const auto add = [&out](const std::vector<model::Statement>& statements) {
    for (const model::Statement& statement : statements) {
      if (statement.exchange) out.insert(*statement.exchange);
    }
  };
  for (const model::Finding& finding : report.findings) {
    add(finding.evidence);
    add(finding.to_decide);
  }
  add(report.notes);
  return out;
}

std::vector<ExchangeSeen> chosen(std::vector<ExchangeSeen> rows, const ShownExchanges& cited) {
  std::size_t failures = 0;
  const auto is_too_much = [&](const ExchangeSeen& row) {
    if (is_question(row) || !is_bad(row)) return false;
    return ++failures > kMaxFailures && !cited.contains(row.id);
  };
  rows.erase(std::remove_if(rows.begin(), rows.end(), is_too_much), rows.end());
  return rows;
}

Markup answer(const Pen& pen, const ExchangeSeen& row) {
  Markup out;
  if (row.status != 0) out += std::to_string(row.status);
  if (row.error == model::TransportError::None) return out;
  if (row.status != 0) out += " ";
  out += pen.both(words::of(row.error));
  return out;
}

// What a proof may need to be read in full.
Markup head(const ExchangeSeen& row) {
  Markup out;
  if (row.headers.empty() && row.error_text.empty()) return out;
  out += "<pre>";
  if (row.status != 0) {
    out += Markup::text(fmt::format("{} {}", row.status, row.reason));
    out += "\n";
  }
  for (const model::Header& header : row.headers) {
    out += Markup::text(shortened(header.name, 80) + ": " + shortened(header.value, 300));
    out += "\n";
  }
  if (!row.error_text.empty()) {
    out += Markup::text(shortened(row.error_text, 300));
    out += "\n";
  }
  out += "</pre>";
  return out;
}

Markup chip(const Pen& pen, const ExchangeSeen& row) {
  Markup out = Markup::tags(fmt::format(R"(<span class="chip {}">)", name_of(row.purpose)));
  out += pen.both(words::of(row.purpose));
  out += "</span>";
  return out;
}

Markup remarks(const Pen& pen, const ExchangeSeen& row) {
  Markup out;
  const auto add = [&out](const Markup& words) {
    if (words.empty()) return;
    out += R"( <span class="quiet">)";
    out += words;
    out += "</span>";
  };
  add(pen.both(words::of(row.manner)));
  if (row.manner == model::Manner::OtherAddress) add(Markup::text(row.address));
  if (row.attempt > 1) {
    const std::string attempt = std::to_string(row.attempt);
    add(pen.both(
        [&attempt](Language language) { return causes::fill(words::kAttempt.in(language), std::array{attempt}); }));
  }
  return out;
}

Markup exchange(const Pen& pen, const ExchangeSeen& row, const Span& span, std::string_view cited) {
  Markup what = chip(pen, row);
  what += fmt::format(" {} ", name_of(row.method));
  what += code(row.path.empty() ? "/" : row.path, 160);
  what += remarks(pen, row);
  const Markup more = head(row);
  Markup out = Markup::tags(fmt::format(R"(<li id="x{}" class="{}{}{}" tabindex="-1"><span class="what">)", row.id,
                                        is_bad(row) ? "bad " : "", is_question(row) ? "question " : "", cited));
  if (!more.empty()) out += "<details><summary>";
  out += what;
  if (!more.empty()) {
    out += "</summary>";
    out += more;
    out += "</details>";
  }
  out += fmt::format(R"(</span><span class="answer">)");
  out += answer(pen, row);
  out += R"(</span><span class="took">)";
  out += Markup::text(duration(row.timings.finished));
  out += "</span>";
  out += bar(row, span);
  out += "</li>\n";
  return out;
}

}  // namespace

Markup exchanges(const Pen& pen, const model::Report& report, ShownExchanges& shown) {
  const model::Chronicle& chronicle = *report.chronicle;
  if (chronicle.exchange_count() == 0) return {};
  const ShownExchanges proofs = cited(report);
  const std::vector<ExchangeSeen> rows = chosen(chronicle.exchanges(), proofs);
  const Span span = span_of(rows);
  Markup list;
  for (const ExchangeSeen& row : rows) {
    if (list.size() > kMaxBytes) break;
    list += exchange(pen, row, span, proofs.contains(row.id) ? "cited" : "");
    shown.insert(row.id);
  }
  const std::uint64_t left_out = chronicle.exchange_count() - shown.size();
  Markup choices = pen.option("", words::kShowAll);
  choices += pen.option("bad", words::kShowBad);
  choices += pen.option("question", words::kShowQuestions);
  const std::array slots{
      Slot{"lead", pen.both([&](Language language) {
             const causes::Text& text = left_out == 0 ? words::kExchangesAll : words::kExchangesSome;
             const std::string kept = grouped(shown.size());
             return causes::fill(text.in(language),
                                 std::array{kept, grouped(chronicle.exchange_count()), grouped(left_out)});
           })},
      Slot{"options", choices},
      Slot{"axis", axis(span)},
      Slot{"rows", list},
  };
  return pen.fill(kExchangesHtml, slots);
}

}  // namespace webcid::report::html
