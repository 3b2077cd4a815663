// What lies below a folder, looked at and read without following a link.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <webcid/base/path.hpp>
#include <webcid/base/result.hpp>
#include <webcid/store/folder.hpp>

namespace webcid::store {

// By what a file is known again without reading it. `changed` is POSIX's ctime, which no program can set back: it tells
// a file that was overwritten, or replaced by another, and given its old modification time again (touch -r, cp -p).
// The inode would add nothing to it, and changes on some network mounts at each mount. 0 on Windows.
struct FileStamp {
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // ns since 1970 UTC
  std::int64_t changed = 0;   // the same

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

enum class Found : std::uint8_t {
  Missing,
  File,
  Folder,
  Link,     // symbolic link; on Windows any reparse point
  Other,    // device, pipe, socket
  Blocked,  // a link or a file is where a folder of the way should be
  Failed,   // the system refused
};

struct Seen {
  Found what = Found::Missing;
  FileStamp stamp;      // of a File
  std::string problem;  // of Blocked and Failed: "cannot read DIR/a: is a symbolic link"
};

// Keeps the folders last used open, and takes one that was missing a moment ago to be missing still. Not thread-safe:
// one a thread.
class LocalTree {
 public:
  explicit LocalTree(const Folder& folder);
  LocalTree(LocalTree&&) noexcept;
  LocalTree& operator=(LocalTree&&) noexcept;
  ~LocalTree();

  Seen look(const base::RelativePath& path);
  // Hands over the bytes of a regular file in pieces, until `consume` returns false or the end, and returns the file's
  // stamp. LocalIo: no regular file, unreadable, or changed while it was read.
  base::Result<FileStamp> read(const base::RelativePath& path, const std::function<bool(std::string_view)>& consume);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

// Whether a path of a catalogue names what is ours alone: the folder .webcid, in any case of letters, and temporaries.
bool is_own(const base::RelativePath& path);
inline constexpr std::string_view kOwnFolder = ".webcid";

}  // namespace webcid::store
