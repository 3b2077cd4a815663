// A report as text for a terminal or a pipe, laid out as rustc writes errors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

enum class Colour : std::uint8_t { Never, Always };

enum class Verbosity : std::uint8_t {
  Quiet,    // the verdict line only
  Normal,   // header, findings with their remedies as web.config and appcmd, notes, verdict
  Verbose,  // and every remedy, reference and step of the guide
};

struct TerminalStyle {
  Colour colour = Colour::Never;
  std::size_t width = 80;  // columns; commands and configuration are never broken to it
  causes::Language language = causes::Language::English;
  Verbosity verbosity = Verbosity::Normal;
};

// Everything, one '\n' after each line; the last line is the verdict. Findings stay in the order of the report.
// Names and header values come from outside and are made printable: the text holds no control character but '\n' and,
// with Colour::Always, our own colour sequences.
std::string render_terminal(const model::Report& report, const TerminalStyle& style);

// The verdict line alone, without colour and without '\n': "healthy: 9,123 files verified (812.4 MB) in 12.3 s".
std::string verdict_line(const model::Report& report, causes::Language language);

}  // namespace webcid::report
