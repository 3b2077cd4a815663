#include <fmt/format.h>

#include "completion.hpp"

namespace webcid::manual {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') out += '\\';
    out += c;
  }
  return single_quoted(out, "\\'");
}

// What follows the option's name: -x takes no file names, -r any.
std::string value_of_fish(const Option& option) {
  switch (offer_of(option)) {
    case Offer::Words:
    case Offer::Prefixes:
      return fmt::format(" -x -a {}", quoted(fmt::format("{}", fmt::join(offered_words(option), " "))));
    case Offer::Files:
      return " -r -F";
    case Offer::Folders:
      return " -x -a '(__fish_complete_directories)'";
    case Offer::Nothing:
      break;
  }
  return " -x";
}

}  // namespace

std::string fish_script(const Program& program) {
  const std::string& name = program.self.name;
  std::string out = fmt::format("# fish completion for {0}\ncomplete -c {0} -f\n", name);
  for (const Command& row : program.commands) {
    out += fmt::format("complete -c {} -n __fish_use_subcommand -a {} -d {}\n", name, row.name, quoted(row.about));
  }
  for (const Command* const command : commands_of(program)) {
    std::string when;
    if (command != &program.self) when = fmt::format(" -n '__fish_seen_subcommand_from {}'", command->name);
    if (command == &program.self && !program.commands.empty()) when = " -n __fish_use_subcommand";
    for (const Option& option : command->options) {
      out += fmt::format("complete -c {}{}", name, when);
      for (const std::string& spelling : option.names) {
        out += spelling.size() == 2 ? fmt::format(" -s {}", spelling.substr(1))
                                    : fmt::format(" -l {}", spelling.substr(2));
      }
      if (!option.value.empty()) out += value_of_fish(option);
      out += fmt::format(" -d {}\n", quoted(option.about));
    }
    for (const Option& argument : command->arguments) {
      if (offer_of(argument) == Offer::Nothing) continue;
      const std::string offer = offer_of(argument) == Offer::Files ? " -F" : value_of_fish(argument).substr(3);
      out += fmt::format("complete -c {}{}{}\n", name, when, offer);
    }
  }
  return out;
}

}  // namespace webcid::manual
