#include <fmt/format.h>

#include "completion.hpp"

namespace webcid::manual {
namespace {

// about_Quoting_Rules: nothing is special within single quotes but the quote, which is doubled. PowerShell takes the
// typographic quotes for quotes as well.
std::string quoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_typographic =
        text.substr(i, 2) == "\xE2\x80" && i + 2 < text.size() && text[i + 2] >= '\x98' && text[i + 2] <= '\x9B';
    out += is_typographic ? "''" : std::string(1, text[i]);
    if (is_typographic) i += 2;
  }
  return single_quoted(out, "''");
}

constexpr std::string_view kTail = R"(
Register-ArgumentCompleter -Native -CommandName {NAME}, {NAME}.exe -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or $_.Extent.Text -cne $wordToComplete } |
    Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })
  $command = @($words | Where-Object { $_ -cnotlike '-*' -and ${TABLE}.Commands.Contains($_) } | Select-Object -First 1)[0]
  if (-not $command) { $command = '' }
  $last = if ($words.Count -gt 0) { $words[-1] } else { '' }
  $values = ${TABLE}.Values["${command}:$last"]
  if ($values) {
    $offered = $values | ForEach-Object { , @($_, $_) }
  } elseif ($wordToComplete -clike '-*') {
    $offered = ${TABLE}.Options[$command]
  } elseif ($command -ceq '') {
    $offered = ${TABLE}.Commands.GetEnumerator() | ForEach-Object { , @($_.Key, $_.Value) }
  } else {
    $offered = ${TABLE}.Arguments[$command] | ForEach-Object { , @($_, $_) }
  }
  foreach ($row in $offered) {
    if ($row -and $row[0].StartsWith($wordToComplete, [System.StringComparison]::Ordinal)) {
      [System.Management.Automation.CompletionResult]::new($row[0], $row[0], 'ParameterValue', $row[1])
    }
  }
}
)";

std::string list_of(const std::vector<std::string>& words) {
  std::vector<std::string> all;
  for (const std::string& word : words) all.push_back(quoted(word));
  return fmt::format("@({})", fmt::join(all, ", "));
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

}  // namespace

// Where nothing is offered, PowerShell offers files and folders by itself.
std::string powershell_script(const Program& program) {
  std::string table = program.self.name + "Completion";
  std::erase(table, '-');
  std::string commands;
  std::string options;
  std::string values;
  std::string arguments;
  for (const Command& row : program.commands) {
    commands += fmt::format("    {} = {}\n", quoted(row.name), quoted(row.about));
  }
  for (const Command* const command : commands_of(program)) {
    const std::string key = command == &program.self ? "" : command->name;
    options += fmt::format("    {} = @(\n", quoted(key));
    for (const Option& option : command->options) {
      for (const std::string& name : option.names) {
        options += fmt::format("      , @({}, {})\n", quoted(name), quoted(option.about));
        const auto words = offered_words(option);
        if (!words.empty()) values += fmt::format("    {} = {}\n", quoted(key + ":" + name), list_of(words));
      }
    }
    options += "    )\n";
    for (const Option& argument : command->arguments) {
      const auto words = offered_words(argument);
      if (!words.empty()) arguments += fmt::format("    {} = {}\n", quoted(key), list_of(words));
    }
  }
  return fmt::format("# PowerShell completion for {}\n${} = @{{\n", program.self.name, table) +
         fmt::format("  Commands = [ordered]@{{\n{}  }}\n  Options = @{{\n{}  }}\n", commands, options) +
         fmt::format("  Values = @{{\n{}  }}\n  Arguments = @{{\n{}  }}\n}}\n", values, arguments) +
         replaced(replaced(std::string(kTail), "{NAME}", program.self.name), "{TABLE}", table);
}

}  // namespace webcid::manual
