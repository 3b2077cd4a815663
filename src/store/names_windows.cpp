#ifdef _WIN32
#include <windows.h>

#include <chrono>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/file.hpp>

#include "names_windows.hpp"
#include "patience.hpp"

namespace webcid::store {
namespace {

std::wstring native(const std::string& path) {
  return base::system_path(base::to_native(path));
}

DWORD code_of(BOOL result) {
  return result != 0 ? 0 : GetLastError();
}

// What Windows gives as "access denied" may be a file that is open: whoever asks for the right to remove it is told.
bool is_held(const std::wstring& path) {
  const HANDLE handle =
      CreateFileW(path.c_str(), DELETE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                  FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS, nullptr);
  if (handle == INVALID_HANDLE_VALUE) return GetLastError() == ERROR_SHARING_VIOLATION;
  CloseHandle(handle);
  return false;
}

Hindrance hindrance_of(DWORD error, const std::wstring& path) {
  if (error == ERROR_SHARING_VIOLATION || error == ERROR_LOCK_VIOLATION || error == ERROR_USER_MAPPED_FILE) {
    return Hindrance::Held;
  }
  if (error != ERROR_ACCESS_DENIED) return Hindrance::None;
  return is_held(path) ? Hindrance::Held : Hindrance::Denied;
}

// `touched` is what another program may have open.
template <class Attempt>
unsigned long patiently(const std::wstring& touched, const Attempt& attempt) {
  const DWORD error = persist(
      attempt, [&](unsigned long code) { return hindrance_of(code, touched); }, base::interrupt(),
      [](std::chrono::milliseconds time) { Sleep(static_cast<DWORD>(time.count())); });
  return error != 0 && hindrance_of(error, touched) == Hindrance::Held ? ERROR_SHARING_VIOLATION : error;
}

// Takes the attribute away; false where there is none.
bool make_writable(const std::wstring& path) {
  const DWORD attributes = GetFileAttributesW(path.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES || (attributes & FILE_ATTRIBUTE_READONLY) == 0) return false;
  return SetFileAttributesW(path.c_str(), attributes & ~static_cast<DWORD>(FILE_ATTRIBUTE_READONLY)) != 0;
}

}  // namespace

unsigned long rename_over(const std::string& from, const std::string& to, unsigned long flags) {
  const std::wstring source = native(from);
  const std::wstring target = native(to);
  const auto move = [&] {
    return code_of(MoveFileExW(source.c_str(), target.c_str(), MOVEFILE_REPLACE_EXISTING | flags));
  };
  return patiently(target, [&] {
    const DWORD error = move();
    return error == ERROR_ACCESS_DENIED && make_writable(target) ? move() : error;
  });
}

unsigned long rename_folder(const std::string& from, const std::string& to) {
  const std::wstring source = native(from);
  const std::wstring target = native(to);
  return patiently(source, [&] { return code_of(MoveFileExW(source.c_str(), target.c_str(), 0)); });
}

unsigned long remove_name(const std::string& path) {
  const std::wstring name = native(path);
  const DWORD attributes = GetFileAttributesW(name.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES) return GetLastError();
  if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
    if ((attributes & FILE_ATTRIBUTE_REPARSE_POINT) == 0) return ERROR_DIRECTORY;
    return code_of(RemoveDirectoryW(name.c_str()));
  }
  make_writable(name);
  return patiently(name, [&] { return code_of(DeleteFileW(name.c_str())); });
}

unsigned long remove_empty_folder(const std::string& path) {
  const std::wstring name = native(path);
  return patiently(name, [&] { return code_of(RemoveDirectoryW(name.c_str())); });
}

}  // namespace webcid::store
#endif
