#include "usage_error.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "bilingual.hpp"

namespace webcid::cli {
namespace {

// CLI11's texts, as of 2.1, with what varies as places in rising order. One that is not here stays English.
constexpr auto kTexts = std::to_array<causes::Text>({
    {"a subcommand is required", "コマンドの指定が必要"},
    {"{0} is required", "{0} の指定が必要"},
    {"{0} excludes {1}", "{0} と {1} は同時に指定できない"},
    // Before the next one, which would fit as well.
    {"{0}: value {1} not in range {2} to {3}", "{0}: {1} は範囲外 ({2} から {3})"},
    {"{0}: {1} not in {2}", "{0}: {1} は {2} のいずれでもない"},
    {"{0}: {1} required {2} missing", "{0}: 値 ({2}) の指定が必要"},
    {"could not convert: {0} = {1}", "{0}: {1} は使用できない値"},
    {"{0}: unknown argument {1}", "{0}: 不明な引数 {1}"},
    {"unknown command or option {0}", "不明なコマンドまたはオプション {0}"},
    {"{0}: expected a name without a password; see {1}", "{0}: パスワードを含まない名前を指定する ({1} を参照)"},
    {"{0}: an account does not belong in the address; see {1}",
     "{0}: アドレスにアカウントを含めることはできない ({1} を参照)"},
});

// CLI11's texts are sentences over several lines; ours is one line, lower case, no full stop.
std::string one_line(std::string message) {
  for (char& c : message) {
    if (c == '\n') c = ' ';
  }
  while (!message.empty() && (message.back() == '.' || message.back() == ' ')) message.pop_back();
  const auto lower = [](char& c) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  };
  if (!message.empty()) lower(message.front());
  if (const auto value = message.find(": Value "); value != std::string::npos) lower(message[value + 2]);
  return message;
}

// Most telling first: CLI11 reports a missing argument before an unknown one.
std::string in_english(const CLI::App& app, const CLI::ParseError& error) {
  for (const CLI::App* const command : app.get_subcommands()) {
    if (const auto unknown = command->remaining(); !unknown.empty()) {
      return fmt::format("{}: unknown argument {}", command->get_name(), unknown.front());
    }
  }
  if (const auto unknown = app.remaining(); !unknown.empty()) {
    return fmt::format("unknown command or option {}", unknown.front());
  }
  return one_line(error.what());
}

}  // namespace

std::string complaint(const CLI::App& app, const CLI::ParseError& error, causes::Language language) {
  const std::string english = in_english(app, error);
  if (language == causes::Language::English) return english + "; see `webcid --help`";
  return in_japanese(english, kTexts) + "。`webcid --help` を参照";
}

}  // namespace webcid::cli
