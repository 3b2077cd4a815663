// Paths as Windows writes them (Microsoft, "Naming Files, Paths, and Namespaces"; "Maximum Path Length Limitation"), by
// their text alone: the same on every system.
#pragma once

#include <string>
#include <string_view>

namespace webcid::base {

// The longest path, in UTF-16 units, that is handed to Windows as it is: a folder that is made must leave room for a
// name of 8.3 behind it, below the 260 that a path may have.
inline constexpr std::size_t kLongestPlainPath = 246;

// The same place by a name that Windows takes at any length: "\\?\C:\a" and "\\?\UNC\server\share\a". `absolute` is as
// GetFullPathNameW gives it, with no "." or ".." and no "/", for behind the prefix all is taken literally. A path of a
// device ("\\.\NUL") and one that has the prefix stay as they are.
std::u16string with_long_prefix(std::u16string_view absolute);

// What is shown and worked with: without that prefix, and with "\" between the names. "\\?\Volume{...}" has no other
// name and stays.
std::u16string as_plain_path(std::u16string path);

// Whether a segment of a path would be another file on Windows than it says, or none at all: why, or empty. "a:b" is a
// stream of "a", "a." and "a " are "a", and `< > " | ? *` stand in no name. Device names are refused by RelativePath.
std::string_view refused_on_windows(std::string_view segment);

}  // namespace webcid::base
