// Whole outputs against tests/approved/report. `./dev approve` writes them anew; review the diff.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include <webcid/base/file.hpp>
#include <webcid/report/collection.hpp>
#include <webcid/report/comparison.hpp>
#include <webcid/report/formats.hpp>
#include <webcid/report/terminal.hpp>

#include "catch.hpp"
#include "samples/nodes.hpp"
#include "samples/situations.hpp"

using webcid::causes::Language;
using webcid::report::Colour;
using webcid::report::render_terminal;
using webcid::report::TerminalStyle;
using webcid::report::Verbosity;

namespace {

void require_approved(const std::string& name, const std::string& actual) {
  const auto file = webcid::base::to_native(std::string(WEBCID_SOURCE_DIR "/tests/approved/report/") + name);
  if (std::getenv("WEBCID_APPROVE") != nullptr) {
    std::ofstream(file, std::ios::binary) << actual;
  }
  std::ifstream stream(file, std::ios::binary);
  const std::string approved{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  INFO(name);
  CHECK(actual == approved);
}

// The page without style sheet, script and their digests: those are reviewed in the files they come from.
std::string without_assets(std::string html) {
  html = std::regex_replace(html, std::regex("sha256-[A-Za-z0-9+/=]+"), "sha256-...");
  for (const std::string tag : {"style", "script"}) {
    const auto begin = html.find("<" + tag + ">") + tag.size() + 2;
    html.erase(begin, html.find("</" + tag + ">") - begin);
  }
  return html;
}

}  // namespace

TEST_CASE("a report on a terminal and in a pipe, in both languages, is the approved text") {
  for (const auto language : {Language::English, Language::Japanese}) {
    const std::string lang(name_of(language));
    for (const auto& [name, report] : webcid::samples::all_reports()) {
      if (name == "every-cause") continue;
      const TerminalStyle pipe{Colour::Never, 80, language, Verbosity::Normal};
      require_approved(name + "." + lang + ".txt", render_terminal(report, pipe));
    }
    require_approved("acceptance." + lang + ".txt", render_terminal(webcid::samples::acceptance_report(),
                                                                    {Colour::Never, 80, language, Verbosity::Normal}));
    webcid::model::Collection several;
    for (const auto& [name, report] : webcid::samples::all_situations()) {
      several.runs.push_back({name + ".json", report});
    }
    several.verdict = worst_of(several.runs);
    const TerminalStyle pipe{Colour::Never, 80, language, Verbosity::Normal};
    require_approved("several." + lang + ".txt", render_collection(several, pipe));
    require_approved("difference." + lang + ".txt", compare(several.runs[0], several.runs[1], pipe).text);
    const auto broken = webcid::samples::broken_report();
    require_approved("broken-colour." + lang + ".txt",
                     render_terminal(broken, {Colour::Always, 80, language, Verbosity::Normal}));
    require_approved("broken-verbose." + lang + ".txt",
                     render_terminal(broken, {Colour::Never, 100, language, Verbosity::Verbose}));
  }
}

TEST_CASE("a report in every format, in both languages, is the approved text") {
  for (const auto language : {Language::English, Language::Japanese}) {
    for (const auto& [name, report] : webcid::samples::all_situations()) {
      for (const webcid::report::Format& format : webcid::report::formats()) {
        const std::string file = name + "." + std::string(name_of(language)) + "." + std::string(format.extension);
        const std::string text = format.render(report, language);
        require_approved(file, format.name == "html" ? without_assets(text) : text);
      }
    }
  }
}

TEST_CASE("the machines of one name, in every format and both languages, are the approved text") {
  const auto nodes = webcid::samples::three_nodes();
  for (const auto language : {Language::English, Language::Japanese}) {
    const std::string name = "nodes." + std::string(name_of(language)) + ".";
    require_approved(name + "txt",
                     webcid::report::render_collection(nodes, {Colour::Never, 80, language, Verbosity::Normal}));
    for (const webcid::report::Format& format : webcid::report::formats()) {
      const std::string text = format.render_collection(nodes, language);
      require_approved(name + std::string(format.extension), format.name == "html" ? without_assets(text) : text);
    }
  }
}
