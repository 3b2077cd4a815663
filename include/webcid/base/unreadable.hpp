// Why a file of this machine, or of a share that it sees, cannot be read.
#pragma once

#include <cstdint>
#include <filesystem>

namespace webcid::base {

enum class Unreadable : std::uint8_t {
  No,       // it can
  Missing,  // there is no such file
  Denied,   // permissions
  InUse,    // another program holds it open, or locked a part of it
  Other,
};

// What the system's number means: errno, on Windows what GetLastError gives.
Unreadable unreadable_by(int system_error);

// By opening the file and reading one byte, which is what tells; nothing is changed.
Unreadable why_unreadable(const std::filesystem::path& path);

}  // namespace webcid::base
