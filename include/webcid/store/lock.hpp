// DIR/.webcid/lock: one update of a folder at a time.
#pragma once

#include <cstdint>
#include <memory>

#include <webcid/base/result.hpp>
#include <webcid/store/folder.hpp>

namespace webcid::store {

// How the run before this one ended.
enum class LastRun : std::uint8_t {
  Ended,   // by itself, or there was none
  Killed,  // it left its lock file filled: temporaries may lie in the folders
};

// Held until it is destroyed, or the process dies: the system releases it (flock; LockFileEx on Windows). The file
// itself stays, so that nobody locks one that another is about to remove; while the lock is held it says by whom.
class Lock {
 public:
  // LocalIo: "cannot update DIR: process 4711 has been updating it since 2026-01-01T00:00:00Z", or the system's reason.
  static base::Result<Lock> acquire(const Folder& folder);

  Lock(Lock&&) noexcept;
  Lock& operator=(Lock&&) noexcept;
  ~Lock();

  LastRun last_run() const;
  // Makes the same lock hold in another folder on the same file system too: a tree that is to take this one's place.
  base::Result<void> extend_to(const Folder& other) const;

 private:
  struct State;
  explicit Lock(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace webcid::store
