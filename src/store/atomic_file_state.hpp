// What an AtomicFile holds; shared with FolderWriter, which opens it in a folder it has walked to itself.
#pragma once

#include <array>
#include <memory>
#include <string>

#include <webcid/base/result.hpp>
#include <webcid/store/atomic_file.hpp>

#include "open_folder.hpp"

namespace webcid::store {

// ".webcid-<16 hex digits>.part" and its final NUL.
using TemporaryName = std::array<char, 30>;
// Different and unguessable each time. Thread-safe.
TemporaryName temporary_name();

struct AtomicFile::State {
  std::shared_ptr<OpenFolder> folder;
  std::string target;  // a name in `folder`
  TemporaryName temporary{};
  Descriptor file;
  bool is_pending = false;  // the temporary file exists

  // Creates the temporary file in `folder`; 0 or the system's error.
  unsigned long open();
  std::string shown() const { return join(folder->native, target); }
  ~State();
};

}  // namespace webcid::store
