#include <fmt/format.h>

#include "completion.hpp"

namespace webcid::manual {
namespace {

// zshcompsys(1), _arguments: brackets and colons end the parts of a specification.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string quoted(const std::string& text) {
  return single_quoted(text, "'\\''");
}

std::string action_of(const Option& option) {
  switch (offer_of(option)) {
    case Offer::Words:
      return fmt::format("({})", fmt::join(offered_words(option), " "));
    case Offer::Prefixes:
      return fmt::format("{{compadd -S \"\" -- {}}}", fmt::join(offered_words(option), " "));
    case Offer::Files:
      return "_files";
    case Offer::Folders:
      return "_files -/";
    case Offer::Nothing:
      break;
  }
  // No words, rather than no action: a mere message would keep options from being completed.
  return "( )";
}

std::string specification(const Option& option, const std::string& name) {
  std::string out;
  if (option.is_repeatable) {
    out = "*";
  } else if (option.names.size() > 1) {
    out = fmt::format("({})", fmt::join(option.names, " "));
  }
  out += fmt::format("{}[{}]", name, escaped(option.about));
  if (!option.value.empty()) out += fmt::format(":{}:{}", escaped(option.value), action_of(option));
  return out;
}

std::string arguments_of(const Command& command, std::string_view indent) {
  std::string out = fmt::format("{}_arguments", indent);
  for (const Option& option : command.options) {
    for (const std::string& name : option.names) {
      out += fmt::format(" \\\n{}  {}", indent, quoted(specification(option, name)));
    }
  }
  for (const Option& argument : command.arguments) {
    out +=
        fmt::format(" \\\n{}  {}", indent, quoted(fmt::format(":{}:{}", escaped(argument.value), action_of(argument))));
  }
  return out + "\n";
}

}  // namespace

std::string zsh_script(const Program& program) {
  const std::string& name = program.self.name;
  std::string out = fmt::format("#compdef {0}\n\n_{0}() {{\n", name);
  if (program.commands.empty()) {
    out += arguments_of(program.self, "  ");
  } else {
    out += "  if (( CURRENT == 2 )); then\n    local -a commands=(\n";
    for (const Command& row : program.commands) out += "      " + quoted(row.name + ":" + escaped(row.about)) + "\n";
    out += "    )\n    _describe command commands\n" + arguments_of(program.self, "    ") + "    return\n  fi\n";
    // The command's own words: _arguments counts from the command.
    out += "  shift words\n  (( CURRENT-- ))\n  case $words[1] in\n";
    for (const Command& row : program.commands) {
      out += fmt::format("    {})\n{}      ;;\n", row.name, arguments_of(row, "      "));
    }
    out += "  esac\n";
  }
  // Loaded from fpath the file is the function's body; sourced, it makes itself known.
  return out +
         fmt::format("}}\n\nif [ \"$funcstack[1]\" = \"_{0}\" ]; then _{0} \"$@\"; else compdef _{0} {0}; fi\n", name);
}

}  // namespace webcid::manual
