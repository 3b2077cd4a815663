// Renders a sheet. Pure: text in, text out.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include <webcid/manual/sheet.hpp>

namespace webcid::manual {

// No line is wider, in columns of a terminal.
inline constexpr std::size_t kHelpWidth = 80;

// `webcid check --help`: what it is, examples, then everything by group. `parent` is "webcid", or empty.
std::string render_help(const Command& command, std::string_view parent, const Words& words);
std::string render_help(const Program& program, const Words& words);

// A page of section 1 for man(1), in the macros of man(7).
std::string render_man(const Program& program, std::string_view version, const Words& words);

enum class Shell { Bash, Zsh, Fish, PowerShell };
struct ShellRow {
  std::string_view name;  // on the command line
  Shell shell;
};
inline constexpr std::array<ShellRow, 4> kShells{{
    {"bash", Shell::Bash},
    {"zsh", Shell::Zsh},
    {"fish", Shell::Fish},
    {"powershell", Shell::PowerShell},
}};

// A script that teaches a shell to complete the program's words. A value called FILE is a file, DIR a folder.
std::string render_completion(const Program& program, Shell shell);

}  // namespace webcid::manual
