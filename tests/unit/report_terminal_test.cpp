// What holds for every report on a terminal, whatever is in it.
#include <algorithm>
#include <set>
#include <string>

#include <webcid/base/text.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/report/terminal.hpp>

#include "catch.hpp"
#include "samples/report.hpp"

using webcid::causes::Language;
using webcid::model::Report;
using webcid::model::Verdict;
using webcid::report::Colour;
using webcid::report::render_terminal;
using webcid::report::TerminalStyle;
using webcid::report::Verbosity;
using webcid::report::verdict_line;

namespace {

std::string without_colour(const std::string& text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\x1b') {
      at = text.find('m', at);
      continue;
    }
    plain += text[at];
  }
  return plain;
}

}  // namespace

TEST_CASE("colour changes nothing but colour") {
  for (const auto& [name, report] : webcid::samples::all_reports()) {
    INFO(name);
    TerminalStyle style{Colour::Always, 80, Language::Japanese, Verbosity::Verbose};
    const std::string coloured = render_terminal(report, style);
    style.colour = Colour::Never;
    const std::string plain = render_terminal(report, style);
    CHECK(coloured != plain);
    CHECK(without_colour(coloured) == plain);
  }
}

TEST_CASE("no byte of a server reaches the terminal as a control character") {
  const std::string text =
      render_terminal(webcid::samples::hostile_report(), {Colour::Never, 80, Language::English, Verbosity::Verbose});
  CHECK(webcid::base::is_utf8(text));
  for (const std::string_view line : webcid::base::split(text, '\n')) {
    CHECK(webcid::base::printable(line) == line);
  }
}

namespace {

// Every line of every remedy that is no prose.
std::set<std::string> lines_of_commands(const webcid::model::Report& report) {
  std::set<std::string> lines;
  const auto context = webcid::causes::context_of(report.target.url, report.server);
  for (const auto& finding : report.findings) {
    for (const auto& remedy : webcid::causes::remedies(finding.about, Language::English, context)) {
      if (remedy.form == webcid::causes::RemedyForm::Steps) continue;
      for (const std::string_view line : webcid::base::split(remedy.text, '\n')) {
        lines.emplace(webcid::base::trim(line));
      }
    }
  }
  return lines;
}

}  // namespace

TEST_CASE("lines of prose keep to the width in both languages, commands and configuration stay whole") {
  const std::set<std::string> commands = lines_of_commands(webcid::samples::report_of_every_cause());
  for (const auto language : {Language::English, Language::Japanese}) {
    for (const std::size_t width : {60U, 80U, 132U}) {
      const std::string text = render_terminal(webcid::samples::report_of_every_cause(),
                                               {Colour::Never, width, language, Verbosity::Verbose});
      const std::string last = verdict_line(webcid::samples::report_of_every_cause(), language);
      for (const std::string_view line : webcid::base::split(text, '\n')) {
        const bool is_verbatim = commands.contains(std::string(webcid::base::trim(line)));
        const bool is_one_word = webcid::base::trim(line).find(' ') == std::string_view::npos;
        const bool is_verdict = line == last;
        INFO(line);
        CHECK((is_verbatim || is_verdict || is_one_word || webcid::base::display_width(line) <= width));
      }
    }
  }
}

TEST_CASE("a terminal of no width still shows everything") {
  const std::string text =
      render_terminal(webcid::samples::broken_report(), {Colour::Never, 0, Language::English, Verbosity::Normal});
  CHECK(text.find("error[iis.hidden-segment]:") != std::string::npos);
}

TEST_CASE("quiet is the verdict alone, and the last line is always the verdict") {
  for (const auto& [name, report] : webcid::samples::all_reports()) {
    INFO(name);
    const std::string line = verdict_line(report, Language::English);
    CHECK(render_terminal(report, {Colour::Never, 40, Language::English, Verbosity::Quiet}) == line + "\n");
    const std::string whole = render_terminal(report, {Colour::Never, 40, Language::English, Verbosity::Normal});
    CHECK(whole.ends_with("\n" + line + "\n"));
  }
}

TEST_CASE("the verdict says what was verified, what failed, and whether the run was cut short") {
  Report report = webcid::samples::healthy_report();
  CHECK(verdict_line(report, Language::English) == "healthy: 9,123 files verified (812.4 MB) in 12.3 s");
  CHECK(verdict_line(report, Language::Japanese) == "正常: 9,123 ファイルを検証 (812.4 MB、12.3 秒)");

  report.summary.without_digest = 7;
  CHECK(verdict_line(report, Language::English) ==
        "healthy: 9,123 files verified (812.4 MB) in 12.3 s; 7 without a digest to compare");

  report = webcid::samples::broken_report();
  report.summary.without_digest = 0;
  CHECK(verdict_line(report, Language::English) == "broken: 3 errors, 1 note; 928 of 9,123 files failed, in 14.2 s");
  CHECK(verdict_line(report, Language::Japanese) ==
        "異常: エラー 3 件、注意 1 件。9,123 ファイル中 928 ファイルが失敗 (14.2 秒)");

  CHECK(verdict_line(webcid::samples::interrupted_report(), Language::English) ==
        "interrupted, so far broken: 1 error; no file could be asked for, in 0.10 s");

  report = webcid::samples::healthy_report();
  report.verdict = Verdict::Unknown;
  CHECK(
      verdict_line(report, Language::English) ==
      "unknown: nothing failed for certain, yet something stayed undecided; 9,123 of 9,123 files verified, in 12.3 s");
  report.verdict = Verdict::Deviates;
  CHECK(verdict_line(report, Language::English) ==
        "deviates: updates work, no finding; 9,123 files verified (812.4 MB) in 12.3 s");
}

TEST_CASE("without the address of the proxy's source the header says that the environment names it") {
  Report report = webcid::samples::healthy_report();
  report.target.proxy = "proxy.example:8080";
  report.target.proxy_from_environment = true;
  const std::string text = render_terminal(report, {});
  CHECK(text.find("  proxy:       proxy.example:8080 (from the environment)\n") != std::string::npos);
}

TEST_CASE(
    "where the system's settings were asked for a proxy the header says what was found, also that there is none") {
  Report report = webcid::samples::healthy_report();
  report.target.proxy_origin = {"no-proxy-found", {}, {}};
  TerminalStyle style;
  style.width = 120;
  CHECK(render_terminal(report, style)
            .find("  proxy:       none (neither this user's Windows settings nor the machine's "
                  "WinHTTP settings name one)\n") != std::string::npos);
  report.target.proxy = "proxy.example:8080";
  report.target.proxy_origin = {"proxy-of-machine", {}, {}};
  style.language = Language::Japanese;
  CHECK(render_terminal(report, style).find("proxy.example:8080 (コンピューターの WinHTTP の設定による)\n") !=
        std::string::npos);
}
