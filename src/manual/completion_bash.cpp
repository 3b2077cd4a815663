#include <fmt/format.h>

#include "completion.hpp"

namespace webcid::manual {
namespace {

// Bash splits words at "=" (COMP_WORDBREAKS): "--lang=ja" arrives as three words, "json=file" too.
constexpr std::string_view kHead =
    R"(  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} before= command= i
  COMPREPLY=()
  [ "$COMP_CWORD" -gt 1 ] && before=${COMP_WORDS[COMP_CWORD-2]}
  [ "$cur" = "=" ] && { before=$prev prev="=" cur=; }
  if [ "$prev" = "=" ]; then
    case $before in
      -*) prev=$before ;;
      *) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    esac
  fi
)";

constexpr std::string_view kFindCommand = R"(  for ((i = 1; i < COMP_CWORD; ++i)); do
    case ${COMP_WORDS[i]} in
      -*) ;;
      *) command=${COMP_WORDS[i]}; break ;;
    esac
  done
)";

std::string compgen(std::string_view how) {
  return fmt::format("mapfile -t COMPREPLY < <(compgen {} -- \"$cur\")", how);
}

std::string completing(const Option& option) {
  const std::string words = fmt::format("-W \"{}\"", fmt::join(offered_words(option), " "));
  switch (offer_of(option)) {
    case Offer::Words:
      return compgen(words);
    case Offer::Prefixes:
      return "compopt -o nospace 2>/dev/null; " + compgen(words);
    case Offer::Files:
      return "compopt -o filenames 2>/dev/null; " + compgen("-f");
    case Offer::Folders:
      return "compopt -o filenames 2>/dev/null; " + compgen("-d");
    case Offer::Nothing:
      break;
  }
  return ":";
}

std::string completing_arguments(const Command& command) {
  for (const Option& argument : command.arguments) {
    if (offer_of(argument) != Offer::Nothing) return completing(argument);
  }
  return ":";
}

}  // namespace

std::string bash_script(const Program& program) {
  std::string function = "_" + program.self.name;
  for (char& c : function) c = c == '-' ? '_' : c;
  std::string out = fmt::format("# bash completion for {}\n{}() {{\n", program.self.name, function);
  out += kHead;
  if (!program.commands.empty()) out += kFindCommand;
  std::string values;
  std::string names;
  for (const Command* const command : commands_of(program)) {
    const std::string key = command == &program.self ? "" : command->name;
    std::vector<std::string> all;
    for (const Option& option : command->options) {
      all.insert(all.end(), option.names.begin(), option.names.end());
      if (option.value.empty()) continue;
      std::vector<std::string> patterns;
      for (const std::string& name : option.names) patterns.push_back(key + ":" + name);
      values += fmt::format("    {}) {}; return ;;\n", fmt::join(patterns, "|"), completing(option));
    }
    const bool offers_commands = command == &program.self && !program.commands.empty();
    std::vector<std::string> commands;
    for (const Command& row : program.commands) commands.push_back(row.name);
    names += fmt::format(
        "    {}:-*) {} ;;\n    {}:*) {} ;;\n", key, compgen(fmt::format("-W \"{}\"", fmt::join(all, " "))), key,
        offers_commands ? compgen(fmt::format("-W \"{}\"", fmt::join(commands, " "))) : completing_arguments(*command));
  }
  out += fmt::format("  case $command:$prev in\n{}  esac\n  case $command:$cur in\n{}  esac\n}}\n", values, names);
  out += fmt::format("complete -F {} {}\n", function, program.self.name);
  return out;
}

}  // namespace webcid::manual
