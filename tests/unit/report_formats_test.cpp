#include <webcid/report/formats.hpp>

#include <algorithm>
#include <cstddef>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <webcid/base/text.hpp>
#include <webcid/report/junit.hpp>
#include <webcid/report/log_line.hpp>
#include <webcid/report/markdown.hpp>
#include <webcid/report/nagios.hpp>
#include <webcid/report/openmetrics.hpp>

#include "catch.hpp"
#include "samples/situations.hpp"

using webcid::causes::Language;
using webcid::model::Report;
using webcid::report::log_line;
using webcid::report::render_junit;
using webcid::report::render_markdown;
using webcid::report::render_nagios;
using webcid::report::render_openmetrics;

namespace samples = webcid::samples;

namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (const std::string_view line : webcid::base::split(text, '\n')) out.emplace_back(line);
  return out;
}

std::size_t ticks_at(const std::string& text, std::size_t at) {
  return std::min(text.find_first_not_of('`', at), text.size()) - at;
}

// Markdown without its fenced blocks and code spans, as CommonMark (4.5, 6.1) reads them: a span ends with as many
// backticks as it begins with, and a backslash makes the first one a character.
std::string without_code(const std::string& markdown) {
  std::string text;
  std::string fence;
  for (const std::string& line : lines_of(markdown)) {
    const std::size_t ticks = ticks_at(line, 0);
    if (fence.empty() && ticks >= 3) {
      fence = line.substr(0, ticks);
    } else if (!fence.empty()) {
      if (line == fence) fence.clear();
    } else {
      text += line + "\n";
    }
  }
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t ticks = ticks_at(text, at);
    if (text[at] == '\\') {
      out += text.substr(at, 2);
      at += 2;
      continue;
    }
    std::size_t end = at + ticks;
    while (ticks > 0 && end < text.size() && (text[end] != '`' || ticks_at(text, end) != ticks)) {
      end += std::max<std::size_t>(ticks_at(text, end), 1);
    }
    if (ticks == 0 || end >= text.size()) {
      out += text[at++];
    } else {
      at = end + ticks;
    }
  }
  return out;
}

// What breaks one form or another, where a server can put it.
Report report_with(const std::string& name) {
  Report report = samples::five_faults_report();
  report.target.url = "http://srv.example/" + name;
  for (webcid::model::Finding& finding : report.findings) {
    finding.affected.examples = {name};
    if (!finding.about.parameters.empty()) finding.about.parameters = {name};
  }
  report.findings.front().evidence.push_back({"folder-refused", {name}, {}});
  return report;
}

}  // namespace

TEST_CASE("formats have names and endings of their own and are found by name") {
  std::set<std::string_view> names;
  std::set<std::string_view> endings;
  for (const webcid::report::Format& row : webcid::report::formats()) {
    names.insert(row.name);
    endings.insert(row.extension);
    CHECK(webcid::report::find_format(row.name) == &row);
  }
  CHECK(names.size() == webcid::report::formats().size());
  CHECK(endings.size() == names.size());
  CHECK(webcid::report::find_format("pdf") == nullptr);
  CHECK(webcid::report::find_format("") == nullptr);
}

TEST_CASE("every form of every report is printable UTF-8 and ends with its last line") {
  for (const webcid::report::Format& format : webcid::report::formats()) {
    for (const auto& [name, report] : samples::all_situations()) {
      INFO(format.name << " " << name);
      const std::string text = format.render(report, Language::Japanese);
      CHECK(webcid::base::is_utf8(text));
      CHECK(text.back() == '\n');
      const bool is_clean = std::none_of(text.begin(), text.end(),
                                         [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
      CHECK(is_clean);
      CHECK(format.render(report, Language::Japanese) == text);
    }
  }
}

TEST_CASE("a healthy share gives passed test cases only") {
  const std::string text = render_junit(samples::healthy_report(), Language::English);
  CHECK(contains(text, R"(failures="0" errors="0" skipped="0" time="12.345">)"));
  for (const char* const bad : {"<failure", "<error", "<skipped"}) CHECK(!contains(text, bad));
  for (const char* const layer : {"address", "network", "proxy", "nodes", "httpsys", "iis", "publication", "content"}) {
    CHECK(contains(text, "<testcase classname=\"webcid." + std::string(layer) + "\" name=\"no finding\"/>"));
  }
  CHECK(count_of(text, "<testcase classname=\"webcid.guide\"") == 14);
}

TEST_CASE("errors are failed cases, warnings and notes are passed ones with a text") {
  const std::string broken = render_junit(samples::five_faults_report(), Language::English);
  CHECK(contains(broken, R"(<failure message="108 of 200 files failed")"));
  CHECK(contains(broken, R"(name="iis.hidden-segment: bin">)"));
  CHECK(count_of(broken, R"( type="iis.)") == 4);
  CHECK(contains(broken, "name=\"iis.directory-browsing-off\">\n      <system-out>note[iis.directory-browsing-off]"));

  const std::string deviating = render_junit(samples::deviating_report(), Language::English);
  CHECK(contains(deviating, "name=\"publication.changing\">\n      <system-out>warning[publication.changing]"));
  CHECK(contains(deviating, R"(failures="0" errors="0" skipped="0" time="12.345">)"));
}

TEST_CASE("what a run could not see is skipped, not passed") {
  const std::string account = render_junit(samples::account_report(), Language::English);
  CHECK(contains(account, "name=\"published files\">\n      <skipped message=\"no file could be asked for\"/>"));
  CHECK(!contains(account, "name=\"no finding\"/>"));
  CHECK(contains(account, "name=\"guide.bin\">\n      <skipped "));

  const std::string interrupted = render_junit(samples::interrupted_report(), Language::English);
  CHECK(contains(interrupted, R"(<error message="interrupted, so far broken)"));
  Report undecided = samples::healthy_report();
  undecided.verdict = webcid::model::Verdict::Unknown;
  CHECK(contains(render_junit(undecided, Language::English), R"(<error message="unknown: nothing failed)"));
}

TEST_CASE("no two test cases of a suite have one name, whatever the findings are") {
  Report report = samples::five_faults_report();
  report.findings.push_back(report.findings[2]);
  report.findings.push_back(report.findings[2]);
  const std::string text = render_junit(report, Language::English);
  CHECK(contains(text, "name=\"iis.hidden-segment: bin (2)\""));
  CHECK(contains(text, "name=\"iis.hidden-segment: bin (3)\""));
  report.findings = {{{"iis.of-tomorrow", {}}, webcid::model::Severity::Error, {}, {}, {}, {}, {}}};
  CHECK(contains(render_junit(report, Language::English),
                 R"(<testcase classname="webcid.other" name="iis.of-tomorrow">)"));
}

TEST_CASE("XML holds no character that XML cannot hold, and no markup of a name") {
  const std::string text =
      render_junit(report_with("a]]>b<x y='\"'>&amp;\xEF\xBF\xBE\xEF\xBF\xBF\x01"), Language::English);
  CHECK(!contains(text, "]]>"));
  CHECK(!contains(text, "<x"));
  CHECK(!contains(text, "\xEF\xBF\xBE"));
  CHECK(!contains(text, "\xEF\xBF\xBF"));
  CHECK(contains(text, "a]]&gt;b&lt;x y='&quot;'&gt;&amp;amp;\xEF\xBF\xBD\xEF\xBF\xBD\\x01"));
}

TEST_CASE("names in Markdown stand in code spans that no name can end") {
  const std::string mark = "\xEE\x80\x80";
  for (const std::string name : {"a`b", "`", "``c``", "*x* _y_", "<img src=x>", "@team", "#1 !2", "[a](http://b)",
                                 "$x$", "| a |", "~~a~~", "&lt;", "\\", "x\xEE\x80\x81<b>"}) {
    INFO(name);
    const std::string text = render_markdown(report_with(name), Language::English);
    const std::string bare = without_code(text);
    CHECK(!std::regex_search(bare, std::regex(R"((^|[^\\])[`<\[|~$])")));
    CHECK(!contains(bare, "@t"));
    CHECK(!contains(bare, "#1"));
    CHECK(!contains(text, mark));
  }
}

TEST_CASE("a code block's fence is longer than any backticks in it") {
  Report report = samples::five_faults_report();
  for (webcid::model::Finding& finding : report.findings) {
    if (finding.about.cause == "iis.hidden-segment") finding.about.parameters = {"````"};
  }
  const std::string text = render_markdown(report, Language::English);
  const std::vector<std::string> lines = lines_of(text);
  std::string fence;
  for (const std::string& line : lines) {
    if (line.compare(0, 3, "```") != 0) continue;
    const std::string ticks = line.substr(0, std::min(line.find_first_not_of('`'), line.size()));
    if (fence.empty()) {
      fence = ticks;
      CHECK(line.size() > ticks.size());  // says its language
    } else {
      CHECK(line == fence);
      fence.clear();
    }
  }
  CHECK(fence.empty());
  CHECK(contains(text, "`````"));
}

TEST_CASE("metrics are gauges of one help text in every language, and a server cannot invent series") {
  for (const auto& [name, report] : samples::all_situations()) {
    INFO(name);
    const std::string text = render_openmetrics(report, Language::English);
    CHECK(render_openmetrics(report, Language::Japanese) == text);
    CHECK(text.size() >= 6);
    CHECK(text.substr(text.size() - 6) == "# EOF\n");
    CHECK(count_of(text, "# TYPE ") == count_of(text, " gauge\n"));
  }
  Report report = samples::five_faults_report();
  for (int i = 0; i < 50; ++i) {
    report.findings.push_back(
        {{"made.up-" + std::to_string(i), {}}, webcid::model::Severity::Error, {}, {}, {}, {}, {}});
  }
  const std::string text = render_openmetrics(report, Language::English);
  CHECK(!contains(text, "made.up"));
  CHECK(contains(
      text, R"(webcid_cause_findings{target="http://srv.example/SophosUpdate/",cause="other",severity="error"} 50)"));
}

TEST_CASE("a label holds quotes, backslashes and line ends escaped") {
  const std::string text = render_openmetrics(report_with("a\"b\\c\nd"), Language::English);
  CHECK(contains(text, R"(webcid_interrupted{target="http://srv.example/a\"b\\c\\x0ad"} 0)"));
}

TEST_CASE("metrics tell the run's time, its verdict and each step of the guide that was seen") {
  const std::string text = render_openmetrics(samples::five_faults_report(), Language::English);
  const std::string target = R"({target="http://srv.example/SophosUpdate/")";
  for (const std::string& line :
       {"webcid_run_start_timestamp_seconds" + target + "} 1769851800\n",
        "webcid_verdict" + target + ",verdict=\"broken\"} 1\n", "webcid_verdict" + target + ",verdict=\"healthy\"} 0\n",
        "webcid_files" + target + ",outcome=\"failed\"} 108\n",
        "webcid_cause_affected_files" + target + ",cause=\"iis.hidden-segment\",severity=\"error\"} 23\n",
        "webcid_guide_step_ok" + target + ",step=\"guide.bin\"} 0\n",
        "webcid_guide_step_ok" + target + ",step=\"guide.iis-answers\"} 1\n"}) {
    INFO(line);
    CHECK(contains(text, line));
  }
  CHECK(!contains(text, "guide.policy-address"));
}

TEST_CASE("a plugin says its state first, and one bar only begins the performance data") {
  const auto first_word = [](const Report& report) {
    const std::string text = render_nagios(report, Language::English);
    return text.substr(0, text.find(' '));
  };
  CHECK(first_word(samples::healthy_report()) == "OK");
  CHECK(first_word(samples::deviating_report()) == "WARNING");
  CHECK(first_word(samples::five_faults_report()) == "CRITICAL");
  CHECK(first_word(samples::interrupted_report()) == "UNKNOWN");
  Report report = samples::healthy_report();
  report.verdict = webcid::model::Verdict::Unknown;
  CHECK(first_word(report) == "UNKNOWN");
  report = samples::five_faults_report();
  report.findings.push_back({{"local.cannot-write", {"x"}}, webcid::model::Severity::Error, {}, {}, {}, {}, {}});
  CHECK(first_word(report) == "UNKNOWN");

  const std::string text = render_nagios(report_with("a|b=1;2\nc"), Language::English);
  CHECK(count_of(text, "|") == 1);
  CHECK(contains(text, R"(a\x7Cb=1;2\x0ac)"));
  CHECK(text.find('|') < text.find('\n'));
  const std::string first = text.substr(0, text.find('\n'));
  const std::string data = first.substr(first.find('|') + 2);
  CHECK(std::regex_match(data, std::regex(R"((\w+=[0-9.]+(s|B)?;;;0( |$))+)")));
}

TEST_CASE("the line for the log is one line that names the verdict and the causes") {
  CHECK(
      log_line(samples::five_faults_report()) ==
      "verdict=broken interrupted=no url=\"http://srv.example/SophosUpdate/\" errors=4 warnings=0 notes=1 files=200 "
      "verified=92 failed=108 skipped=0 seconds=0.750 causes=iis.double-escaping-refused,iis.extensionless-not-served,"
      "iis.hidden-segment,iis.mime-map-missing,iis.directory-browsing-off version=" WEBCID_VERSION);
  CHECK(contains(log_line(samples::healthy_report()), " causes=- "));
}

TEST_CASE("the line for the log stays one short line whatever the server says") {
  Report report = report_with(std::string(5000, 'a') + "\" verdict=healthy \n\x1b[2J");
  for (const auto& finding : samples::report_of_every_cause().findings) report.findings.push_back(finding);
  report.findings.push_back({{"made up\n", {}}, webcid::model::Severity::Error, {}, {}, {}, {}, {}});
  const std::string line = log_line(report);
  CHECK(line.size() < 1000);
  CHECK(count_of(line, "\"") == 2);
  CHECK(!contains(line, "\n"));
  CHECK(!contains(line, "made up"));
  CHECK(contains(log_line(report_with("x\" verdict=\"healthy")), R"(url="http://srv.example/x\" verdict=\"healthy")"));
  // Cut between characters.
  CHECK(webcid::base::is_utf8(log_line(report_with(std::string(279, 'a') + "\xE6\x9B\xB4\xE6\x96\xB0"))));
}
