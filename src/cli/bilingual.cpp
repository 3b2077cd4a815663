#include "bilingual.hpp"

#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/causes/places.hpp>

#include "arguments.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

// A control character that no text of ours has.
constexpr char kSeparator = '\x1F';

std::string part(const std::string& text, causes::Language language) {
  const auto at = text.find(kSeparator);
  if (at == std::string::npos) return text;
  return language == causes::Language::Japanese ? text.substr(at + 1) : text.substr(0, at);
}

// What stands in the places of the pattern, if the text fits it.
std::optional<std::vector<std::string>> fitting(std::string_view text, std::string_view pattern) {
  std::vector<std::string> out;
  while (!pattern.empty()) {
    if (!causes::place_at(pattern)) {
      if (text.empty() || text.front() != pattern.front()) return std::nullopt;
      text.remove_prefix(1);
      pattern.remove_prefix(1);
      continue;
    }
    pattern.remove_prefix(3);
    const std::string_view next = pattern.substr(0, pattern.find('{'));
    const auto end = next.empty() ? text.size() : text.find(next);
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return text.empty() ? std::optional(out) : std::nullopt;
}

}  // namespace

std::string both(const causes::Text& text) {
  std::string out(text.english);
  out += kSeparator;
  out += text.japanese;
  return out;
}

void settle_language(CLI::App& app, causes::Language language) {
  app.description(part(app.get_description(), language));
  app.footer(part(app.get_footer(), language));
  for (CLI::Option* const option : app.get_options([](CLI::Option*) { return true; })) {
    option->description(part(option->get_description(), language));
    option->group(part(option->get_group(), language));
  }
  for (CLI::App* const command : app.get_subcommands([](CLI::App*) { return true; })) {
    settle_language(*command, language);
  }
}

std::string value_among(std::string_view value, const std::vector<std::string>& words) {
  return fmt::format("{}:{{{}}}", value, fmt::join(words, ","));
}

std::string in_japanese(std::string_view english, std::span<const causes::Text> texts) {
  for (const causes::Text& row : texts) {
    if (const auto places = fitting(english, row.english)) return causes::fill(row.japanese, *places);
  }
  return std::string(english);
}

manual::Words words_in(causes::Language language) {
  manual::Words out;
  if (language == causes::Language::English) return out;
  out.usage = "使い方";
  out.examples = "例";
  out.commands = "コマンド";
  out.arguments = "引数";
  out.options = "オプション";
  out.command = "コマンド";
  out.any_options = "[オプション]";
  out.preset = "既定値";
  out.repeatable = "複数指定可";
  out.choices = "次のいずれか";
  out.name = "名前";
  out.synopsis = "書式";
  out.notes = "注記";
  return out;
}

causes::Language language_of(const std::vector<std::string>& arguments) {
  for (const std::string_view value : values_of(arguments, "--lang")) {
    if (const auto language = causes::language_named(value)) return *language;
  }
  return system_language();
}

}  // namespace webcid::cli
