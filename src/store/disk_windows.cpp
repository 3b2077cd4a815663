#ifdef _WIN32
#include <windows.h>

#include <algorithm>

#include <webcid/base/file.hpp>

#include "disk.hpp"
#include "names_windows.hpp"

namespace webcid::store::disk {
namespace {

std::wstring path_of(const OpenFolder& folder, const std::string& name) {
  return base::system_path(base::to_native(join(folder.native, name)));
}

Code code_of(BOOL result) {
  return result != 0 ? 0 : GetLastError();
}

Found kind_of(DWORD attributes) {
  if ((attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) return Found::Link;
  if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) return Found::Folder;
  return (attributes & FILE_ATTRIBUTE_DEVICE) != 0 ? Found::Other : Found::File;
}

}  // namespace

Code open(const OpenFolder& folder, const std::string& name, Opening opening, Descriptor& into) {
  DWORD how = OPEN_ALWAYS;
  if (opening == Opening::New) how = CREATE_NEW;
  if (opening == Opening::Existing) how = OPEN_EXISTING;
  HANDLE handle = CreateFileW(path_of(folder, name).c_str(), GENERIC_READ | GENERIC_WRITE,
                              FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, how, FILE_FLAG_OPEN_REPARSE_POINT, nullptr);
  if (handle == INVALID_HANDLE_VALUE) return GetLastError();
  Descriptor opened(handle);
  BY_HANDLE_FILE_INFORMATION found{};
  if (GetFileInformationByHandle(handle, &found) == 0) return GetLastError();
  if (kind_of(found.dwFileAttributes) != Found::File) return ERROR_INVALID_PARAMETER;
  into = std::move(opened);
  return 0;
}

Code write(const Descriptor& file, std::string_view bytes) {
  constexpr std::size_t kPiece = std::size_t{1} << 30;  // WriteFile counts in 32 bits
  while (!bytes.empty()) {
    DWORD written = 0;
    if (WriteFile(file.get(), bytes.data(), static_cast<DWORD>(std::min(bytes.size(), kPiece)), &written, nullptr) ==
        0) {
      return GetLastError();
    }
    bytes.remove_prefix(written);
  }
  return 0;
}

Code read(const Descriptor& file, std::vector<char>& buffer, std::size_t& count) {
  constexpr std::size_t kPiece = std::size_t{1} << 30;
  DWORD done = 0;
  const BOOL result =
      ReadFile(file.get(), buffer.data(), static_cast<DWORD>(std::min(buffer.size(), kPiece)), &done, nullptr);
  count = done;
  return code_of(result);
}

Code size_of(const Descriptor& file, std::uint64_t& size) {
  LARGE_INTEGER found{};
  if (GetFileSizeEx(file.get(), &found) == 0) return GetLastError();
  size = static_cast<std::uint64_t>(found.QuadPart);
  return 0;
}

Code cut(const Descriptor& file, std::uint64_t size) {
  LARGE_INTEGER place{};
  place.QuadPart = static_cast<LONGLONG>(size);
  if (SetFilePointerEx(file.get(), place, nullptr, FILE_BEGIN) == 0) return GetLastError();
  return code_of(SetEndOfFile(file.get()));
}

Code rewind(const Descriptor& file) {
  return code_of(SetFilePointerEx(file.get(), LARGE_INTEGER{}, nullptr, FILE_BEGIN));
}

Code sync(const Descriptor& file) {
  return code_of(FlushFileBuffers(file.get()));
}

// NTFS writes its journal of names by itself; a folder cannot be flushed without administrative rights.
Code sync_folder(const OpenFolder&) {
  return 0;
}

// FlushFileBuffers of a volume needs administrative rights.
bool sync_file_system(const OpenFolder&, Code&) {
  return false;
}

Code rename(const OpenFolder& from, const std::string& name, const OpenFolder& to, const std::string& new_name) {
  return rename_over(join(from.native, name), join(to.native, new_name), 0);
}

Code link(const OpenFolder& from, const std::string& name, const OpenFolder& to, const std::string& new_name) {
  return code_of(CreateHardLinkW(path_of(to, new_name).c_str(), path_of(from, name).c_str(), nullptr));
}

Code remove_file(const OpenFolder& folder, const std::string& name) {
  return remove_name(join(folder.native, name));
}

Code remove_folder(const OpenFolder& folder, const std::string& name) {
  return remove_empty_folder(join(folder.native, name));
}

Code rename_path(const std::string& from, const std::string& to) {
  return rename_folder(from, to);
}

Code remove_folder_path(const std::string& path) {
  return remove_empty_folder(path);
}

bool exchange_paths(const std::string&, const std::string&, Code&) {
  return false;
}

Code list(const OpenFolder& folder, std::vector<Child>& into) {
  WIN32_FIND_DATAW row{};
  HANDLE listing = FindFirstFileExW(path_of(folder, "*").c_str(), FindExInfoBasic, &row, FindExSearchNameMatch, nullptr,
                                    FIND_FIRST_EX_LARGE_FETCH);
  if (listing == INVALID_HANDLE_VALUE) return GetLastError();
  do {
    const std::string name = base::from_native(std::filesystem::path(row.cFileName));
    if (name != "." && name != "..") into.push_back({name, kind_of(row.dwFileAttributes)});
  } while (FindNextFileW(listing, &row) != 0);
  const DWORD error = GetLastError();
  FindClose(listing);
  return error == ERROR_NO_MORE_FILES ? 0 : error;
}

bool is_same_file_system(const OpenFolder& one, const OpenFolder& other) {
  BY_HANDLE_FILE_INFORMATION a{};
  BY_HANDLE_FILE_INFORMATION b{};
  return GetFileInformationByHandle(one.descriptor.get(), &a) != 0 &&
         GetFileInformationByHandle(other.descriptor.get(), &b) != 0 &&
         a.dwVolumeSerialNumber == b.dwVolumeSerialNumber;
}

bool lock(const Descriptor& file, Code& error) {
  // A byte far behind the text, so that others can still read who has it: locks are mandatory here.
  OVERLAPPED place{};
  place.OffsetHigh = 1;
  error = code_of(LockFileEx(file.get(), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &place));
  return error != ERROR_LOCK_VIOLATION && error != ERROR_IO_PENDING;
}

std::uint64_t process_id() {
  return GetCurrentProcessId();
}

bool is_missing(Code error) {
  return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
}
bool is_not_empty(Code error) {
  return error == ERROR_DIR_NOT_EMPTY;
}
bool is_across_file_systems(Code error) {
  return error == ERROR_NOT_SAME_DEVICE;
}
bool is_no_link(Code error) {
  return error == ERROR_NOT_SAME_DEVICE || error == ERROR_INVALID_FUNCTION || error == ERROR_NOT_SUPPORTED ||
         error == ERROR_TOO_MANY_LINKS || error == ERROR_ACCESS_DENIED;
}

}  // namespace webcid::store::disk
#endif
