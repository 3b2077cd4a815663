#include "bilingual.hpp"

#include <optional>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

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

causes::Language language_of(const CLI::App& command) {
  const CLI::Option* const option = command.get_option_no_throw("--lang");
  const bool is_given = option != nullptr && option->count() > 0;
  return (is_given ? causes::language_named(option->results().front()) : std::nullopt).value_or(system_language());
}

}  // namespace webcid::cli
