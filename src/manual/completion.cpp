#include "completion.hpp"

#include <fmt/format.h>

#include <webcid/manual/pages.hpp>

namespace webcid::manual {

Offer offer_of(const Option& option) {
  const std::string_view value = option.value;
  if (!option.choices.empty()) return value.find('=') == std::string_view::npos ? Offer::Words : Offer::Prefixes;
  if (value.find("FILE") != std::string_view::npos) return Offer::Files;
  if (value.find("DIR") != std::string_view::npos) return Offer::Folders;
  return Offer::Nothing;
}

std::vector<std::string> offered_words(const Option& option) {
  std::vector<std::string> out = option.choices;
  if (offer_of(option) == Offer::Prefixes) {
    for (std::string& word : out) word += '=';
  }
  return out;
}

std::string single_quoted(std::string_view text, std::string_view quote) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += quote;
    } else {
      out += c == '\n' ? ' ' : c;
    }
  }
  return out + "'";
}

std::vector<const Command*> commands_of(const Program& program) {
  std::vector<const Command*> out{&program.self};
  for (const Command& command : program.commands) out.push_back(&command);
  return out;
}

std::string render_completion(const Program& program, Shell shell) {
  switch (shell) {
    case Shell::Bash:
      return bash_script(program);
    case Shell::Zsh:
      return zsh_script(program);
    case Shell::Fish:
      return fish_script(program);
    case Shell::PowerShell:
      break;
  }
  return powershell_script(program);
}

}  // namespace webcid::manual
