// A file of some bytes that is on no disk.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "target.hpp"

namespace webcid::fuzz {

class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : m_file(memfd_create("fuzz", MFD_CLOEXEC)) {
    require(m_file >= 0 && write(m_file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
            "a file in memory can be made");
  }
  ~MemoryFile() { close(m_file); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(m_file); }

 private:
  int m_file;
};

}  // namespace webcid::fuzz
