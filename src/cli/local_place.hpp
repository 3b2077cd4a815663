// Folders, shares and lists that the user names by a path of this machine.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/check/check.hpp>

namespace webcid::cli {

// Whether the words name a place to be opened, not an address to be contacted: a folder that is there, a UNC path, a
// path with a drive, one that begins with "/", "./" or "../".
bool is_place(const std::string& words);

// The folder. LocalIo: it is none, or this system cannot open such a path (UNC anywhere but on Windows).
base::Result<std::filesystem::path> open_place(const std::string& words);

// --reference: a folder or share, else a list in any format that --catalogue reads. Errors of both.
base::Result<check::ReferenceOptions> open_reference(const std::string& words);

}  // namespace webcid::cli
