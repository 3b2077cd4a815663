// Files that appear under their final name complete or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include <webcid/base/result.hpp>

namespace webcid::store {

// What must be on the disk, not only in the system's cache, when commit() returns. A killed process loses nothing of
// what was committed whatever is chosen; this is about a crash of the machine or a loss of power. A run that writes
// many files commits them with None and ends with sync_written() (sync.hpp), which promises for all of them at once
// what Tree promises for one, at a fraction of the cost; until then a crash may leave any of them lost, short or of
// zeros, and the next run finds that out, because the state that would vouch for them is written after it.
enum class Durability : std::uint8_t {
  None,  // nothing: a crash of the machine may lose the file or leave it empty
  File,  // the file's bytes: the final name never shows an incomplete file, but a crash may still lose the name
  Tree,  // the folder's entry too: the file is there after a crash
};

// A new file under an unguessable temporary name (".webcid-....part") in the target's folder; commit() gives it the
// target's name, replacing what was there. Without commit() the destructor removes it. Errors are LocalIo.
class AtomicFile {
 public:
  // The folder of `target` must exist.
  static base::Result<AtomicFile> create(const std::filesystem::path& target);

  AtomicFile(AtomicFile&&) noexcept;
  AtomicFile& operator=(AtomicFile&&) noexcept;
  ~AtomicFile();

  base::Result<void> write(std::string_view bytes);
  // Once; afterwards only the destructor makes sense. On an error the target is as it was.
  base::Result<void> commit(Durability durability);

 private:
  friend class FolderWriter;
  struct State;
  explicit AtomicFile(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

// Whether a file of this name is one of ours that was not committed: nothing to publish, list or verify.
bool is_temporary(std::string_view name);

// The whole file in one call.
base::Result<void> write_atomically(const std::filesystem::path& path, std::string_view text,
                                    Durability durability = Durability::File);

}  // namespace webcid::store
