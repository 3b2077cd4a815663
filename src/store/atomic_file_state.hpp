// What an AtomicFile holds; shared with Folder, which opens it relative to a folder it has walked to itself.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/store/atomic_file.hpp>

namespace webcid::store {

// ".webcid-<16 hex digits>.part", different and unguessable each time.
std::string temporary_name();

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

struct AtomicFile::State {
  Descriptor folder;
  Descriptor file;
  std::string temporary;  // names in `folder`
  std::string target;
  std::string shown;                    // the target's whole path, printable
  std::vector<Descriptor> new_parents;  // folders that got a new folder on the way to `folder`
  bool pending = false;                 // the temporary file exists

  // Creates the temporary file in `folder`.
  base::Result<void> open();
  ~State();
};
#else
struct AtomicFile::State {
  void* file = nullptr;  // HANDLE
  std::filesystem::path temporary;
  std::filesystem::path target;
  std::string shown;  // the target's whole path, printable
  bool pending = false;

  base::Result<void> open();
  ~State();
};
#endif

}  // namespace webcid::store
