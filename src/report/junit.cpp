// The form that Jenkins documents (its junit plugin reads testsuites/testsuite/testcase) and of which GitLab reads
// classname, name, time, failure, error, skipped and system-out. GitLab shows the first of several cases of one name
// only, Jenkins follows a case from run to run by its name: names are ids and parameters, never counts.
#include <webcid/report/collection.hpp>
#include <webcid/report/junit.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/clock.hpp>
#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/statements.hpp>
#include <webcid/report/terminal.hpp>

#include "figures.hpp"
#include "finding_text.hpp"
#include "format_labels.hpp"
#include "labels.hpp"
#include "xml.hpp"

namespace webcid::report {
namespace {

using causes::Language;
using causes::Text;

enum class State : std::uint8_t { Passed, Failed, Error, Skipped };

struct Case {
  std::string name;
  State state = State::Passed;
  std::string message;  // one line
  std::string type;     // of a failure: the cause
  std::string text;     // of a failure, or what a success has to say
};

struct Suite {
  std::string name;
  std::vector<Case> cases;
  double seconds = 0;
  std::vector<std::pair<std::string, std::string>> properties;
  std::string timestamp;
};

Case case_of(const model::Report& report, const model::Finding& finding, Language language) {
  constexpr std::size_t kLongestName = 100;
  Case out;
  out.type = base::printable(finding.about.cause);
  out.name = out.type;
  if (!finding.about.parameters.empty()) {
    const std::string about = causes::join(finding.about.parameters, Language::English);
    if (about.size() <= kLongestName) out.name += ": " + about;
  }
  out.state = finding.severity == model::Severity::Error ? State::Failed : State::Passed;
  out.message =
      fmt::format("{} ({})", causes::summary(finding.about, language), labels::of(finding.confidence).in(language));
  out.text = base::trim(finding_text(report, finding, {Colour::Never, 100, language, Verbosity::Verbose}));
  return out;
}

// What there is to say about a run, as suites of cases.
class Results {
 public:
  Results(const model::Report& report, Language language) : m_report(report), m_language(language) {}

  std::vector<Suite> suites() {
    std::vector<Suite> out{run()};
    std::set<std::string_view> seen;
    for (const causes::Cause& cause : causes::all()) {
      const std::string_view name = layer_of(cause.id);
      if (seen.insert(name).second) out.push_back(layer(name));
    }
    // A report of a newer version may have causes that this one does not know.
    const auto& findings = m_report.findings;
    const bool has_other = std::any_of(findings.begin(), findings.end(), [](const model::Finding& finding) {
      return layer_of(finding.about.cause) == kOtherLayer;
    });
    if (has_other) out.push_back(layer(kOtherLayer));
    out.push_back(guide());
    return out;
  }

 private:
  std::string text(Text words, const std::vector<std::string>& arguments = {}) const {
    return causes::fill(words.in(m_language), arguments);
  }

  Suite run() const {
    const model::Target& target = m_report.target;
    Suite suite{"run", {verdict(), files()}, m_report.summary.seconds, {}, {}};
    suite.properties = {{"webcid", WEBCID_VERSION},
                        {"url", base::printable(target.url)},
                        {"addresses", causes::join(target.addresses, Language::English)},
                        {"proxy", base::printable(target.proxy)},
                        {"server", base::printable(m_report.server)},
                        {"verdict", std::string(name_of(m_report.verdict))}};
    return suite;
  }

  Case verdict() const {
    Case out{text(labels::kVerdictReached), State::Passed, verdict_line(m_report, m_language), "", ""};
    const bool is_open = m_report.interrupted || m_report.verdict == model::Verdict::Unknown;
    if (is_open) {
      out.state = State::Error;
      out.type = m_report.interrupted ? "interrupted" : "unknown";
    }
    out.text = out.message;
    return out;
  }

  Case files() const {
    const model::Summary& summary = m_report.summary;
    const std::string of = grouped(summary.files);
    Case out{text(labels::kPublishedFiles), State::Passed, "", "", ""};
    if (summary.failed > 0) {
      out.state = State::Failed;
      out.type = "files";
      out.message = out.text = text(labels::kFilesFailed, {grouped(summary.failed), of});
    } else if (summary.files == 0) {
      out.state = State::Skipped;
      out.message = text(labels::kNoFileAskedFor);
    } else if (summary.skipped > 0) {
      out.state = State::Skipped;
      out.message = text(labels::kFilesSkipped, {grouped(summary.skipped), of});
    }
    return out;
  }

  Suite layer(std::string_view name) const {
    Suite suite{std::string(name), {}, 0, {}, {}};
    for (const model::Finding& finding : m_report.findings) {
      if (layer_of(finding.about.cause) == name) suite.cases.push_back(case_of(m_report, finding, m_language));
    }
    if (!suite.cases.empty()) return suite;
    Case none{text(labels::kNoFindings), State::Passed, "", "", ""};
    if (m_report.interrupted || m_report.summary.verified == 0) {
      none.state = State::Skipped;
      none.message = text(labels::kNotJudged);
    }
    suite.cases.push_back(std::move(none));
    return suite;
  }

  Suite guide() const {
    Suite suite{"guide", {}, 0, {}, {}};
    for (const model::GuideStep& step : m_report.guide) {
      const causes::GuideStep* const known = causes::find_guide_step(step.id);
      Case out{base::printable(step.id), State::Passed, "", "guide", ""};
      out.text = known == nullptr ? out.name : std::string(known->title.in(m_language));
      out.message = out.text;
      for (const model::Statement& proof : step.proof) out.text += "\n" + causes::sentence(proof, m_language);
      switch (step.state) {
        case model::GuideState::Ok:
          break;
        case model::GuideState::Deviates:
          // It fails no update, but an acceptance.
          if (m_report.target.is_acceptance) out.state = State::Failed;
          out.text = fmt::format("{}: {}", labels::of(step.state).in(m_language), out.text);
          break;
        case model::GuideState::Broken:
          out.state = State::Failed;
          break;
        case model::GuideState::NotSeen:
          out.state = State::Skipped;
          out.message = step.proof.empty() ? text(labels::kStepNotSeen) : causes::sentence(step.proof[0], m_language);
          break;
      }
      suite.cases.push_back(std::move(out));
    }
    return suite;
  }

  const model::Report& m_report;
  Language m_language;
};

void make_unique(Suite& suite) {
  std::set<std::string> taken;
  for (Case& one : suite.cases) {
    const std::string name = one.name;
    for (int number = 2; !taken.insert(one.name).second; ++number) one.name = fmt::format("{} ({})", name, number);
  }
}

std::string number_of_seconds(double seconds) {
  return fmt::format("{:.3f}", std::isfinite(seconds) && seconds > 0 ? seconds : 0.0);
}

std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, xml_escaped(value));
}

std::string counts(std::span<const Suite> suites) {
  std::array<std::size_t, 4> found{};
  for (const Suite& suite : suites) {
    for (const Case& one : suite.cases) ++found.at(static_cast<std::size_t>(one.state));
  }
  const auto count = [&found](State state) { return found.at(static_cast<std::size_t>(state)); };
  return fmt::format(R"( tests="{}" failures="{}" errors="{}" skipped="{}")",
                     count(State::Passed) + count(State::Failed) + count(State::Error) + count(State::Skipped),
                     count(State::Failed), count(State::Error), count(State::Skipped));
}

std::string rendered(const Case& one, const std::string& suite) {
  std::string out =
      fmt::format("    <testcase{}{}", attribute("classname", "webcid." + suite), attribute("name", one.name));
  const std::string text = xml_escaped(one.text);
  switch (one.state) {
    case State::Passed:
      if (one.text.empty()) return out + "/>\n";
      return out + fmt::format(">\n      <system-out>{}</system-out>\n    </testcase>\n", text);
    case State::Skipped:
      return out + fmt::format(">\n      <skipped{}/>\n    </testcase>\n", attribute("message", one.message));
    case State::Failed:
    case State::Error:
      break;
  }
  const std::string_view tag = one.state == State::Failed ? "failure" : "error";
  return out + fmt::format(">\n      <{0}{1}{2}>{3}</{0}>\n    </testcase>\n", tag, attribute("message", one.message),
                           attribute("type", one.type), text);
}

std::string rendered(const Suite& suite) {
  std::string out =
      fmt::format("  <testsuite{}{}{}{}>\n", attribute("name", "webcid." + suite.name), counts({&suite, 1}),
                  attribute("time", number_of_seconds(suite.seconds)), attribute("timestamp", suite.timestamp));
  if (!suite.properties.empty()) out += "    <properties>\n";
  for (const auto& [name, value] : suite.properties) {
    out += fmt::format("      <property{}{}/>\n", attribute("name", name), attribute("value", value));
  }
  if (!suite.properties.empty()) out += "    </properties>\n";
  for (const Case& one : suite.cases) out += rendered(one, suite.name);
  return out + "  </testsuite>\n";
}

// Jenkins takes the time of day without a zone, as Ant writes it; it is UTC.
std::string timestamp_of(const model::Report& report) {
  std::string timestamp = base::format_time_seconds(report.started);
  if (timestamp.ends_with('Z')) timestamp.pop_back();
  return timestamp;
}

std::string document(std::span<const Suite> suites, double seconds) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<testsuites{}{}{}>\n", attribute("name", "webcid"), counts(suites),
                     attribute("time", number_of_seconds(seconds)));
  for (const Suite& suite : suites) out += rendered(suite);
  return out + "</testsuites>\n";
}

std::vector<Suite> suites_of(const model::Report& report, Language language) {
  std::vector<Suite> suites = Results(report, language).suites();
  for (Suite& suite : suites) {
    make_unique(suite);
    suite.timestamp = timestamp_of(report);
  }
  return suites;
}

// What the machines of a name show together.
Suite nodes_suite(const model::Collection& collection, Language language) {
  Suite suite{"nodes", {}, 0, {}, timestamp_of(collection.runs.front().report)};
  for (const model::Finding& finding : collection.findings) {
    suite.cases.push_back(case_of(collection.runs.front().report, finding, language));
  }
  if (suite.cases.empty()) {
    suite.cases.push_back({std::string(labels::kNoFindings.in(language)), State::Passed, "", "", ""});
  }
  make_unique(suite);
  return suite;
}

}  // namespace

std::string render_junit(const model::Report& report, Language language) {
  return document(suites_of(report, language), report.summary.seconds);
}

std::string render_collection_junit(const model::Collection& collection, Language language) {
  std::vector<Suite> all;
  double seconds = 0;
  if (!collection.host.empty() && !collection.runs.empty()) all.push_back(nodes_suite(collection, language));
  for (const model::NamedReport& run : collection.runs) {
    seconds += run.report.summary.seconds;
    for (Suite& suite : suites_of(run.report, language)) {
      suite.name += fmt::format(" [{}]", base::printable(run.name));
      all.push_back(std::move(suite));
    }
  }
  return document(all, seconds);
}

}  // namespace webcid::report
