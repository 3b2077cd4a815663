#include "config_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

// Headers only, so that nothing is to be built for Windows.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
// A list within a section is all that options need.
#define TOML_MAX_NESTED_VALUES 4
// toml++ 3.3 asserts what some wrong files, "[}" in one, do not hold, or with NDEBUG promises it to clang. It says all
// the same what is wrong with them, where nothing relies on it: so it is in every build.
#undef NDEBUG
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

namespace webcid::cli {
namespace {

// toml++ 3.3 limits the depth of values, but not of dotted keys, whose tables it frees by recursion.
constexpr std::ptrdiff_t kMaxDotsInLine = 256;

struct Problem {
  std::size_t line;
  std::string what;
};

// Passwords come from a file of their own, standard input, the environment or a terminal.
bool is_secret(std::string_view key) {
  const std::string lower = base::to_lower(key);
  const bool names_source = base::starts_with_ignoring_case(lower, "password-") || lower == "proxy-password-file";
  return !names_source && (lower.find("password") != std::string::npos || lower.find("passwd") != std::string::npos ||
                           lower == "pass" || lower == "pwd");
}

std::string no_secret_here(std::string_view key) {
  return fmt::format("{}: passwords do not belong in this file; password-file names the file with it",
                     base::printable(key));
}

// What toml++ says, by words of it that are none of the file, and what it means to who wrote the file. First match.
struct Complaint {
  std::string_view words;
  std::string_view meaning;
};
constexpr auto kComplaints = std::to_array<Complaint>({
    {"cannot redefine", "stands there twice"},
    {"cannot insert", "stands there twice"},
    {"escape sequence", "an unknown escape within \"...\": a backslash is written \\\\, or the text in '...'"},
    {"unicode scalar", "an unknown escape within \"...\": a backslash is written \\\\, or the text in '...'"},
    {"control character", "a control character such as NUL, or a text without its closing quote"},
    {"end-of-file", "the file ends before a closing quote or bracket"},
    {"utf-8", "not UTF-8"},
    {"nested value depth", "lists nested too deeply"},
    {"parsing array", "expected , or the closing ] of a list"},
    {"parsing table header", "expected [COMMAND]"},
    {"a comment or whitespace", "something follows the value"},
    {"expected '='", "expected OPTION = VALUE"},
    {"expected keys", "expected OPTION = VALUE"},
});
constexpr std::string_view kNoValue = "expected a text in quotes, a number, true, false or a list in [ ]";

std::string meaning_of(std::string_view description) {
  const auto fits = [&](const Complaint& row) { return description.find(row.words) != std::string_view::npos; };
  const auto* const row = std::find_if(kComplaints.begin(), kComplaints.end(), fits);
  return std::string(row == kComplaints.end() ? kNoValue : row->meaning);
}

constexpr std::string_view kOfKeys = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

// The bare key that a line begins with, which toml++ does not tell; empty where there is none. Without a "=" it is
// none: the file may be another one than was meant, such as that of a password.
std::string_view key_of(std::string_view line) {
  if (line.find('=') == std::string_view::npos) return {};
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  const std::string_view key = line.substr(0, line.find_first_of(" \t="));
  return key.find_first_not_of(kOfKeys) == std::string_view::npos ? key : std::string_view();
}

Problem problem_of(const toml::parse_error& error, std::string_view text) {
  const std::size_t number = error.source().begin.line;
  const auto lines = base::split(text, '\n');
  const std::string_view key = number <= lines.size() ? key_of(lines[number - 1]) : std::string_view();
  if (is_secret(key)) return {number, no_secret_here(key)};
  const std::string meaning = meaning_of(error.description());
  return {number, key.empty() ? meaning : fmt::format("{}: {}", key, meaning)};
}

// "[" and nothing that could be a name behind it. toml++ 3.3 takes for granted that there is one.
bool is_header_without_name(std::string_view line) {
  constexpr std::string_view kBlanks = " \t";
  line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
  if (!line.starts_with('[')) return false;
  line.remove_prefix(line.starts_with("[[") ? 2 : 1);
  line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
  return line.find_first_of(kOfKeys) != 0 && line.find_first_of("\"']") != 0;
}

// toml++ 3.3 is undefined at some characters beyond ASCII, U+3042 and U+FEE0 among them, wherever it looks for blanks:
// it is shown none. Each byte of them becomes "%" and its digits, which no key, number or blank may hold, and every
// text may; so does "%" itself.
std::string in_ascii(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    out += byte < 0x80 ? c : '%';
    if (out.back() == '%') base::append_hex(&byte, 1, out);
  }
  return out;
}

// The text that in_ascii() made `ascii` of. Who spells "%" by an escape (\u0025) may have the bytes that follow.
std::string from_ascii(std::string_view ascii) {
  std::string text = base::decode_percent(ascii);
  return base::is_utf8(text) ? text : std::string(ascii);
}

// What is not for toml++ to find.
std::optional<Problem> early_problem(std::string_view text) {
  std::size_t number = 0;
  for (const std::string_view line : base::split(text, '\n')) {
    ++number;
    if (std::count(line.begin(), line.end(), '.') > kMaxDotsInLine) return Problem{number, "too many dots in one line"};
    if (is_header_without_name(line)) return Problem{number, "expected [COMMAND]"};
    if (!base::is_utf8(line)) return Problem{number, "not UTF-8"};
  }
  return std::nullopt;
}

// Of a text, a number or a truth; nothing for all else that TOML has.
std::optional<SettingKind> add_scalar(const toml::node& node, std::vector<std::string>& values) {
  if (const auto* const text = node.as_string()) {
    values.push_back(from_ascii(text->get()));
    return SettingKind::Text;
  }
  if (const auto* const truth = node.as_boolean()) {
    values.emplace_back(truth->get() ? "true" : "false");
    return SettingKind::Truth;
  }
  if (const auto* const whole = node.as_integer()) {
    values.push_back(fmt::format("{}", whole->get()));
    return SettingKind::Number;
  }
  if (const auto* const real = node.as_floating_point(); real != nullptr && std::isfinite(real->get())) {
    // With its point: 3.0 is no whole number.
    values.push_back(fmt::format("{:#}", real->get()));
    return SettingKind::Number;
  }
  return std::nullopt;
}

bool add_values(const toml::node& node, Setting& setting) {
  const auto* const list = node.as_array();
  if (list == nullptr) {
    const auto kind = add_scalar(node, setting.values);
    setting.kind = kind.value_or(SettingKind::Text);
    return kind.has_value();
  }
  setting.kind = SettingKind::List;
  return std::all_of(list->begin(), list->end(),
                     [&](const toml::node& value) { return add_scalar(value, setting.values).has_value(); });
}

struct Row {
  const toml::key* key;
  const toml::node* value;
  std::string section;
};

// toml++ keeps keys sorted; what is told first is what stands first.
std::vector<Row> rows_of(const toml::table& file) {
  std::vector<Row> rows;
  for (auto&& [key, value] : file) {
    const auto* const section = value.as_table();
    if (section == nullptr) {
      rows.push_back({&key, &value, ""});
      continue;
    }
    for (auto&& [inner_key, inner_value] : *section) rows.push_back({&inner_key, &inner_value, from_ascii(key.str())});
  }
  std::sort(rows.begin(), rows.end(),
            [](const Row& a, const Row& b) { return a.key->source().begin < b.key->source().begin; });
  return rows;
}

std::optional<Problem> read_row(const Row& row, Setting& setting) {
  setting.section = base::printable(row.section);
  setting.key = base::printable(from_ascii(row.key->str()));
  setting.line = row.key->source().begin.line;
  if (is_secret(setting.key)) return Problem{setting.line, no_secret_here(setting.key)};
  if (!add_values(*row.value, setting)) return Problem{setting.line, fmt::format("{}: {}", setting.key, kNoValue)};
  return std::nullopt;
}

std::optional<Problem> read_file(std::string_view text, std::vector<Setting>& out) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // of Windows' editors
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (auto wrong = early_problem(text)) return wrong;
  const toml::parse_result parsed = toml::parse(in_ascii(text));
  if (!parsed) return problem_of(parsed.error(), text);
  for (const Row& row : rows_of(parsed.table())) {
    if (auto wrong = read_row(row, out.emplace_back())) return wrong;
  }
  return std::nullopt;
}

}  // namespace

base::Result<std::vector<Setting>> parse_config(std::string_view name, std::string_view text) {
  std::vector<Setting> out;
  if (const auto wrong = read_file(text, out)) {
    return base::fail(base::ErrorKind::Usage, fmt::format("{}:{}: {}", name, wrong->line, wrong->what));
  }
  return out;
}

std::string quoted_setting(std::string_view text) {
  std::ostringstream out;
  out << toml::toml_formatter(toml::value<std::string>(std::string(text)), toml::format_flags::none);
  return out.str();
}

}  // namespace webcid::cli
