// Local files and folders by UTF-8 names, on every platform.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include <webcid/base/path.hpp>
#include <webcid/base/result.hpp>

namespace webcid::base {

// UTF-8 (bytes on POSIX) to a native path and back; the only two doors between texts and std::filesystem.
std::filesystem::path to_native(std::string_view utf8);
std::string from_native(const std::filesystem::path& path);

// "No such file or directory" and the like, for the errno of a failed call.
std::string system_message(int error);

// The whole file; LocalIo when it cannot be read, Malformed when it is larger than `max_bytes`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

// Hands over the file's bytes in pieces of at most 256 KiB, until `consume` returns false or the end.
Result<void> read_in_pieces(const std::filesystem::path& path, const std::function<bool(std::string_view)>& consume);

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
