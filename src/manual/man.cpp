#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/manual/pages.hpp>

#include "parts.hpp"

namespace webcid::manual {
namespace {

// Whether a line may break behind the character that ends here: East Asian text has no blanks to break at, and the
// parts of a long value none either. Never before closing punctuation.
bool may_break(std::string_view text, std::size_t at) {
  constexpr std::string_view kClosing[] = {"、", "。", "」", "）", ")",  "]",  ",",  ";",  ".",
                                           "ー", "ァ", "ィ", "ェ", "ォ", "ッ", "ャ", "ュ", "ョ"};
  const std::string_view rest = text.substr(at + 1);
  if (rest.empty() || rest.front() == ' ') return false;
  for (const std::string_view closing : kClosing) {
    if (rest.substr(0, closing.size()) == closing) return false;
  }
  const bool is_wide = at >= 2 && static_cast<unsigned char>(text[at - 2]) >= 0xE3;
  return is_wide || text[at] == '|' || text[at] == '/';
}

// groff_char(7): an escape is a backslash, a hyphen of an option is \-, and a control line begins with . or '.
std::string roff(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '`') {
      out += "\\(ga";
    } else if (c == '~') {
      out += "\\(ti";
    } else if (c == '^') {
      out += "\\(ha";
    } else {
      out += c;
    }
    if (may_break(text, i)) out += "\\:";
  }
  if (!out.empty() && out.front() == '.') out.insert(0, "\\&");
  return out;
}

// An argument of a macro.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : roff(text)) {
    if (c == '"') {
      out += "\\(dq";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

void add_examples(std::string& page, const std::string& lines) {
  if (lines.empty()) return;
  page += ".PP\n.nf\n";
  for (const std::string_view line : base::split(lines, '\n')) {
    if (!line.empty()) page += roff(line) + "\n";
  }
  page += ".fi\n";
}

void add_options(std::string& page, const std::vector<Option>& rows, const Words& words) {
  for (const Option& row : rows) {
    page += ".TP\n";
    if (row.names.front().front() != '-') {
      page += fmt::format(".I {}\n", quoted(row.value));
    } else if (row.value.empty()) {
      page += fmt::format(".B {}\n", quoted(joined_names(row)));
    } else {
      page += fmt::format(".BI {} \" \" {}\n", quoted(joined_names(row)), quoted(value_of(row)));
    }
    page += roff(full_about(row, words)) + "\n";
  }
}

}  // namespace

std::string render_man(const Program& program, std::string_view version, const Words& words) {
  const Command& self = program.self;
  std::string title = self.name;
  for (char& c : title) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  std::string page = fmt::format(".TH {} 1 \"\" {}\n", quoted(title), quoted(fmt::format("{} {}", self.name, version)));
  page += ".ad l\n";
  page += fmt::format(".SH {}\n{} \\- {}\n", quoted(words.name), roff(self.name), roff(self.about));
  page += fmt::format(".SH {}\n", quoted(words.synopsis));
  if (program.commands.empty()) {
    page += fmt::format(".B {}\n{}\n", quoted(self.name), roff(words.any_options));
  } else {
    page += fmt::format(".B {}\n.I {}\n{}\n", quoted(self.name), quoted(words.command), roff(words.any_options));
  }
  page += fmt::format(".SH {}\n", quoted(words.examples));
  add_examples(page, self.examples);
  if (!program.commands.empty()) page += fmt::format(".SH {}\n", quoted(words.commands));
  for (const Command& command : program.commands) {
    page += fmt::format(".SS {}\n{}\n", quoted(usage_of(command, self.name, words)), roff(command.about));
    add_examples(page, command.examples);
    add_options(page, command.arguments, words);
    add_options(page, command.options, words);
  }
  page += fmt::format(".SH {}\n", quoted(words.options));
  add_options(page, self.arguments, words);
  add_options(page, self.options, words);
  if (!self.notes.empty()) {
    page += fmt::format(".SH {}\n", quoted(words.notes));
    for (const std::string_view line : base::split(self.notes, '\n')) {
      if (!line.empty()) page += roff(line) + "\n";
    }
  }
  return page;
}

}  // namespace webcid::manual
