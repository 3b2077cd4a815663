// What mends a server outside its configuration sections: virtual directories, pools, bindings, permissions, and looks
// at what there is. One row a kind, with its command in each tool and what takes it back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace webcid::causes {

enum class ActionKind : std::uint8_t {
  AddVirtualDirectory,  // site, alias, folder
  SetPhysicalPath,      // site/alias, folder, site\alias
  StartPool,            // pool
  RecyclePool,          // pool
  StartSite,            // site
  AddBinding,           // site, "*:80:host", port, host
  LiftConnectionLimit,  // site
  GrantRead,            // folder or file
  ShowFile,             // file
  ListSection,          // site/alias, section, its path
  FindInvalid,          // site/alias
  RemoveFilteringRule,  // site/alias; NAME is to be filled in
  AllowAddress,         // site/alias; ADDRESS is to be filled in
  ListHttpParameters,   // none
  SetHttpParameter,     // value's name, number
};

// Whether a machine may run it as it stands.
enum class Applied : std::uint8_t {
  AtOnce,
  ByHand,  // something is to be filled in or to be decided first: scripts hold it as a comment
};

struct Action {
  ActionKind kind = ActionKind::ListSection;
  std::vector<std::string> arguments;
};

// Lines with places: {0} is appcmd.exe, {1}... the arguments, quoted for the tool. In templates of the command prompt
// an argument stands in double quotes; PowerShell's are expressions.
struct ActionRow {
  ActionKind kind;
  Applied applied;
  std::string_view command_prompt;
  std::string_view power_shell;
  std::string_view undo_command_prompt;  // "" where nothing is changed, or only the backup knows what was
  std::string_view undo_power_shell;
};
const ActionRow& row_of(ActionKind kind);

}  // namespace webcid::causes
