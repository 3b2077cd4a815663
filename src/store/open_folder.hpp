// Folders of a destination that are held open, so that what lies in them is reached without walking to them again.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <webcid/base/file.hpp>
#include <webcid/base/path.hpp>
#include <webcid/base/result.hpp>

namespace webcid::store {

#ifndef _WIN32
// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : m_fd(fd) {}
  Descriptor(Descriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
  }
  ~Descriptor() { close(); }

  bool is_open() const { return m_fd >= 0; }
  int get() const { return m_fd; }
  // 0, or the errno of close(2).
  int close();

 private:
  int m_fd = -1;
};
#else
// A HANDLE that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(void* handle) : m_handle(handle) {}
  Descriptor(Descriptor&& other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(m_handle, other.m_handle);
    return *this;
  }
  ~Descriptor() { close(); }

  bool is_open() const { return m_handle != nullptr; }
  void* get() const { return m_handle; }
  // 0, or the error of CloseHandle.
  unsigned long close();

 private:
  void* m_handle = nullptr;
};
#endif

struct OpenFolder {
  Descriptor descriptor;
  std::string path;    // relative to the root; "" is the root
  std::string native;  // whole, as bytes of the file system (on Windows UTF-8)
  std::shared_ptr<OpenFolder> parent;
  bool is_entry_pending = false;  // made by us, and its name in `parent` may not be on the disk yet
};

enum class Missing : unsigned char { Make, Refuse };

// How far one got on the way to a folder.
enum class Way : unsigned char {
  Open,
  Missing,   // nothing of that name
  Link,      // a symbolic link (on Windows: any reparse point), which is not followed
  NoFolder,  // a file or something else
  Failed,    // the system refused
};

struct Reached {
  Way way = Way::Open;
  std::shared_ptr<OpenFolder> folder;  // of Open
  std::string native;                  // where it ended
  unsigned long error = 0;             // the system's, 0 where it gave none

  // "cannot ACTION PATH: WHY", LocalIo.
  base::Error failure(std::string_view action) const;
};

// Opens the folder `name` in `parent` without following a link.
Reached enter(const std::shared_ptr<OpenFolder>& parent, std::string_view name, Missing missing);

// The folder itself; a link is followed, because the user named it.
Reached open_root(const std::string& native);

// The folders last used, each reached from the one above it. Not thread-safe.
class FolderCache {
 public:
  explicit FolderCache(std::shared_ptr<OpenFolder> root) : m_root(std::move(root)) {}

  // The folder `path`; "" is the root.
  Reached open(std::string_view path, Missing missing);
  // What was cached may have been removed by somebody else since: the next open() looks again.
  void forget() { m_recent.clear(); }
  const OpenFolder& root() const { return *m_root; }

 private:
  const std::shared_ptr<OpenFolder>* recent(std::string_view path);

  std::shared_ptr<OpenFolder> m_root;
  std::vector<std::shared_ptr<OpenFolder>> m_recent;  // last used first
};

// Why this system would make another file of a path than it says, or none; empty where it does not
// (base::refused_on_windows).
std::string_view refusal_of(const base::RelativePath& path);

// Removes all that lies in the folder, .webcid too; the first problem, if any.
std::optional<base::Error> empty_tree(const std::shared_ptr<OpenFolder>& folder);

// "PATH/name" as `OpenFolder::native` has it.
std::string join(std::string_view folder, std::string_view name);

// "cannot ACTION PATH: WHY", LocalIo. `native` is made printable here.
base::Error local_error(std::string_view action, std::string_view native, std::string_view why);
using base::system_words;
inline tl::unexpected<base::Error> failed(std::string_view action, std::string_view native, unsigned long error) {
  return tl::make_unexpected(local_error(action, native, system_words(error)));
}

}  // namespace webcid::store
