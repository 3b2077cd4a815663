#include "layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <webcid/base/text.hpp>

namespace webcid::report {
namespace {

// Narrower than this, a hanging indent would leave no room for text.
constexpr std::size_t kLeastText = 24;

std::string_view code_of(Paint paint) {
  switch (paint) {
    case Paint::Bold:
      return "1";
    case Paint::Red:
      return "1;31";
    case Paint::Yellow:
      return "1;33";
    case Paint::Green:
      return "1;32";
    case Paint::Cyan:
      return "1;36";
    case Paint::Blue:
      return "1;34";
    case Paint::Plain:
      break;
  }
  return "";
}

}  // namespace

Paint paint_of(model::Severity severity) {
  switch (severity) {
    case model::Severity::Error:
      return Paint::Red;
    case model::Severity::Warning:
      return Paint::Yellow;
    case model::Severity::Note:
      break;
  }
  return Paint::Cyan;
}

Paint paint_of(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::Healthy:
      return Paint::Green;
    case model::Verdict::Broken:
      return Paint::Red;
    case model::Verdict::Deviates:
    case model::Verdict::Unknown:
      break;
  }
  return Paint::Yellow;
}

std::string Page::painted(std::string_view text, Paint paint) const {
  if (m_style.colour == Colour::Never || paint == Paint::Plain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(paint), text);
}

void Page::title(std::string_view lead, Paint paint, std::string_view text, Paint text_paint) {
  constexpr std::size_t kIndent = 2;
  const std::size_t room = std::max(m_style.width, kLeastText + kIndent) - kIndent;
  // Broken as one text, so that the lead counts for the first line only; a lead holds no blank but its last character.
  const std::string_view word = base::trim(lead);
  bool is_first = true;
  for (std::string_view line : std::vector<std::string>(base::wrap(fmt::format("{}{}", lead, text), room))) {
    if (is_first && line.starts_with(word)) {
      m_text += painted(word, paint);
      line.remove_prefix(word.size());
    } else if (!is_first) {
      m_text += std::string(kIndent, ' ');
    }
    m_text += painted(line, text_paint) + "\n";
    is_first = false;
  }
}

void Page::field(std::string_view lead, Paint paint, std::string_view text) {
  const std::size_t indent = base::display_width(lead);
  const std::size_t room = std::max(m_style.width, kLeastText + indent) - indent;
  std::string start = painted(lead, paint);
  for (const std::string& line : base::wrap(text, room)) {
    m_text += start + line + "\n";
    start = std::string(indent, ' ');
  }
}

void Page::step(std::string_view line) {
  const std::size_t number = line.size() > 3 && line.substr(1, 2) == ". " ? 3 : 0;
  field(fmt::format("    {}", line.substr(0, number)), Paint::Plain, line.substr(number));
}

void Page::verbatim(std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    if (end > 0) m_text += "    ";
    m_text += lines.substr(0, end);
    m_text += '\n';
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}

}  // namespace webcid::report
