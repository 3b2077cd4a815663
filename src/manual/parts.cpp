#include "parts.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace webcid::manual {
namespace {

constexpr std::string_view kUnnamedGroup = "Options";  // CLI11's, where none is given
constexpr std::size_t kMostInline = 24;
constexpr std::size_t kMostListed = 200;

std::size_t length_of_choices(const Option& option) {
  std::size_t length = 0;
  for (const std::string& choice : option.choices) length += choice.size() + 1;
  return length;
}

bool shows_choices(const Option& option) {
  return !option.choices.empty() && length_of_choices(option) <= kMostInline;
}

}  // namespace

std::string joined_names(const Option& option) {
  return fmt::format("{}", fmt::join(option.names, ", "));
}

std::string value_of(const Option& option) {
  return shows_choices(option) ? fmt::format("{}", fmt::join(option.choices, "|")) : option.value;
}

std::string full_about(const Option& option, const Words& words) {
  std::string out = option.about;
  if (!option.choices.empty() && !shows_choices(option) && length_of_choices(option) <= kMostListed) {
    out += fmt::format("; {}: {}", words.choices, fmt::join(option.choices, ", "));
  }
  const bool has_preset = !option.preset.empty() && option.preset != "\"\"" && option.preset != "[]";
  if (has_preset) out += fmt::format(" [{}: {}]", words.preset, option.preset);
  if (option.is_repeatable) out += fmt::format(" [{}]", words.repeatable);
  return out;
}

std::string usage_of(const Command& command, std::string_view parent, const Words& words) {
  std::string out = parent.empty() ? command.name : fmt::format("{} {}", parent, command.name);
  if (!command.options.empty()) out += " " + words.any_options;
  for (const Option& argument : command.arguments) {
    out += argument.is_required ? " " + argument.value : fmt::format(" [{}]", argument.value);
  }
  return out;
}

std::vector<std::string> groups_of(const Command& command) {
  std::vector<std::string> out;
  for (const Option& option : command.options) {
    if (std::find(out.begin(), out.end(), option.group) == out.end()) out.push_back(option.group);
  }
  return out;
}

std::string title_of(const std::string& group, const Words& words) {
  return group == kUnnamedGroup ? words.options : group;
}

}  // namespace webcid::manual
