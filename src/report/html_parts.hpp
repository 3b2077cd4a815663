// The parts of the HTML form; each gives nothing where there is nothing to show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include <webcid/model/chronicle.hpp>
#include <webcid/model/report.hpp>

#include "html_markup.hpp"

namespace webcid::report::html {

// Exchanges that the page shows, by id: only these can be linked to.
using ShownExchanges = std::set<std::uint64_t>;

// Numbered from `first` on, by which they are linked to.
Markup findings(const Pen& pen, const model::Report& report, const ShownExchanges& shown, std::size_t first = 1);
Markup guide(const Pen& pen, const model::Report& report, const ShownExchanges& shown);
Markup notes(const Pen& pen, const model::Report& report, const ShownExchanges& shown);
Markup tree(const Pen& pen, const model::Chronicle& chronicle);
// Of a report with a chronicle. Tells which exchanges it shows.
Markup exchanges(const Pen& pen, const model::Report& report, ShownExchanges& shown);
Markup files(const Pen& pen, const model::Chronicle& chronicle, const ShownExchanges& shown);

// A statement as a sentence, with a link to the exchange that shows it.
Markup sentence(const Pen& pen, const model::Statement& statement, const ShownExchanges& shown);

// A whole page around its contents; `title` is of a window.
std::string page(const Pen& pen, const std::string& title, const Markup& main);

// What a reader must tell apart at a glance: outcomes that look alike share a family.
enum class Family : std::uint8_t { Fine, Refused, Wrong, Unanswered, Skipped };
inline constexpr std::size_t kFamilies = 5;
Family family_of(model::Outcome outcome);
std::string_view class_of(Family family);  // in style.css

}  // namespace webcid::report::html
