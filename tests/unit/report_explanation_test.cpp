// The catalogue of causes for readers: whatever row, either language, any width.
#include <set>
#include <string>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/report/explanation.hpp>

#include "catch.hpp"

using webcid::causes::Language;
using webcid::report::Colour;
using webcid::report::render_cause;
using webcid::report::render_causes;
using webcid::report::TerminalStyle;
using webcid::report::Verbosity;

namespace {

TerminalStyle pipe(Language language) {
  return {Colour::Never, 80, language, Verbosity::Normal};
}

// Commands and configuration, which are never broken.
std::set<std::string> commands_of(const webcid::causes::Cause& cause) {
  std::set<std::string> lines;
  for (const auto& remedy :
       remedies({std::string(cause.id), webcid::causes::example_parameters(cause.id)}, Language::English)) {
    if (remedy.form == webcid::causes::RemedyForm::Steps) continue;
    for (const std::string_view line : webcid::base::split(remedy.text, '\n')) lines.emplace(webcid::base::trim(line));
  }
  return lines;
}

}  // namespace

TEST_CASE("every cause is explained with all its texts, in 80 columns") {
  for (const auto& cause : webcid::causes::all()) {
    const std::set<std::string> commands = commands_of(cause);
    for (const auto language : {Language::English, Language::Japanese}) {
      const std::string text = render_cause(cause, pipe(language));
      INFO(text);
      CHECK(text.find("[" + std::string(cause.id) + "]") != std::string::npos);
      CHECK(text.find("{0}") == std::string::npos);
      CHECK(text.find(language == Language::English ? "(unknown)" : "(不明)") == std::string::npos);
      for (const std::string_view words : {cause.why.in(language), cause.how_to_tell.in(language)}) {
        const std::string_view first_word = words.substr(0, words.find(' '));
        CHECK(text.find(first_word.substr(0, 6)) != std::string::npos);
      }
      CHECK(text.ends_with("\n"));
      CHECK_FALSE(text.ends_with("\n\n"));
      for (const std::string_view line : webcid::base::split(text, '\n')) {
        const bool is_one_word = webcid::base::trim(line).find(' ') == std::string_view::npos;
        const bool is_command = commands.contains(std::string(webcid::base::trim(line)));
        CHECK((is_one_word || is_command || webcid::base::display_width(line) <= 80));
        CHECK(webcid::base::printable(line) == line);
      }
    }
  }
}

TEST_CASE("the list names every cause once, with severity and summary, in 80 columns") {
  for (const auto language : {Language::English, Language::Japanese}) {
    const std::string text = render_causes(pipe(language));
    for (const auto& cause : webcid::causes::all()) {
      CHECK(("\n" + text).find("\n" + std::string(cause.id) + " ") != std::string::npos);
    }
    for (const std::string_view line : webcid::base::split(text, '\n')) {
      INFO(line);
      CHECK(webcid::base::display_width(line) <= 80);
    }
  }
}

TEST_CASE("colour adds nothing but colour to an explanation") {
  const auto* const cause = webcid::causes::find("iis.hidden-segment");
  REQUIRE(cause != nullptr);
  std::string coloured = render_cause(*cause, {Colour::Always, 80, Language::English, Verbosity::Normal});
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  CHECK(coloured == render_cause(*cause, pipe(Language::English)));
}

TEST_CASE("the document has a row and a chapter for every cause, and no markup of a text's own") {
  const std::string text = webcid::report::render_causes_markdown();
  for (const auto& cause : webcid::causes::all()) {
    INFO(cause.id);
    CHECK(text.find("| [" + std::string(cause.id) + "](#") != std::string::npos);
    CHECK(text.find("\n## " + std::string(cause.id) + "\n") != std::string::npos);
  }
  bool is_verbatim = false;
  for (const std::string_view line : webcid::base::split(text, '\n')) {
    if (line.starts_with("```")) is_verbatim = !is_verbatim;
    INFO(line);
    if (!is_verbatim && !line.starts_with("```")) CHECK(line.find(" <") == std::string_view::npos);
  }
  CHECK_FALSE(is_verbatim);
}
