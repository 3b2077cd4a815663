// A whole run on the disk at once.
#pragma once

#include <functional>

#include <webcid/base/path.hpp>
#include <webcid/base/result.hpp>
#include <webcid/store/folder.hpp>

namespace webcid::store {

// The paths that this run wrote, one a call, then null; best in order of the folders.
using NextWritten = std::function<const base::RelativePath*()>;

// Afterwards every file that was committed below the folder is there after a crash, under its name and whole. On Linux
// one syncfs(2) of the folder's file system, which also waits for what others wrote to it; where another file system is
// mounted below, its files are not covered. Elsewhere, and where syncfs is missing, each file of `next` and each folder
// on the way to it is synchronised once. On Windows only the files: a folder cannot be flushed without administrative
// rights, and NTFS's journal keeps names consistent, not necessarily the newest.
// LocalIo when the system reports that something could not be written.
base::Result<void> sync_written(const Folder& folder, const NextWritten& next);
// The way without syncfs.
base::Result<void> sync_each(const Folder& folder, const NextWritten& next);

}  // namespace webcid::store
