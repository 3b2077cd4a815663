// The system calls that differ between systems, each on a name in an open folder; no link is ever followed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/store/local_tree.hpp>

#include "open_folder.hpp"

namespace webcid::store::disk {

using Code = unsigned long;  // 0, or the system's error

enum class Opening : std::uint8_t { New, Existing, Either };

// A regular file, to be read and written, at its beginning. Others may read it meanwhile.
Code open(const OpenFolder& folder, const std::string& name, Opening opening, Descriptor& into);
Code write(const Descriptor& file, std::string_view bytes);
// Up to `buffer.size()` bytes from where the file stands; 0 at the end.
Code read(const Descriptor& file, std::vector<char>& buffer, std::size_t& count);
Code size_of(const Descriptor& file, std::uint64_t& size);
// Makes the file `size` bytes long and stands at its end.
Code cut(const Descriptor& file, std::uint64_t size);
// Stands at the beginning.
Code rewind(const Descriptor& file);
// The file's bytes are on the disk afterwards. Nothing where the file system has no such thing.
Code sync(const Descriptor& file);
Code sync_folder(const OpenFolder& folder);
// The folder, and each above it that got a new folder on the way: what lies in it is found after a crash.
Code sync_way(OpenFolder& folder);
// All of the file system at once; false where there is no such call.
bool sync_file_system(const OpenFolder& folder, Code& error);

// Over a file that is there.
Code rename(const OpenFolder& from, const std::string& name, const OpenFolder& to, const std::string& new_name);
// A second name for the same file.
Code link(const OpenFolder& from, const std::string& name, const OpenFolder& to, const std::string& new_name);
Code remove_file(const OpenFolder& folder, const std::string& name);
Code remove_folder(const OpenFolder& folder, const std::string& name);

// By whole paths, because a folder cannot be renamed by a name in itself.
Code rename_path(const std::string& from, const std::string& to);
// An empty one.
Code remove_folder_path(const std::string& path);
// Both names change their folders in one step; false where there is no such call, or the file system has none.
bool exchange_paths(const std::string& one, const std::string& other, Code& error);

// Whether a folder can be renamed while it, or a file in it, is open.
#ifdef _WIN32
inline constexpr bool kRenamesOpenFolders = false;
#else
inline constexpr bool kRenamesOpenFolders = true;
#endif

struct Child {
  std::string name;
  Found what = Found::Missing;  // File, Folder, Link or Other
};
// In no order, without "." and "..".
Code list(const OpenFolder& folder, std::vector<Child>& into);
bool is_same_file_system(const OpenFolder& one, const OpenFolder& other);

// At most one process has it at a time; the system releases it when the process ends. False: another has it.
bool lock(const Descriptor& file, Code& error);
std::uint64_t process_id();

bool is_missing(Code error);
bool is_not_empty(Code error);
bool is_across_file_systems(Code error);
// Links cannot be made here: the file system has none, or too many names.
bool is_no_link(Code error);

}  // namespace webcid::store::disk
