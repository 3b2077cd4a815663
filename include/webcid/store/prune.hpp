// Removing files below a folder, and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/local_tree.hpp>

namespace webcid::store {

struct Pruned {
  std::uint64_t files = 0;  // links and special files too
  std::uint64_t folders = 0;
  std::vector<std::string> examples;  // the first kMaxPruneExamples, raw bytes relative to the folder
  std::uint64_t failed = 0;           // could not be removed, or looked into
  std::vector<base::Error> problems;  // the first of them: "cannot remove DIR/a: Permission denied"
  bool interrupted = false;
};

inline constexpr std::size_t kMaxPruneExamples = 20;

// Whether what lies at `path` (raw bytes, '/' between segments) goes: a file, link or special file; of a folder,
// whether it goes although nothing was removed from it, should it be empty.
using Goes = std::function<bool(std::string_view path, Found what)>;

// Walks the whole folder but .webcid and other file systems mounted into it. A link is removed, never followed. Folders
// that became empty are removed; the folder itself stays.
Pruned prune(const Folder& folder, const Goes& goes, const base::Cancellation& cancellation);

// What killed runs left under names of temporaries; to be called while the lock is held.
Pruned remove_temporaries(const Folder& folder, const base::Cancellation& cancellation);

}  // namespace webcid::store
