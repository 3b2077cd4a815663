// Renaming and removing on Windows: over read-only files as on other systems, and with patience where another program
// has the file open.
#pragma once

#include <string>

namespace webcid::store {

// All take the path as `base::from_native` has it and give 0 or GetLastError(); ERROR_SHARING_VIOLATION also where
// Windows says ERROR_ACCESS_DENIED of a file that another program has open.

// Over a file that is there. `flags` of MoveFileExW, besides MOVEFILE_REPLACE_EXISTING.
unsigned long rename_over(const std::string& from, const std::string& to, unsigned long flags);
// A folder, to a name that is free.
unsigned long rename_folder(const std::string& from, const std::string& to);
// A file, or a link to a folder; what it leads to stays.
unsigned long remove_name(const std::string& path);
unsigned long remove_empty_folder(const std::string& path);

}  // namespace webcid::store
