// A destination folder that nothing written to it can leave.
#pragma once

#include <filesystem>
#include <memory>

#include <webcid/base/path.hpp>
#include <webcid/base/result.hpp>
#include <webcid/store/atomic_file.hpp>

namespace webcid::store {

// Below it no symbolic link (on Windows: no reparse point) is followed, so that a link inside the destination cannot
// lead a published path out of it. The root itself may be a link: the user named it. Errors are LocalIo.
class Folder {
 public:
  // Makes the folder, and those above it, where missing.
  static base::Result<Folder> create(const std::filesystem::path& root);

  Folder(Folder&&) noexcept;
  Folder& operator=(Folder&&) noexcept;
  ~Folder();

  const std::filesystem::path& root() const;
  // A new file that commit() publishes as `path`; makes the folders on the way. Thread-safe, and walks to the folder
  // each time: for many files use a FolderWriter. On Windows a name that would be another file there, or none, is
  // refused (base::refused_on_windows).
  base::Result<AtomicFile> begin(const base::RelativePath& path) const;

  struct State;

 private:
  explicit Folder(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

// Writes many files below a Folder. Keeps the folders last used open, so that a small file costs four system calls:
// create, write, close, rename. Not thread-safe: one a thread. The files it began may outlive it.
class FolderWriter {
 public:
  explicit FolderWriter(const Folder& folder);
  FolderWriter(FolderWriter&&) noexcept;
  FolderWriter& operator=(FolderWriter&&) noexcept;
  ~FolderWriter();

  // As Folder::begin.
  base::Result<AtomicFile> begin(const base::RelativePath& path);

  struct State;

 private:
  std::unique_ptr<State> m_state;
};

}  // namespace webcid::store
