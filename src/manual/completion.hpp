// What the scripts for the four shells share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <webcid/manual/sheet.hpp>

namespace webcid::manual {

// What a shell can offer for a value.
enum class Offer { Nothing, Words, Prefixes, Files, Folders };
Offer offer_of(const Option& option);
// The words of Offer::Words, the beginnings ("json=") of Offer::Prefixes.
std::vector<std::string> offered_words(const Option& option);

// A text of one line within single quotes: `quote` is what a quote itself becomes.
std::string single_quoted(std::string_view text, std::string_view quote);

// The command's options, and the program's own ones where there are no commands.
std::vector<const Command*> commands_of(const Program& program);

std::string bash_script(const Program& program);
std::string zsh_script(const Program& program);
std::string fish_script(const Program& program);
std::string powershell_script(const Program& program);

}  // namespace webcid::manual
