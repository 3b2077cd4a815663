// Texts of the command line in both languages, side by side where an option is declared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <webcid/causes/language.hpp>
#include <webcid/manual/sheet.hpp>

namespace CLI {
class App;
}

namespace webcid::cli {

// Both languages in the one string that CLI11 has for a description. `settle_language` leaves one of them.
std::string both(const causes::Text& text);
// In every description, group, footer of the app and its commands; what is there once is for both.
void settle_language(CLI::App& app, causes::Language language);

// For CLI11's type_name of what it need not check itself: what stands for the value, and what completion offers.
std::string value_among(std::string_view value, const std::vector<std::string>& words);

// The words around help and manual pages.
manual::Words words_in(causes::Language language);

// What `--lang` says in the words as they are, or the system's: needed before anything can be parsed.
causes::Language language_of(const std::vector<std::string>& arguments);
// The same of a command that has been parsed, and whose file of --config was read.
causes::Language language_of(const CLI::App& command);

}  // namespace webcid::cli
