#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/manual/pages.hpp>

#include "parts.hpp"

namespace webcid::manual {
namespace {

// Where the texts begin, and the widest name that still has its text beside it.
constexpr std::size_t kColumn = 26;

void add_row(std::string& page, const std::string& head, const std::string& text) {
  const std::size_t width = base::display_width(head);
  page += head;
  bool is_first = width + 2 <= kColumn;
  if (!is_first) page += '\n';
  for (const std::string& line : base::wrap(text, kHelpWidth - kColumn)) {
    page += std::string(is_first ? kColumn - width : kColumn, ' ') + line + "\n";
    is_first = false;
  }
}

void add_paragraph(std::string& page, const std::string& text) {
  for (const std::string_view line : base::split(text, '\n')) {
    for (const std::string& piece : base::wrap(line, kHelpWidth)) page += piece + "\n";
  }
}

// Long names stand below each other, whether there is a short one or not.
std::string head_of(const Option& option) {
  const bool has_short = option.names.front().size() == 2;
  std::string out = (has_short || option.names.front()[0] != '-' ? "  " : "      ") + joined_names(option);
  if (!option.value.empty()) out += " " + value_of(option);
  return out;
}

void add_options(std::string& page, const Command& command, const Words& words) {
  if (!command.arguments.empty()) {
    page += fmt::format("\n{}:\n", words.arguments);
    for (const Option& row : command.arguments) add_row(page, "  " + row.value, full_about(row, words));
  }
  for (const std::string& group : groups_of(command)) {
    page += fmt::format("\n{}:\n", title_of(group, words));
    for (const Option& row : command.options) {
      if (row.group == group) add_row(page, head_of(row), full_about(row, words));
    }
  }
}

void add_beginning(std::string& page, const Command& command, const std::string& title, const std::string& usage,
                   const Words& words) {
  add_paragraph(page, title);
  page += fmt::format("\n{}: {}\n", words.usage, usage);
  if (!command.examples.empty()) page += fmt::format("\n{}:\n{}", words.examples, command.examples);
}

void add_notes(std::string& page, const Command& command) {
  if (command.notes.empty()) return;
  page += '\n';
  add_paragraph(page, command.notes);
}

}  // namespace

std::string render_help(const Command& command, std::string_view parent, const Words& words) {
  std::string page;
  const std::string title =
      parent.empty() ? command.about : fmt::format("{} {}: {}", parent, command.name, command.about);
  add_beginning(page, command, title, usage_of(command, parent, words), words);
  add_options(page, command, words);
  add_notes(page, command);
  return page;
}

std::string render_help(const Program& program, const Words& words) {
  std::string page;
  const Command& self = program.self;
  add_beginning(page, self, self.about, fmt::format("{} {} {}", self.name, words.command, words.any_options), words);
  page += fmt::format("\n{}:\n", words.commands);
  for (const Command& row : program.commands) {
    std::string head = "  " + row.name;
    // Names are short: their texts stand nearer than those of options.
    head.resize(14, ' ');
    std::size_t indent = 0;
    for (const std::string& line : base::wrap(row.about, kHelpWidth - head.size())) {
      page += (indent == 0 ? head : std::string(indent, ' ')) + line + "\n";
      indent = head.size();
    }
  }
  add_options(page, self, words);
  add_notes(page, self);
  return page;
}

}  // namespace webcid::manual
