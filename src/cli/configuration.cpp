#include "configuration.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/model/redaction.hpp>

#include "bilingual.hpp"
#include "command.hpp"
#include "config_file.hpp"
#include "usage_error.hpp"

namespace webcid::cli {
namespace {

constexpr std::string_view kConfig = "--config";
constexpr std::string_view kPrint = "--print-config";

// The option that a key stands for; none for what only the command line can say.
CLI::Option* option_of(CLI::App& command, const std::string& key) {
  const std::string name = "--" + key;
  if (name == kConfig || name == kPrint || name == "--help") return nullptr;
  return command.get_option_no_throw(name);
}

bool is_option_of_any(CLI::App& app, const std::string& key) {
  const auto all = app.get_subcommands([](CLI::App*) { return true; });
  return std::any_of(all.begin(), all.end(), [&](CLI::App* command) { return option_of(*command, key) != nullptr; });
}

CLI::App* command_named(CLI::App& app, const std::string& name) {
  const auto found = app.get_subcommands([&](CLI::App* command) { return command->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

// What is wrong with the value, or nothing.
std::string problem_of_kind(const CLI::Option& option, const Setting& setting) {
  const bool is_flag = option.get_items_expected_max() == 0;
  if (is_flag) return setting.kind == SettingKind::Truth ? "" : "expected true or false";
  if (setting.kind == SettingKind::Truth) return "expected a value, not true or false";
  if (setting.kind == SettingKind::List && option.get_items_expected_max() <= 1)
    return "expected one value, not a list";
  const bool has_control = std::any_of(setting.values.begin(), setting.values.end(),
                                       [](const std::string& value) { return value != base::printable(value); });
  return has_control ? "a control character in the value" : "";
}

class Applied {
 public:
  Applied(CLI::App& command, std::string file) : m_command(command), m_file(std::move(file)) {
    for (const CLI::Option* const option : command.get_options()) {
      if (option->count() > 0) m_of_words.push_back(option);
    }
  }

  base::Result<void> apply(const Setting& setting);

 private:
  base::Result<void> wrong(const Setting& setting, std::string_view what) const {
    return base::fail(base::ErrorKind::Usage, fmt::format("{}:{}: {}: {}", m_file, setting.line, setting.key, what));
  }
  bool is_of_words(const CLI::Option* option) const {
    return std::find(m_of_words.begin(), m_of_words.end(), option) != m_of_words.end();
  }
  base::Result<void> set(CLI::Option& option, const Setting& setting);

  CLI::App& m_command;
  std::string m_file;
  std::vector<const CLI::Option*> m_of_words;
  std::map<const CLI::Option*, Setting> m_of_file;
};

base::Result<void> Applied::apply(const Setting& setting) {
  CLI::App& app = *m_command.get_parent();
  if (!setting.section.empty()) {
    CLI::App* const section = command_named(app, setting.section);
    if (section == nullptr) return wrong(setting, fmt::format("[{}] is no command", setting.section));
    if (option_of(*section, setting.key) == nullptr) {
      return wrong(setting, fmt::format("no option of {}", setting.section));
    }
    if (section != &m_command) return {};
  }
  CLI::Option* const option = option_of(m_command, setting.key);
  if (option == nullptr) {
    if (is_option_of_any(app, setting.key)) return {};
    return wrong(setting, "no option of any command");
  }
  if (const std::string what = problem_of_kind(*option, setting); !what.empty()) return wrong(setting, what);
  if (is_of_words(option) || m_of_file.count(option) > 0) return {};
  for (const CLI::Option* const other : option->get_excludes()) {
    if (is_of_words(other)) return {};
    const auto earlier = m_of_file.find(other);
    if (earlier == m_of_file.end() || earlier->second.values.front() == "false") continue;
    // What stands under the command's own name wins over what is for all.
    if (earlier->second.section != setting.section) return {};
    if (setting.values.front() != "false") {
      return wrong(setting, fmt::format("not together with {} of line {}", earlier->second.key, earlier->second.line));
    }
  }
  return set(*option, setting);
}

base::Result<void> Applied::set(CLI::Option& option, const Setting& setting) {
  if (setting.values.empty()) return {};
  m_of_file.emplace(&option, setting);
  if (setting.kind == SettingKind::Truth && setting.values.front() == "false") return {};
  try {
    for (const std::string& value : setting.values) option.add_result(value);
    option.run_callback();
  } catch (const CLI::ParseError& error) {
    // CLI11 begins with the option's name, which stands there already.
    std::string what = one_line(error.what());
    if (const auto colon = what.find(": "); colon != std::string::npos) what.erase(0, colon + 2);
    return wrong(setting, what);
  }
  return {};
}

base::Result<std::string> read_config(const std::string& file) {
  auto text = base::read_file(base::to_native(file), kMaxConfigBytes, base::Accept::Anything);
  if (text) return text;
  // Too large a file was the wrong one to name.
  const base::ErrorKind kind = text.error().kind;
  return base::fail(kind == base::ErrorKind::Malformed ? base::ErrorKind::Usage : kind,
                    fmt::format("{}: {}", kConfig, text.error().message));
}

// As TOML writes one: neither "007" nor ".5".
bool is_number(std::string_view text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const bool is_padded = point > 1 && text.front() == '0';
  return point > 0 && !is_padded && text.back() != '.' && text.find_first_not_of("0123456789") == text.find('.') &&
         (point == text.size() || text.find_first_not_of("0123456789", point + 1) == std::string_view::npos);
}

// A value in force, by the default's type. An address can carry an account, which no file may.
std::string written(const std::string& value, const std::string& preset) {
  if (is_number(value) && is_number(preset)) return value;
  return quoted_setting(value.find('@') == std::string::npos ? value : model::recorded_url(value));
}

std::string line_of(const CLI::Option& option) {
  const std::string& key = option.get_lnames().front();
  if (option.get_items_expected_max() == 0) return fmt::format("{} = {}\n", key, option.count() > 0);
  const std::string preset = option.get_default_str();
  if (option.count() == 0 && preset.empty()) {
    return fmt::format("# {} = {}\n", key, option.get_items_expected_max() > 1 ? "[]" : "\"\"");
  }
  if (option.get_items_expected_max() <= 1) {
    return fmt::format("{} = {}\n", key, written(option.count() > 0 ? option.results().front() : preset, preset));
  }
  std::vector<std::string> values;
  for (const std::string& value : option.results()) values.push_back(written(value, ""));
  return fmt::format("{} = [{}]\n", key, fmt::join(values, ", "));
}

}  // namespace

void add_configuration_to(CLI::App& command) {
  const std::string group = both({"Configuration", "設定ファイル"});
  command.add_option(std::string(kConfig))
      ->description(both({"TOML file with options; the command line wins over it",
                          "オプションを記述した TOML ファイル。コマンド ラインの指定が優先される"}))
      ->type_name("FILE")
      ->group(group);
  command.add_flag(std::string(kPrint))
      ->description(
          both({"print what is in force as such a file, then end", "有効な設定をこのファイルの形式で表示して終了"}))
      ->group(group);
}

bool wants_configuration(const std::vector<std::string>& arguments) {
  return std::find(arguments.begin(), arguments.end(), kPrint) != arguments.end();
}

void require_nothing(CLI::App& app) {
  for (CLI::App* const command : app.get_subcommands([](CLI::App*) { return true; })) {
    for (CLI::Option* const option : command->get_options([](CLI::Option*) { return true; })) option->required(false);
  }
}

base::Result<void> apply_configuration(CLI::App& command) {
  const CLI::Option* const given = command.get_option_no_throw(std::string(kConfig));
  if (given == nullptr || given->count() == 0) return {};
  const std::string file = given->results().front();
  const auto text = read_config(file);
  if (!text) return tl::make_unexpected(text.error());
  auto settings = parse_config(base::printable(file), *text);
  if (!settings) return tl::make_unexpected(settings.error());
  // The command's own ones first, so that the others find their place taken.
  std::stable_partition(settings->begin(), settings->end(), [](const Setting& row) { return !row.section.empty(); });
  Applied applied(command, base::printable(file));
  for (const Setting& setting : *settings) {
    if (auto done = applied.apply(setting); !done) return done;
  }
  return {};
}

std::string render_configuration(const CLI::App& command) {
  std::string out = fmt::format("[{}]\n", command.get_name());
  for (const CLI::Option* const option : command.get_options()) {
    if (option->get_positional() || option->get_lnames().empty()) continue;
    const std::string name = "--" + option->get_lnames().front();
    if (name == kConfig || name == kPrint || name == "--help") continue;
    out += fmt::format("\n# {}\n{}", option->get_description(), line_of(*option));
  }
  return out;
}

}  // namespace webcid::cli
