// Two reports side by side: "works from A, fails from B", "worked yesterday".
#pragma once

#include <cstddef>
#include <string>

#include <webcid/model/collection.hpp>
#include <webcid/report/terminal.hpp>

namespace webcid::report {

struct Comparison {
  std::size_t differences = 0;
  std::string text;  // as render_terminal lays it out; the last line says whether they are the same
};

// Findings, answers, addresses, bytes, notes and steps of the guide. Times, durations, numbers of requests and of
// exchanges are each run's own and no difference.
Comparison compare(const model::NamedReport& before, const model::NamedReport& after, const TerminalStyle& style);

}  // namespace webcid::report
