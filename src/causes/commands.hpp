// Edits and actions as lines for the tools of the server.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <webcid/causes/remedies.hpp>

#include "actions.hpp"
#include "edits.hpp"

namespace webcid::causes {

// A change as a tool is told to make it, and to take it back. Both are empty where no quoting makes it safe, or where
// the tool cannot do it; `undo` is empty as well where only a backup knows what was.
struct Commands {
  std::vector<std::string> lines;
  std::vector<std::string> undo;
};

// `form`: Appcmd or PowerShell. PowerShell's lines use what power_shell_places() defines.
Commands commands_of(const Edit& edit, RemedyForm form, const RemedyContext& context);
Commands commands_of(const Action& action, RemedyForm form);

// $share, whose own web.config is changed, and $server, the part of applicationHost.config about it. Nothing where the
// site's name cannot be quoted.
std::vector<std::string> power_shell_places(const RemedyContext& context);

// Text made safe for the tool, in the quotes that it needs.
std::optional<std::string> quoted_for(RemedyForm form, std::string_view text);

// What starts a comment in the tool's scripts.
std::string_view comment_mark(RemedyForm form);

inline constexpr std::string_view kAppcmd = R"(%windir%\system32\inetsrv\appcmd.exe)";

}  // namespace webcid::causes
