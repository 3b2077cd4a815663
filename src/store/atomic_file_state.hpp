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

// What a file is called before it is committed.
enum class Naming : unsigned char {
  Temporary,
  None,  // Linux's O_TMPFILE: cheaper than a rename, and a killed process leaves nothing behind
};
// The cheapest that the folder's file system and this process's rights allow. Costs a few system calls.
Naming naming_in(const OpenFolder& folder);

struct AtomicFile::State {
  std::shared_ptr<OpenFolder> folder;
  std::string target;  // a name in `folder`
  TemporaryName temporary{};
  Descriptor file;
  bool is_pending = false;  // the temporary name exists

  // Creates the file in `folder`; 0 or the system's error.
  unsigned long open(Naming naming);
  std::string shown() const { return join(folder->native, target); }
  ~State();
};

}  // namespace webcid::store
