#ifdef _WIN32
#include <windows.h>

#include <webcid/base/file.hpp>
#include <webcid/base/windows_path.hpp>

#include "open_folder.hpp"

namespace webcid::store {
namespace {

// Without FILE_SHARE_DELETE: as long as it is open nobody can put a junction in its place.
HANDLE open_folder(const std::wstring& path, DWORD flags) {
  return CreateFileW(path.c_str(), FILE_LIST_DIRECTORY, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING,
                     FILE_FLAG_BACKUP_SEMANTICS | flags, nullptr);
}

Reached stuck(Way way, std::string native, unsigned long error) {
  return {way, nullptr, std::move(native), error};
}

// Takes the handle; refuses anything else than a folder.
Reached take(HANDLE handle, std::string native) {
  if (handle == INVALID_HANDLE_VALUE) {
    const DWORD error = GetLastError();
    const bool is_missing = error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
    return stuck(is_missing ? Way::Missing : Way::Failed, std::move(native), error);
  }
  auto folder = std::make_shared<OpenFolder>();
  folder->descriptor = Descriptor(handle);
  BY_HANDLE_FILE_INFORMATION found{};
  if (GetFileInformationByHandle(handle, &found) == 0) return stuck(Way::Failed, std::move(native), GetLastError());
  // Symbolic links, junctions and mount points alike.
  if ((found.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) return stuck(Way::Link, std::move(native), 0);
  if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0) return stuck(Way::NoFolder, std::move(native), 0);
  folder->native = std::move(native);
  return {Way::Open, std::move(folder), {}, 0};
}

}  // namespace

unsigned long Descriptor::close() {
  void* const handle = std::exchange(m_handle, nullptr);
  return handle == nullptr || CloseHandle(handle) != 0 ? 0 : GetLastError();
}

Reached enter(const std::shared_ptr<OpenFolder>& parent, std::string_view name, Missing missing) {
  std::string native = join(parent->native, name);
  const std::wstring path = base::system_path(base::to_native(native));
  bool is_made = false;
  if (missing == Missing::Make) {
    is_made = CreateDirectoryW(path.c_str(), nullptr) != 0;
    const DWORD error = GetLastError();
    if (!is_made && error != ERROR_ALREADY_EXISTS) return stuck(Way::Failed, std::move(native), error);
  }
  Reached reached = take(open_folder(path, FILE_FLAG_OPEN_REPARSE_POINT), std::move(native));
  if (reached.way != Way::Open) return reached;
  reached.folder->path = join(parent->path, name);
  reached.folder->parent = parent;
  reached.folder->is_entry_pending = is_made;
  return reached;
}

Reached open_root(const std::string& native) {
  return take(open_folder(base::system_path(base::to_native(native)), 0), native);
}

std::string_view refusal_of(const base::RelativePath& path) {
  for (const std::string_view segment : path.segments()) {
    if (const std::string_view why = base::refused_on_windows(segment); !why.empty()) return why;
  }
  return {};
}

}  // namespace webcid::store
#endif
