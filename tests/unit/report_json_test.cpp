// JSON there and back, and what hostile JSON gets.
#include <string>

#include <webcid/base/text.hpp>
#include <webcid/report/json.hpp>

#include "catch.hpp"
#include "samples/report.hpp"

using webcid::causes::Language;
using webcid::report::read_json;
using webcid::report::render_json;

namespace {

// The healthy report's JSON with one piece of it replaced.
std::string changed(const std::string& from, const std::string& to) {
  std::string text = render_json(webcid::samples::healthy_report(), Language::English);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string error_of(const std::string& text) {
  const auto report = read_json(text);
  REQUIRE_FALSE(report.has_value());
  CHECK(report.error().kind == webcid::base::ErrorKind::Malformed);
  return report.error().message;
}

}  // namespace

TEST_CASE("a report read back renders the same, in its own and in the other language") {
  for (const auto& [name, original] : webcid::samples::all_reports()) {
    INFO(name);
    const std::string english = render_json(original, Language::English);
    const auto read = read_json(english);
    REQUIRE(read.has_value());
    CHECK(render_json(*read, Language::English) == english);
    CHECK(render_json(*read, Language::Japanese) == render_json(original, Language::Japanese));
  }
}

TEST_CASE("a report read back is the report") {
  const auto original = webcid::samples::interrupted_report();
  const auto read = read_json(render_json(original, Language::Japanese));
  REQUIRE(read.has_value());
  CHECK(read->interrupted);
  CHECK(read->started == original.started);
  CHECK(read->finished == original.finished);
  CHECK(read->verdict == original.verdict);
  CHECK(read->target.url == original.target.url);
  CHECK(read->summary.requests == 1);
  CHECK(read->summary.seconds == original.summary.seconds);
  REQUIRE(read->findings.size() == 1);
  CHECK(read->findings[0].about == original.findings[0].about);
  CHECK(read->findings[0].confidence == original.findings[0].confidence);
}

TEST_CASE("JSON is UTF-8 without control characters but line ends, whatever a server sent") {
  const std::string text = render_json(webcid::samples::hostile_report(), Language::Japanese);
  CHECK(webcid::base::is_utf8(text));
  for (const std::string_view line : webcid::base::split(text, '\n')) CHECK(webcid::base::printable(line) == line);
}

TEST_CASE("what is no JSON is refused with line and column") {
  CHECK(error_of("") == "report: line 1, column 1: not JSON");
  CHECK(error_of("{\n  \"schema\": ,\n}") == "report: line 2, column 13: not JSON");
  CHECK(error_of("[1, 2") == "report: line 1, column 6: not JSON");
  CHECK(error_of("\xff") == "report: line 1, column 1: not JSON");
}

TEST_CASE("JSON that is no report is refused with the place") {
  CHECK(error_of("[]") == "report: the whole: is not an object");
  CHECK(error_of("{}") == "report: schema: is missing");
  CHECK(error_of(changed("webcid-report/1", "webcid-report/2")) ==
        "report: schema: \"webcid-report/2\" is not \"webcid-report/1\"");
  CHECK(error_of(changed("\"healthy\"", "\"fine\"")) == "report: verdict: \"fine\" is not one of its values");
  CHECK(error_of(changed("2026-01-31T09:30:12.345Z", "yesterday")) ==
        "report: finished: \"yesterday\" is not a time such as 2026-01-31T23:59:59.123Z");
  CHECK(error_of(changed("\"files\": 9123", "\"files\": -1")) ==
        "report: summary.files: is not a whole number from 0 to 2^64-1");
  CHECK(error_of(changed("\"requests\": 9140", "\"requests\": 1.5")) ==
        "report: summary.requests: is not a whole number from 0 to 2^64-1");
  CHECK(error_of(changed("\"interrupted\": false", "\"interrupted\": 0")) ==
        "report: interrupted: is neither true nor false");
  CHECK(error_of(changed("\"findings\": []", "\"findings\": [{}]")) == "report: findings[0].cause: is missing");
  CHECK(error_of(changed("\"findings\": []", "\"findings\": 7")) == "report: findings: is not an array");
  CHECK(error_of(changed("\"192.0.2.10:80\"", "80")) == "report: target.addresses[0]: is not a string");
  CHECK(error_of(changed("\"state\": \"ok\"", "\"state\": \"\\u001b\"")) ==
        "report: guide[0].state: \"\\x1b\" is not one of its values");
  CHECK(error_of(changed("\"seconds\": 12.345", "\"seconds\": -1")) ==
        "report: summary.seconds: is not a number of seconds");
}

TEST_CASE("what is published is refused with the place where it is none") {
  const auto published = [](const std::string& list, const std::string& sha256) {
    return changed("\"findings\": []", "\"findings\": [], \"published\": {\"list\": \"" + list +
                                           "\", \"catalogues\": [{\"path\": \"a\", \"size\": 1, \"sha256\": \"" +
                                           sha256 + "\"}]}");
  };
  CHECK(read_json(published("00ff", std::string(64, 'a'))).has_value());
  CHECK(error_of(published("", std::string(64, 'a'))) == "report: published.list: is no hexadecimal number");
  CHECK(error_of(published("0x1", std::string(64, 'a'))) == "report: published.list: is no hexadecimal number");
  for (const std::string& other : {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'A'),
                                   std::string(63, 'a') + '\x7f'}) {
    CHECK(error_of(published("1", other)) == "report: published.catalogues[0].sha256: is not 64 hexadecimal digits");
  }
}

TEST_CASE("nesting and size are bounded") {
  const std::string deep(200'000, '[');
  CHECK(error_of(deep + std::string(200'000, ']')) == "report: nested too deeply to be a report");
  CHECK(error_of(deep).find("not JSON") != std::string::npos);
  CHECK(error_of(std::string(webcid::report::kMaxReportBytes + 1, ' ')) ==
        "report: larger than 16777216 bytes, the most that is read");
  CHECK(error_of(changed("\"seconds\": 12.345", "\"seconds\": 1e999")) == "report: a number is out of range");
}

TEST_CASE("keys of a later minor version are ignored") {
  CHECK(
      read_json(changed("\"interrupted\": false", "\"interrupted\": false, \"weather\": {\"sun\": [1]}")).has_value());
}
