// Whole outputs against tests/approved/report. `./dev approve` writes them anew; review the diff.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <webcid/base/file.hpp>
#include <webcid/report/formats.hpp>
#include <webcid/report/terminal.hpp>

#include "catch.hpp"
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

}  // namespace

TEST_CASE("a report on a terminal and in a pipe, in both languages, is the approved text") {
  for (const auto language : {Language::English, Language::Japanese}) {
    const std::string lang(name_of(language));
    for (const auto& [name, report] : webcid::samples::all_reports()) {
      if (name == "every-cause") continue;
      const TerminalStyle pipe{Colour::Never, 80, language, Verbosity::Normal};
      require_approved(name + "." + lang + ".txt", render_terminal(report, pipe));
    }
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
        require_approved(file, format.render(report, language));
      }
    }
  }
}
