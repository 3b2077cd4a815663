// Local files and folders by UTF-8 names, on every platform.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/base/path.hpp>
#include <webcid/base/result.hpp>

namespace webcid::base {

// UTF-8 (bytes on POSIX) to a native path and back; the only two doors between texts and std::filesystem. On Windows
// with "\\" between the names and without "\\\\?\\"; a name with half a surrogate pair goes through unharmed.
std::filesystem::path to_native(std::string_view utf8);
std::string from_native(const std::filesystem::path& path);
#ifdef _WIN32
// What is handed to a wide call of Windows: a path that is too long for it by itself, from the current folder if it is
// relative, becomes absolute with "\\\\?\\" before it. That works whatever the system's LongPathsEnabled says.
std::wstring system_path(const std::filesystem::path& path);
#endif

// "No such file or directory" and the like, for the errno of a failed call.
std::string system_message(int error);
// The same for what a call of the system gave: an errno, on Windows GetLastError(). Where both systems know the same
// failure, in the same words.
std::string system_words(unsigned long error);

// What lies under a name.
enum class Kind : std::uint8_t {
  Missing,
  File,  // regular
  Folder,
  Link,    // a symbolic link, on Windows a junction or mount point, too
  Other,   // a device, a pipe, a socket
  Failed,  // the system refused
};
enum class Links : std::uint8_t { Follow, Show };
struct Status {
  Kind kind = Kind::Missing;
  std::uint64_t size = 0;   // of a File, bytes
  Time modified{};          // of a File or Folder
  bool is_hidden = false;   // Windows' attribute
  unsigned long error = 0;  // of Missing and Failed, for system_words and unreadable_by
};
// std::filesystem does this where it can: on Windows it knows neither links nor long paths.
Status status_of(const std::filesystem::path& path, Links links);
inline bool is_folder(const std::filesystem::path& path) {
  return status_of(path, Links::Follow).kind == Kind::Folder;
}

struct Child {
  std::string name;
  Kind kind = Kind::Missing;  // links are not followed
  std::uint64_t size = 0;     // of a File
};
// What lies in a folder, byte-wise by name. LocalIo.
Result<std::vector<Child>> children_of(const std::filesystem::path& folder);

// Whether both names lead to one file or folder; false where one does not lead anywhere.
bool is_same_place(const std::filesystem::path& one, const std::filesystem::path& other);
// The absolute path without links in it, as far as it leads anywhere, and the rest as it is. LocalIo.
Result<std::filesystem::path> resolved(const std::filesystem::path& path);

// Makes the folder and those above it, as far as they are missing; 0, or the system's error.
unsigned long make_folders(const std::filesystem::path& folder);

// What counts as a file to be read.
enum class Accept : std::uint8_t {
  // Regular files, and what this process has open already (/dev/stdin, /dev/fd/63 of a shell's <(...)). A named pipe
  // would be waited for until somebody writes to it, and /dev/zero has no end.
  Files,
  Anything,  // for what is small and often handed over by a pipe, or switched off by /dev/null
};

// A file that is open for reading, at its beginning. Others may write to it, rename it and remove it meanwhile.
class InputFile {
 public:
  // LocalIo; Interrupted, when Ctrl-C ends the wait for a pipe.
  static Result<InputFile> open(const std::filesystem::path& path, Accept accept = Accept::Files);
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;
  ~InputFile();

  // Up to `buffer.size()` bytes; 0 at the end. Errors of open().
  Result<std::size_t> read(std::span<char> buffer);

 private:
  InputFile(std::intptr_t handle, std::string name) : m_handle(handle), m_name(std::move(name)) {}

  static constexpr std::intptr_t kClosed = -1;  // of a descriptor and of a HANDLE
  std::intptr_t m_handle = kClosed;
  std::string m_name;
};

// The whole file; Malformed when it is larger than `max_bytes`, else as InputFile.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes, Accept accept = Accept::Files);

// Hands over the file's bytes in pieces of at most 256 KiB, until `consume` returns false or the end.
Result<void> read_in_pieces(const std::filesystem::path& path, const std::function<bool(std::string_view)>& consume,
                            Accept accept = Accept::Files);

struct FoundFile {
  RelativePath path;
  std::uintmax_t size = 0;
};

// Every regular file below `folder`, in a stable order (a folder's files byte-wise by name, then its
// folders likewise); symbolic links are not followed.
// `refuse` is told each name that no RelativePath can hold, with the reason.
Result<void> walk_folder(const std::filesystem::path& folder, const std::function<bool(const FoundFile&)>& found,
                         const std::function<void(const std::string& name, const std::string& why)>& refuse);

}  // namespace webcid::base
