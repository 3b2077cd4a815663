#include "config_file.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

namespace webcid::cli {
namespace {

// https://toml.io/en/v1.0.0#keys: bare keys.
bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// What is wrong, or nothing.
using Problem = std::optional<std::string>;

class Line {
 public:
  explicit Line(std::string_view text) : m_text(text) {}

  void skip_blanks() {
    while (!m_text.empty() && (m_text[0] == ' ' || m_text[0] == '\t')) m_text.remove_prefix(1);
  }
  bool take(char c) {
    if (m_text.empty() || m_text[0] != c) return false;
    m_text.remove_prefix(1);
    return true;
  }
  bool is_at_end() {
    skip_blanks();
    return m_text.empty() || m_text[0] == '#';
  }
  std::string take_while(bool (*belongs)(char)) {
    std::string out;
    while (!m_text.empty() && belongs(m_text[0])) {
      out += m_text[0];
      m_text.remove_prefix(1);
    }
    return out;
  }
  Problem take_value(Setting& into);

 private:
  Problem take_literal(std::string& into);
  Problem take_string(std::string& into);
  Problem take_scalar(Setting& into);

  std::string_view m_text;
};

Problem Line::take_literal(std::string& into) {
  const auto end = m_text.find('\'');
  if (end == std::string_view::npos) return "a text without its closing '";
  into = m_text.substr(0, end);
  m_text.remove_prefix(end + 1);
  return std::nullopt;
}

Problem Line::take_string(std::string& into) {
  while (!take('"')) {
    if (m_text.empty()) return "a text without its closing \"";
    const char c = m_text[0];
    m_text.remove_prefix(1);
    if (c != '\\') {
      into += c;
    } else if (take('\\')) {
      into += '\\';
    } else if (take('"')) {
      into += '"';
    } else if (take('t')) {
      into += '\t';
    } else {
      return "an unknown escape within \"...\": a backslash is written \\\\, or the text in '...'";
    }
  }
  return std::nullopt;
}

Problem Line::take_scalar(Setting& into) {
  std::string value;
  if (take('\'')) {
    into.kind = SettingKind::Text;
    if (auto wrong = take_literal(value)) return wrong;
  } else if (take('"')) {
    into.kind = SettingKind::Text;
    if (auto wrong = take_string(value)) return wrong;
  } else {
    value = take_while([](char c) { return is_key_character(c) || c == '.' || c == '+'; });
    const bool is_truth = value == "true" || value == "false";
    const bool is_number = !value.empty() && value.find_first_not_of("0123456789.+-") == std::string::npos;
    if (!is_truth && !is_number) return "expected a text in quotes, a number, true, false or a list in [ ]";
    into.kind = is_truth ? SettingKind::Truth : SettingKind::Number;
  }
  into.values.push_back(std::move(value));
  return std::nullopt;
}

Problem Line::take_value(Setting& into) {
  skip_blanks();
  if (!take('[')) return take_scalar(into);
  for (skip_blanks(); !take(']'); skip_blanks()) {
    if (m_text.empty()) return "a list without its closing ] in the same line";
    if (auto wrong = take_scalar(into)) return wrong;
    skip_blanks();
    if (!take(',') && (m_text.empty() || m_text[0] != ']')) return "expected , or ] in a list";
  }
  into.kind = SettingKind::List;
  return std::nullopt;
}

// Passwords come from a file of their own, standard input, the environment or a terminal.
bool is_secret(std::string_view key) {
  const std::string lower = base::to_lower(key);
  const bool names_source = base::starts_with_ignoring_case(lower, "password-") || lower == "proxy-password-file";
  return !names_source && (lower.find("password") != std::string::npos || lower.find("passwd") != std::string::npos ||
                           lower == "pass" || lower == "pwd");
}

Problem take_line(std::string_view text, Setting& setting, std::vector<std::string>& sections) {
  if (text.find('\0') != std::string_view::npos) return "a NUL byte: this is no text file in UTF-8";
  if (!base::is_utf8(text)) return "not UTF-8";
  Line line(text);
  if (line.is_at_end()) return std::nullopt;
  if (line.take('[')) {
    setting.section = line.take_while(is_key_character);
    if (setting.section.empty() || !line.take(']') || !line.is_at_end()) return "expected [COMMAND]";
    if (std::find(sections.begin(), sections.end(), setting.section) != sections.end()) {
      return fmt::format("[{}] stands there twice", setting.section);
    }
    sections.push_back(setting.section);
    return std::nullopt;
  }
  setting.key = line.take_while(is_key_character);
  line.skip_blanks();
  if (is_secret(setting.key)) {
    return fmt::format("{}: passwords do not belong in this file; password-file names the file with it", setting.key);
  }
  if (setting.key.empty() || !line.take('=')) return "expected OPTION = VALUE";
  if (auto wrong = line.take_value(setting)) return fmt::format("{}: {}", setting.key, *wrong);
  if (!line.is_at_end()) return fmt::format("{}: something follows the value", setting.key);
  return std::nullopt;
}

}  // namespace

base::Result<std::vector<Setting>> parse_config(std::string_view name, std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  std::vector<Setting> out;
  std::vector<std::string> sections;
  Setting setting;
  for (std::string_view line : base::split(text, '\n')) {
    ++setting.line;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    setting.key.clear();
    setting.values.clear();
    auto wrong = take_line(line, setting, sections);
    const auto same = [&](const Setting& other) {
      return !setting.key.empty() && other.section == setting.section && other.key == setting.key;
    };
    if (const auto earlier = std::find_if(out.begin(), out.end(), same); !wrong && earlier != out.end()) {
      wrong = fmt::format("{} stands in line {} already", setting.key, earlier->line);
    }
    if (wrong) return base::fail(base::ErrorKind::Usage, fmt::format("{}:{}: {}", name, setting.line, *wrong));
    if (!setting.key.empty()) out.push_back(setting);
  }
  return out;
}

std::string quoted_setting(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace webcid::cli
