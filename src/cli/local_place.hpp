// Folders, shares and lists that the user names by a path of this machine.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/check/check.hpp>

namespace webcid::cli {

// Whether the words name a place to be opened, not an address to be contacted: a folder that is there, a UNC path, a
// path with a drive, one that begins with "/", "./" or "../" (on Windows with "\" as well).
bool is_place(const std::string& words);

// Whether words that are neither such a place nor an address read like a path all the same: a separator, and no host's
// name with a dot or port before it ("Cids/typo", ".\CIDs2").
bool reads_like_path(std::string_view words);

// The folder. LocalIo: it is none, or this system cannot open such a path (UNC anywhere but on Windows).
base::Result<std::filesystem::path> open_place(const std::string& words);

// --reference: a folder or share, else a list in any format that --catalogue reads. Errors of both.
base::Result<check::ReferenceOptions> open_reference(const std::string& words);

}  // namespace webcid::cli
