#include "edits.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <webcid/base/text.hpp>
#include <webcid/causes/places.hpp>

#include "quoting.hpp"

namespace webcid::causes {
namespace {

constexpr std::string_view kAppcmd = R"(%windir%\system32\inetsrv\appcmd.exe)";
constexpr std::string_view kMimeType = "application/octet-stream";

constexpr Text kAppcmdTitle{
    "commands for the server's command prompt, run as administrator (the site is assumed to be \"{0}\")",
    "サーバーの管理者権限のコマンド プロンプトで実行するコマンド (サイトは「{0}」と仮定)"};
constexpr Text kPowerShellTitle{
    "commands for Windows PowerShell on the server, run as administrator (the site is assumed to be \"{0}\")",
    "サーバーの管理者権限の Windows PowerShell で実行するコマンド (サイトは「{0}」と仮定)"};

std::string lines_of(std::span<const std::string> lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string title_of(const Kit& kit, Text title) {
  return fill(title.in(kit.language), std::array{kit.context.site});
}

// Appends `more`, keeps what is there.
void append(std::vector<std::string>& lines, std::vector<std::string> more) {
  lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string dotted(const Element& element) {
  return element.collection.empty() ? std::string() : fmt::format("{}.", element.collection);
}

std::string filter_of(const Section& section, const Element& element) {
  return element.collection.empty() ? std::string(section.path)
                                    : fmt::format("{}/{}", section.path, element.collection);
}

}  // namespace

std::vector<std::string> Kit::parameters() const {
  std::vector<std::string> kept;
  for (const std::string& parameter : about.parameters) {
    if (!parameter.empty() && std::find(kept.begin(), kept.end(), parameter) == kept.end()) kept.push_back(parameter);
  }
  return kept;
}

std::vector<std::string> Kit::names() const {
  std::vector<std::string> kept = parameters();
  const auto is_no_name = [](const std::string& text) {
    return base::printable(text) != text || text.find("\\x") != std::string::npos ||
           text.find("\\u{") != std::string::npos;
  };
  kept.erase(std::remove_if(kept.begin(), kept.end(), is_no_name), kept.end());
  return kept;
}

void add_web_config(Kit& kit, Text title, std::span<const std::string> lines) {
  if (lines.empty()) return;
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<configuration>\n"
      "  <system.webServer>\n";
  for (const std::string& line : lines) text += "    " + line + "\n";
  text +=
      "  </system.webServer>\n"
      "</configuration>\n";
  kit.out.push_back({RemedyForm::WebConfig, std::string(title.in(kit.language)), std::move(text)});
}

void add_appcmd(Kit& kit, std::span<const std::string> commands) {
  const auto site = command_prompt(kit.context.site);
  if (commands.empty() || !site) return;
  kit.out.push_back({RemedyForm::Appcmd, title_of(kit, kAppcmdTitle),
                     fmt::format("rem \"{}\" is an assumption: put your site and alias in its place\n{}", *site,
                                 lines_of(commands))});
}

void add_power_shell(Kit& kit, std::span<const std::string> commands) {
  const auto site = power_shell(kit.context.site);
  if (commands.empty() || !site) return;
  kit.out.push_back({RemedyForm::PowerShell, title_of(kit, kPowerShellTitle),
                     fmt::format("# the site and alias below are an assumption: put yours in their place\n"
                                 "Import-Module WebAdministration\n"
                                 "$p = @{{PSPath='MACHINE/WEBROOT/APPHOST'; Location={}}}\n{}",
                                 *site, lines_of(commands))});
}

std::vector<std::string> mime_map_lines(std::span<const std::string> extensions) {
  std::vector<std::string> lines;
  for (const std::string& extension : extensions) {
    const auto escaped = xml_attribute(extension);
    if (!escaped) continue;
    lines.push_back(fmt::format("  <remove fileExtension=\"{}\" />", *escaped));
    lines.push_back(fmt::format("  <mimeMap fileExtension=\"{}\" mimeType=\"{}\" />", *escaped, kMimeType));
  }
  if (lines.empty()) return lines;
  lines.insert(lines.begin(), "<staticContent>");
  lines.emplace_back("</staticContent>");
  return lines;
}

void add_mime_map_commands(Kit& kit, std::span<const std::string> extensions) {
  std::vector<std::string> appcmd;
  std::vector<std::string> shell;
  for (const std::string& extension : extensions) {
    const Element element{"", "fileExtension", extension};
    append(appcmd, appcmd_add(kit, kStaticContent, element, fmt::format(",mimeType='{}'", kMimeType)));
    append(shell, power_shell_add(kit, kStaticContent, element, fmt::format("; mimeType='{}'", kMimeType)));
  }
  add_appcmd(kit, appcmd);
  add_power_shell(kit, shell);
}

std::vector<std::string> appcmd_add(const Kit& kit, const Section& section, const Element& element,
                                    std::string_view more_attributes) {
  const auto site = command_prompt(kit.context.site);
  const auto value = command_prompt(element.value);
  if (!site || !value) return {};
  return {fmt::format("{} set config \"{}\" /section:{} /+\"{}[{}='{}'{}]\"", kAppcmd, *site, section.name,
                      dotted(element), element.key, *value, more_attributes)};
}

std::vector<std::string> appcmd_remove(const Kit& kit, const Section& section, const Element& element) {
  const auto site = command_prompt(kit.context.site);
  const auto value = command_prompt(element.value);
  if (!site || !value) return {};
  return {fmt::format("{} set config \"{}\" /section:{} /-\"{}[{}='{}']\"", kAppcmd, *site, section.name,
                      dotted(element), element.key, *value)};
}

std::vector<std::string> power_shell_add(const Kit&, const Section& section, const Element& element,
                                         std::string_view more_attributes) {
  const auto value = power_shell(element.value);
  if (!value) return {};
  return {fmt::format("Add-WebConfigurationProperty @p -Filter {} -Name . -Value @{{{}={}{}}}",
                      filter_of(section, element), element.key, *value, more_attributes)};
}

std::vector<std::string> power_shell_remove(const Kit&, const Section& section, const Element& element) {
  const auto value = power_shell(element.value);
  if (!value) return {};
  return {fmt::format("Remove-WebConfigurationProperty @p -Filter {} -Name . -AtElement @{{{}={}}}",
                      filter_of(section, element), element.key, *value)};
}

std::vector<std::string> appcmd_set(const Kit& kit, const Section& section, std::string_view setting) {
  const auto site = command_prompt(kit.context.site);
  if (!site) return {};
  return {fmt::format("{} set config \"{}\" /section:{} /{}", kAppcmd, *site, section.name, setting)};
}

std::vector<std::string> power_shell_set(const Kit&, const Section& section, std::string_view attribute,
                                         std::string_view value) {
  return {fmt::format("Set-WebConfigurationProperty @p -Filter {} -Name {} -Value {}", section.path, attribute, value)};
}

}  // namespace webcid::causes
