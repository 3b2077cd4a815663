#include <webcid/manual/sheet.hpp>

#include <algorithm>
#include <utility>

#include <CLI/CLI.hpp>

#include <webcid/base/text.hpp>

namespace webcid::manual {
namespace {

// CLI11 tells a value as "NAME:VALIDATOR": of an IsMember "{a,b}", of a Range "INT in [0 - 9]".
void read_value(const CLI::Option& option, Option& into) {
  std::string text = option.get_type_name();
  if (const auto range = text.find(":INT in ["); range != std::string::npos) text.resize(range);
  const auto brace = text.find(":{");
  if (brace != std::string::npos && text.back() == '}') {
    const std::string_view inside = std::string_view(text).substr(brace + 2, text.size() - brace - 3);
    for (const std::string_view choice : base::split(inside, ',')) into.choices.emplace_back(choice);
    text.resize(brace);
  }
  into.value = std::move(text);
}

Option read_option(const CLI::Option& option) {
  Option out;
  for (const std::string& name : option.get_snames()) out.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
  if (out.names.empty()) out.names.push_back(option.get_name(true));
  if (option.get_items_expected_max() > 0) read_value(option, out);
  out.about = option.get_description();
  out.preset = option.get_default_str();
  out.group = option.get_group();
  out.is_required = option.get_required();
  out.is_repeatable = option.get_items_expected_max() > 1;
  return out;
}

void read_options(const CLI::App& app, Command& into) {
  for (const CLI::Option* const option : app.get_options()) {
    if (option->get_group().empty()) continue;
    Option row = read_option(*option);
    (option->get_positional() ? into.arguments : into.options).push_back(std::move(row));
  }
  // An option group is a nameless subcommand.
  for (const CLI::App* const group : app.get_subcommands([](const CLI::App* sub) { return sub->get_name().empty(); })) {
    read_options(*group, into);
  }
}

}  // namespace

Command read_command(const CLI::App& app) {
  Command out;
  out.name = app.get_name();
  out.about = app.get_description();
  out.notes = app.get_footer();
  read_options(app, out);
  return out;
}

Program read_program(const CLI::App& app) {
  Program out{read_command(app), {}};
  for (const CLI::App* const sub : app.get_subcommands([](const CLI::App* one) { return !one->get_name().empty(); })) {
    out.commands.push_back(read_command(*sub));
  }
  return out;
}

}  // namespace webcid::manual
