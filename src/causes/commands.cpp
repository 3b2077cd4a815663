#include "commands.hpp"

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/causes/places.hpp>

#include "quoting.hpp"

namespace webcid::causes {
namespace {

using Lines = std::vector<std::string>;

// Attributes as a list of "name='value'"; nothing when one value cannot be written.
template <class Write>
std::optional<std::string> listed(const std::vector<Attribute>& attributes, std::string_view separator, Write write) {
  std::string list;
  for (const Attribute& attribute : attributes) {
    const std::optional<std::string> value = write(attribute.value);
    if (!value) return std::nullopt;
    list += fmt::format("{}{}={}", list.empty() ? "" : separator, attribute.name, *value);
  }
  return list;
}

// --- appcmd ---

std::optional<std::string> in_appcmd(std::string_view value) {
  if (value.empty()) return "''";
  const auto safe = command_prompt(value);
  return safe ? std::optional(fmt::format("'{}'", *safe)) : std::nullopt;
}

Lines appcmd_lines(const Edit& edit, const RemedyContext& context) {
  const auto site = command_prompt(context.site);
  if (!site) return {};
  const std::string head = fmt::format("{} set config \"{}\" /section:{} ", kAppcmd, *site, edit.section.name);
  const std::string part = edit.part.empty() ? "" : fmt::format("{}.", edit.part);
  const std::string_view tail = edit.section.home == Home::ServerOnly ? " /commit:apphost" : "";
  if (edit.act == Act::Clear) return {};
  if (edit.act == Act::Set) {
    const Attribute& attribute = edit.values.front();
    const auto value = command_prompt(attribute.value);
    if (!value) return {};
    return {fmt::format("{}/{}{}:{}{}", head, part, attribute.name, *value, tail)};
  }
  const auto keys = listed(edit.keys, ",", in_appcmd);
  const auto values = listed(edit.values, ",", in_appcmd);
  if (!keys || !values) return {};
  const std::string removal = fmt::format("{}/-\"{}[{}]\"{}", head, part, *keys, tail);
  if (edit.act == Act::Remove) return {removal};
  // An entry that is not there is an error of the removal, and the usual case.
  return {removal + " >nul 2>nul",
          fmt::format("{}/+\"{}[{}{}{}]\"{}", head, part, *keys, values->empty() ? "" : ",", *values, tail)};
}

// --- PowerShell ---

std::optional<std::string> in_power_shell(std::string_view value) {
  if (value == "true") return "$true";
  if (value == "false") return "$false";
  return power_shell(value);
}

Lines power_shell_lines(const Edit& edit) {
  const std::string_view place = edit.section.home == Home::ServerOnly ? "@server" : "@share";
  const std::string filter =
      edit.part.empty() ? std::string(edit.section.path) : fmt::format("{}/{}", edit.section.path, edit.part);
  if (edit.act == Act::Clear) return {};
  if (edit.act == Act::Set) {
    const auto value = in_power_shell(edit.values.front().value);
    if (!value) return {};
    return {fmt::format("Set-WebConfigurationProperty {} -Filter {} -Name {} -Value {}", place, filter,
                        edit.values.front().name, *value)};
  }
  const auto keys = listed(edit.keys, "; ", power_shell);
  const auto values = listed(edit.values, "; ", in_power_shell);
  if (!keys || !values) return {};
  const std::string removal =
      fmt::format("Remove-WebConfigurationProperty {} -Filter {} -Name . -AtElement @{{{}}}", place, filter, *keys);
  if (edit.act == Act::Remove) return {removal};
  return {removal + " -ErrorAction SilentlyContinue -WarningAction SilentlyContinue",
          fmt::format("Add-WebConfigurationProperty {} -Filter {} -Name . -Value @{{{}{}{}}}", place, filter, *keys,
                      values->empty() ? "" : "; ", *values)};
}

Lines lines_of(const Edit& edit, RemedyForm form, const RemedyContext& context) {
  return form == RemedyForm::Appcmd ? appcmd_lines(edit, context) : power_shell_lines(edit);
}

Lines filled(std::string_view lines, const std::vector<std::string>& arguments) {
  Lines out;
  if (lines.empty()) return out;
  for (const std::string_view line : base::split(lines, '\n')) out.push_back(fill(line, arguments));
  return out;
}

}  // namespace

Commands commands_of(const Edit& edit, RemedyForm form, const RemedyContext& context) {
  Commands commands{lines_of(edit, form, context), {}};
  for (const Edit& back : taken_back(edit)) {
    const Lines lines = lines_of(back, form, context);
    commands.undo.insert(commands.undo.end(), lines.begin(), lines.end());
  }
  return commands;
}

Commands commands_of(const Action& action, RemedyForm form) {
  const ActionRow& row = row_of(action.kind);
  const bool is_appcmd = form == RemedyForm::Appcmd;
  std::vector<std::string> arguments{std::string(kAppcmd)};
  for (const std::string& argument : action.arguments) {
    // The host of a binding for any host is empty, in quotes of its template.
    const auto quoted = !is_appcmd ? power_shell(argument) : argument.empty() ? argument : command_prompt(argument);
    if (!quoted) return {};
    arguments.push_back(*quoted);
  }
  return {filled(is_appcmd ? row.command_prompt : row.power_shell, arguments),
          filled(is_appcmd ? row.undo_command_prompt : row.undo_power_shell, arguments)};
}

std::vector<std::string> power_shell_places(const RemedyContext& context) {
  const auto site = power_shell(context.site);
  const auto path = power_shell("MACHINE/WEBROOT/APPHOST/" + context.site);
  if (!site || !path) return {};
  return {fmt::format("$share = @{{PSPath={}}}", *path),
          fmt::format("$server = @{{PSPath='MACHINE/WEBROOT/APPHOST'; Location={}}}", *site)};
}

std::optional<std::string> quoted_for(RemedyForm form, std::string_view text) {
  if (form == RemedyForm::PowerShell) return power_shell(text);
  const auto safe = command_prompt(text);
  return safe ? std::optional(fmt::format("\"{}\"", *safe)) : std::nullopt;
}

std::string_view comment_mark(RemedyForm form) {
  return form == RemedyForm::Appcmd ? "rem " : "# ";
}

}  // namespace webcid::causes
