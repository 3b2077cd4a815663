// Changes to an IIS configuration section, each written as web.config, for appcmd and for PowerShell.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/causes/remedies.hpp>

namespace webcid::causes {

// Where remedies are collected: the one finding that is mended, and what the commands name.
struct Kit {
  const model::CauseRef& about;
  Language language = Language::English;
  const RemedyContext& context;
  std::vector<Remedy>& out;

  // What the finding is about, each once; empty ones dropped.
  std::vector<std::string> parameters() const;
  // Those of them that commands and configuration can name: printable as they are, and not escaped by base::printable
  // before (a report that was read back has "\xff" where the name had a byte).
  std::vector<std::string> names() const;
};

// Which section an attribute or element belongs to, in the two ways the tools name it.
struct Section {
  std::string_view name;  // "requestFiltering": appcmd
  std::string_view path;  // "system.webServer/security/requestFiltering": PowerShell
};
inline constexpr Section kStaticContent{"staticContent", "system.webServer/staticContent"};
inline constexpr Section kRequestFiltering{"requestFiltering", "system.webServer/security/requestFiltering"};
inline constexpr Section kDirectoryBrowse{"directoryBrowse", "system.webServer/directoryBrowse"};
inline constexpr Section kHandlers{"handlers", "system.webServer/handlers"};

// An element of a collection, by its key: {"hiddenSegments", "segment", "bin"}.
struct Element {
  std::string_view collection;  // "" where the section itself is the collection
  std::string_view key;
  std::string value;
};

// A web.config around `lines` (below system.webServer), each line indented by what it carries itself.
void add_web_config(Kit& kit, Text title, std::span<const std::string> lines);
// Commands for the server, after one comment line that says which site they assume. Nothing when there are none.
void add_appcmd(Kit& kit, std::span<const std::string> commands);
void add_power_shell(Kit& kit, std::span<const std::string> commands);

// The titles that web.config remedies share.
inline constexpr Text kInShareRoot{"web.config in the root folder of the share (merge it with the one that is there)",
                                   "共有のルート フォルダーに置く web.config (既にある場合は内容を統合してください)"};

// MIME maps: each extension removed, then added, because an entry that exists twice is itself an error (500.19) while
// removing an absent one is harmless.
std::vector<std::string> mime_map_lines(std::span<const std::string> extensions);
void add_mime_map_commands(Kit& kit, std::span<const std::string> extensions);

// Commands for one element or attribute; empty where no quoting makes them safe.
std::vector<std::string> appcmd_add(const Kit& kit, const Section& section, const Element& element,
                                    std::string_view more_attributes);
std::vector<std::string> appcmd_remove(const Kit& kit, const Section& section, const Element& element);
std::vector<std::string> power_shell_add(const Kit& kit, const Section& section, const Element& element,
                                         std::string_view more_attributes);
std::vector<std::string> power_shell_remove(const Kit& kit, const Section& section, const Element& element);
std::vector<std::string> appcmd_set(const Kit& kit, const Section& section, std::string_view setting);
std::vector<std::string> power_shell_set(const Kit& kit, const Section& section, std::string_view attribute,
                                         std::string_view value);

}  // namespace webcid::causes
