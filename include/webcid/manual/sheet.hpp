// What a program says of its own command line, as data: help, man page and completions are made of it.
// It is read from the CLI11 app that parses the words, so none of them can name an option that is not there.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace webcid::manual {

struct Option {
  std::vector<std::string> names;  // "-j", "--jobs"; one name without dashes for an argument
  std::string value;               // what stands for the value, such as FILE; empty for a flag
  std::vector<std::string> choices;
  std::string about;
  std::string preset;  // the default, where one is worth telling
  std::string group;
  bool is_required = false;
  bool is_repeatable = false;
};

struct Command {
  std::string name;
  std::string about;
  std::string examples;  // whole lines, each a command
  std::string notes;
  std::vector<Option> arguments;
  std::vector<Option> options;
};

struct Program {
  Command self;  // its options are those before a command
  std::vector<Command> commands;
};

// The words around it. What is not in English is set by whoever has another language.
struct Words {
  std::string usage = "Usage";
  std::string examples = "Examples";
  std::string commands = "Commands";
  std::string arguments = "Arguments";
  std::string options = "Options";
  std::string command = "COMMAND";
  std::string any_options = "[OPTIONS]";
  std::string preset = "default";
  std::string repeatable = "repeatable";
  std::string choices = "one of";
  std::string name = "NAME";
  std::string synopsis = "SYNOPSIS";
  std::string notes = "NOTES";
};

// Reads the app: options in the order of their declaration, hidden ones left out, subcommands as commands.
// `examples` are no part of CLI11's app and stay empty.
Command read_command(const CLI::App& app);
Program read_program(const CLI::App& app);

}  // namespace webcid::manual
