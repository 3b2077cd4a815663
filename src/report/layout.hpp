// Lines of a fixed width with a hanging indent, and colour that never counts as width.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <webcid/report/terminal.hpp>

namespace webcid::report {

enum class Paint : std::uint8_t { Plain, Bold, Red, Yellow, Green, Cyan, Blue };
Paint paint_of(model::Severity severity);
Paint paint_of(model::Verdict verdict);

class Page {
 public:
  explicit Page(const TerminalStyle& style) : m_style(style) {}

  // `lead` in `paint`, then `text` broken to the width, later lines two columns in. Both are printable UTF-8.
  void title(std::string_view lead, Paint paint, std::string_view text, Paint text_paint = Paint::Plain);
  // The same with later lines below the first character of `text`.
  void field(std::string_view lead, Paint paint, std::string_view text);
  // "1. open ..." with later lines behind the number; a remark without one begins where the numbers do.
  void step(std::string_view line);
  // A command or configuration: every line indented by four columns and never broken.
  void verbatim(std::string_view lines);
  // One line that is never broken.
  void whole(std::string_view line, Paint paint) { m_text += painted(line, paint) + "\n"; }
  // Lines that were laid out before.
  void append(std::string_view lines) { m_text += lines; }
  // An empty line, unless there is one already.
  void blank() {
    if (!m_text.ends_with("\n\n")) m_text += '\n';
  }

  std::string take() { return std::move(m_text); }

 private:
  std::string painted(std::string_view text, Paint paint) const;

  TerminalStyle m_style;
  std::string m_text;
};

}  // namespace webcid::report
