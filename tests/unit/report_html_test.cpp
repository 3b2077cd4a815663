#include <webcid/report/html.hpp>

#include <algorithm>
#include <array>
#include <regex>
#include <string>
#include <vector>

#include <webcid/base/base64.hpp>
#include <webcid/base/text.hpp>
#include <webcid/digest/hasher.hpp>

#include "catch.hpp"
#include "samples/chronicle.hpp"
#include "samples/situations.hpp"

using webcid::causes::Language;
using webcid::model::Report;
using webcid::report::render_html;

namespace samples = webcid::samples;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const auto from = text.find(begin);
  if (from == std::string::npos) return "";
  return text.substr(from + begin.size(), text.find(end, from) - from - begin.size());
}

// The page without style sheet and script, which are ours alone.
std::string without_assets(std::string html) {
  for (const std::string tag : {"style", "script"}) {
    const auto from = html.find("<" + tag + ">");
    const auto to = html.find("</" + tag + ">");
    if (from != std::string::npos) html.erase(from, to - from);
  }
  return html;
}

// Every tag with its attributes' names, as a browser would see them; values and texts left out.
std::vector<std::string> tags_of(const std::string& html) {
  std::vector<std::string> out;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at)) {
    std::string tag;
    bool is_value = false;
    for (; at < html.size(); ++at) {
      if (html[at] == '"') is_value = !is_value;
      if (!is_value) tag += html[at];
      if (!is_value && html[at] == '>') break;
    }
    out.push_back(tag);
  }
  return out;
}

// Outside text in every place that takes any. These causes' remedies do not depend on names, which commands may leave
// out.
Report report_with(const std::string& name) {
  Report report = samples::five_faults_report();
  report.target.url = name;
  report.target.addresses = {name, name};
  report.target.user_agent = name;
  report.target.proxy = name;
  report.server = name;
  webcid::model::Finding finding;
  finding.about = {"content.hash-mismatch", {name, name}};
  finding.evidence = {{"folder-refused", {name}, 1}, {name, {name}, 99}};
  finding.affected = {7, {name, name}};
  finding.alternatives = {{"iis.stale-cache", {name}}, {name, {name}}};
  finding.to_decide = {{"folder-refused", {name}, {}}};
  report.findings = {finding};
  report.notes = {{"catalogue-used", {name}, {}}};
  report.guide.push_back({name, webcid::model::GuideState::Broken, {}});
  report.chronicle = samples::chronicle_with(name);
  return report;
}

// A name of the same shape without anything that HTML could take for markup.
std::string harmless(std::string name) {
  for (char& c : name) c = c == '/' ? '/' : 'x';
  return name;
}

}  // namespace

TEST_CASE("no name can become a tag, an attribute, a comment, a slot of a template or the end of a script") {
  for (const std::string name : {
           "</script>",
           "</style>",
           "<!--",
           "-->",
           "<![CDATA[",
           "<img src=x onerror=alert(1)>",
           "\"><b>",
           "' onclick='a",
           "\" onmouseover=\"a",
           "&lt;script&gt;",
           "&#60;",
           "javascript:alert(1)",
           "`${1}`",
           "{{script}}",
           "[[a|b]]",
           "{{@title|a|b}}",
           "a/{{policy}}/]]",
           "\xE2\x80\xA8\xE2\x80\xA9",
           "\x1b]0;x\x07",
           "\xE2\x80\xAE\xE2\x81\xA6",
           "\xff\xfe\xC0\xBC",
           "a\r\nb\tc",
           "<svg/onload=alert(1)>",
           "\xEF\xBB\xBF",
       }) {
    INFO(webcid::base::printable(name));
    const std::string html = render_html(report_with(name), Language::English);
    CHECK(tags_of(without_assets(html)) ==
          tags_of(without_assets(render_html(report_with(harmless(name)), Language::English))));
    CHECK(webcid::base::is_utf8(html));
    const bool is_clean = std::none_of(html.begin(), html.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
    CHECK(is_clean);
    for (const char* const bad : {"\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xEF\xBB\xBF"}) {
      CHECK(!contains(html, bad));
    }
  }
  const std::string nul("a\0b", 3);
  CHECK(contains(render_html(report_with(nul), Language::English), "a\\x00b"));
}

TEST_CASE("the policy allows the page's own style sheet and script by their digests, and nothing else") {
  const std::string html = render_html(samples::five_faults_report(), Language::English);
  const std::string policy = between(html, "Content-Security-Policy\" content=\"", "\"");
  CHECK(policy.substr(0, 19) == "default-src 'none';");
  CHECK(!contains(policy, "unsafe"));
  for (const std::string tag : {"style", "script"}) {
    constexpr std::array kSha256{webcid::model::DigestAlgorithm::Sha256};
    auto hasher = webcid::digest::Hasher::create(kSha256);
    REQUIRE(hasher.has_value());
    hasher->update(between(html, "<" + tag + ">", "</" + tag + ">"));
    const auto digest = hasher->finish().front();
    const std::string bytes(digest.bytes.begin(), digest.bytes.begin() + 32);
    CHECK(contains(policy, tag + "-src 'sha256-" + webcid::base::to_base64(bytes) + "'"));
  }
}

TEST_CASE("the page needs nothing from outside and has no handler or style in its markup") {
  Report report = samples::five_faults_report();
  report.chronicle = samples::small_chronicle();
  const std::string html = without_assets(render_html(report, Language::Japanese));
  for (const std::string& tag : tags_of(html)) {
    INFO(tag);
    CHECK(!std::regex_search(tag, std::regex(R"( (on\w+|style|src|srcset|action|formaction)=)")));
    CHECK(!std::regex_search(tag, std::regex("^<(link|iframe|object|embed|base|img|image|use)\\b")));
  }
  for (std::size_t at = html.find("href="); at != std::string::npos; at = html.find("href=", at + 1)) {
    CHECK(html.substr(at, 7) == "href=\"#");
  }
}

TEST_CASE("every link leads to a place that is there, and no id is given twice") {
  Report report = samples::five_faults_report();
  report.chronicle = samples::small_chronicle();
  const std::string html = without_assets(render_html(report, Language::English));
  std::vector<std::string> ids;
  const std::regex id(R"re( id="([^"]+)")re");
  for (std::sregex_iterator it(html.begin(), html.end(), id); it != std::sregex_iterator(); ++it) {
    ids.push_back((*it)[1]);
  }
  std::sort(ids.begin(), ids.end());
  CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
  const std::regex link(R"re((?:href="#|aria-(?:controls|labelledby|describedby)="|url\(#)([^")]+))re");
  for (std::sregex_iterator it(html.begin(), html.end(), link); it != std::sregex_iterator(); ++it) {
    INFO((*it)[1]);
    CHECK(std::binary_search(ids.begin(), ids.end(), (*it)[1].str()));
  }
}

TEST_CASE("both languages are in the page, and it begins with the one asked for") {
  const std::string english = render_html(samples::five_faults_report(), Language::English);
  const std::string japanese = render_html(samples::five_faults_report(), Language::Japanese);
  CHECK(contains(english, "<html lang=\"en\">"));
  CHECK(contains(japanese, "<html lang=\"ja\">"));
  for (const std::string& html : {english, japanese}) {
    CHECK(contains(html, "Findings</span>"));
    CHECK(contains(html, "検出された原因</span>"));
  }
}

TEST_CASE("a proof links to its exchange only where the page shows it") {
  Report report = samples::five_faults_report();
  report.chronicle = samples::small_chronicle();
  const std::string html = render_html(report, Language::English);
  CHECK(contains(html, "<a class=\"exchange\" href=\"#x1\">"));  // of directory browsing
  CHECK(!contains(html, "href=\"#x230\""));                      // named by a proof, unknown to the chronicle
  CHECK(contains(html, "exchange 230"));
}

TEST_CASE("a proof's exchange is shown, however many failed before") {
  auto chronicle = std::make_shared<webcid::model::Chronicle>();
  for (std::uint64_t id = 1; id <= 1000; ++id) {
    chronicle->add(samples::file_of(std::to_string(id), 1, webcid::model::Outcome::Refused, id));
  }
  Report report = samples::five_faults_report();
  report.chronicle = chronicle;
  report.findings[0].evidence = {{"folder-refused", {"403"}, 987}};
  const std::string html = render_html(report, Language::English);
  CHECK(contains(html, "href=\"#x987\""));
  CHECK(contains(html, "<li id=\"x987\""));
  CHECK(!contains(html, "<li id=\"x986\""));
}

TEST_CASE("a page stays below five megabytes and says what it leaves out") {
  auto chronicle = std::make_shared<webcid::model::Chronicle>();
  // Escaped, each byte of these names becomes six.
  const std::string long_name(900, '"');
  for (std::uint64_t id = 1; id <= 12'000; ++id) {
    const auto outcome = id % 3 == 0 ? webcid::model::Outcome::Refused : webcid::model::Outcome::Verified;
    chronicle->add(samples::file_of(std::to_string(id % 700) + long_name + "/" + std::to_string(id), id, outcome, id));
  }
  Report report = samples::names_report();
  const webcid::model::Finding finding = report.findings[0];
  for (int i = 0; i < 2000; ++i) report.findings.push_back(finding);
  report.notes.assign(100, {"catalogue-used", {long_name}, {}});
  report.chronicle = chronicle;
  const std::string html = render_html(report, Language::English);
  CHECK(html.size() < 5'000'000);
  CHECK(std::regex_search(html, std::regex(R"(<p class="left-out">)")));
  CHECK(contains(html, " of 12,000 files: those that failed, then the largest."));
  CHECK(contains(html, " of 12,000 exchanges: "));
  CHECK(contains(html, " more notes are left out here"));
}

TEST_CASE("a report without a chronicle has no empty pictures") {
  const std::string html = render_html(samples::five_faults_report(), Language::English);
  for (const char* const part : {"id=\"tree\"", "id=\"exchanges\"", "id=\"files\"", "href=\"#tree\""}) {
    CHECK(!contains(without_assets(html), part));
  }
}

TEST_CASE("outcomes are told apart by words and patterns, not by colour alone") {
  Report report = samples::five_faults_report();
  report.chronicle = samples::small_chronicle();
  const std::string html = render_html(report, Language::English);
  for (const char* const family : {"refused", "wrong", "unanswered"}) {
    CHECK(contains(html, "class=\"pattern " + std::string(family) + "\""));
  }
  CHECK(contains(html, "aria-label=\"savxp/vdl.dat: refused, 8.0 MB\""));
  CHECK(contains(html, "data-other=\"savxp/vdl.dat: 拒否、8.0 MB\""));
}
