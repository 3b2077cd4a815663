// The table of files.
#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include <webcid/causes/places.hpp>

#include "figures.hpp"
#include "html_parts.hpp"
#include "html_templates.hpp"
#include "html_words.hpp"

namespace webcid::report::html {
namespace {

using causes::Language;
using model::FileSeen;
using model::Outcome;

constexpr std::size_t kMaxBytes = 1'300'000;

constexpr std::array kOutcomes{Outcome::Refused,   Outcome::Failed,   Outcome::Truncated, Outcome::WrongSize,
                               Outcome::WrongHash, Outcome::Verified, Outcome::Skipped};

Markup answer(const Pen& pen, const FileSeen& file, const ShownExchanges& shown) {
  Markup words;
  if (file.exchange == 0 && file.outcome == Outcome::Verified) {
    words = pen.both(words::kWasThere);
  } else if (file.error != model::TransportError::None) {
    words = pen.both(words::of(file.error));
  } else if (file.status != 0) {
    words = Markup::text(std::to_string(file.status));
  }
  if (!shown.contains(file.exchange)) return words;
  Markup out = Markup::tags(fmt::format(R"(<a href="#x{}">)", file.exchange));
  out += words;
  out += "</a>";
  return out;
}

Markup row(const Pen& pen, const FileSeen& file, const ShownExchanges& shown) {
  Markup out = Markup::tags(fmt::format(R"(<tr data-outcome="{}"><td>)", name_of(file.outcome)));
  out += code(file.path, 240);
  out += fmt::format(R"(</td><td><span class="outcome {}">)", class_of(family_of(file.outcome)));
  out += pen.both(words::of(file.outcome));
  out += fmt::format(R"(</span></td><td class="number minor" data-value="{}">)", file.status);
  out += answer(pen, file, shown);
  out += fmt::format(R"(</td><td class="number" data-value="{}">{}</td>)", file.size, byte_size(file.size));
  out += fmt::format(R"(<td class="number minor" data-value="{:.1f}">{}</td></tr>)", file.milliseconds,
                     duration(file.milliseconds));
  out += "\n";
  return out;
}

Markup options(const Pen& pen, const std::vector<FileSeen>& files) {
  Markup out = pen.option("", words::kAnyOutcome);
  const auto has = [&files](Outcome outcome) {
    return std::any_of(files.begin(), files.end(), [outcome](const FileSeen& file) { return file.outcome == outcome; });
  };
  const bool has_failed =
      std::any_of(files.begin(), files.end(), [](const FileSeen& file) { return file.outcome != Outcome::Verified; });
  if (has_failed) out += pen.option("!verified", words::kAnyFailure);
  for (const Outcome outcome : kOutcomes) {
    if (has(outcome)) out += pen.option(name_of(outcome), words::of(outcome));
  }
  return out;
}

}  // namespace

Markup files(const Pen& pen, const model::Chronicle& chronicle, const ShownExchanges& shown) {
  if (chronicle.file_count() == 0) return {};
  const std::vector<FileSeen> all = chronicle.files();
  // When there is room for some only, those that failed come first.
  Markup failed_rows;
  Markup other_rows;
  std::uint64_t count = 0;
  for (const bool wants_failed : {true, false}) {
    for (const FileSeen& file : all) {
      if ((file.outcome != Outcome::Verified) != wants_failed) continue;
      if (failed_rows.size() + other_rows.size() > kMaxBytes) break;
      (wants_failed ? failed_rows : other_rows) += row(pen, file, shown);
      ++count;
    }
  }
  failed_rows += other_rows;
  const std::uint64_t left_out = chronicle.file_count() - count;
  const std::array slots{
      Slot{"lead", pen.both([&](Language language) {
             const causes::Text& text = left_out == 0 ? words::kFilesAllLead : words::kFilesSomeLead;
             return causes::fill(text.in(language),
                                 std::array{grouped(count), grouped(chronicle.file_count()), grouped(left_out)});
           })},
      Slot{"options", options(pen, all)},
      Slot{"rows", failed_rows},
  };
  return pen.fill(kFilesHtml, slots);
}

}  // namespace webcid::report::html
