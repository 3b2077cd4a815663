// What several pages need of a sheet.
#pragma once

#include <string>
#include <vector>

#include <webcid/manual/sheet.hpp>

namespace webcid::manual {

// "-j, --jobs"
std::string joined_names(const Option& option);
// What stands for the value: FILE, or a short list of choices "en|ja".
std::string value_of(const Option& option);
// The text with the choices that `value_of` does not show, the default, and whether it is repeatable.
std::string full_about(const Option& option, const Words& words);
// "webcid check [OPTIONS] ADDRESS"
std::string usage_of(const Command& command, std::string_view parent, const Words& words);
// Groups in the order of their first option; CLI11's own name of the first one becomes ours.
std::vector<std::string> groups_of(const Command& command);
std::string title_of(const std::string& group, const Words& words);

}  // namespace webcid::manual
