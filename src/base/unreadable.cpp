#include <webcid/base/unreadable.hpp>

#include <algorithm>
#include <array>

#ifdef _WIN32
#include <windows.h>

#include <webcid/base/file.hpp>
#else
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>
#endif

namespace webcid::base {
namespace {

struct Row {
  int error;
  Unreadable meaning;
};

#ifdef _WIN32
// "System Error Codes": 2, 3, 53 and 67 name no file; 5, 65 and 1326 no right; 32 and 33 another program.
constexpr auto kRows = std::to_array<Row>({
    {ERROR_FILE_NOT_FOUND, Unreadable::Missing},
    {ERROR_PATH_NOT_FOUND, Unreadable::Missing},
    {ERROR_BAD_NETPATH, Unreadable::Missing},
    {ERROR_BAD_NET_NAME, Unreadable::Missing},
    {ERROR_ACCESS_DENIED, Unreadable::Denied},
    {ERROR_NETWORK_ACCESS_DENIED, Unreadable::Denied},
    {ERROR_LOGON_FAILURE, Unreadable::Denied},
    {ERROR_SHARING_VIOLATION, Unreadable::InUse},
    {ERROR_LOCK_VIOLATION, Unreadable::InUse},
});
#else
// A share mounted by cifs gives EBUSY (older kernels ETXTBSY) for a sharing violation of its server.
constexpr auto kRows = std::to_array<Row>({
    {ENOENT, Unreadable::Missing},
    {ENOTDIR, Unreadable::Missing},
    {EACCES, Unreadable::Denied},
    {EPERM, Unreadable::Denied},
    {EBUSY, Unreadable::InUse},
    {ETXTBSY, Unreadable::InUse},
    {EAGAIN, Unreadable::InUse},
});
#endif

}  // namespace

Unreadable unreadable_by(int system_error) {
  if (system_error == 0) return Unreadable::No;
  const auto* const row =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& known) { return known.error == system_error; });
  return row == kRows.end() ? Unreadable::Other : row->meaning;
}

#ifdef _WIN32
Unreadable why_unreadable(const std::filesystem::path& path) {
  const HANDLE file =
      CreateFileW(system_path(path).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                  nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (file == INVALID_HANDLE_VALUE) return unreadable_by(static_cast<int>(GetLastError()));
  char byte = 0;
  DWORD count = 0;
  const bool is_read = ReadFile(file, &byte, 1, &count, nullptr) != 0;
  const int error = is_read ? 0 : static_cast<int>(GetLastError());
  CloseHandle(file);
  return unreadable_by(error);
}
#else
Unreadable why_unreadable(const std::filesystem::path& path) {
  // What is no regular file by now must not be waited for.
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return unreadable_by(errno);
  char byte = 0;
  const int error = ::read(file, &byte, 1) < 0 ? errno : 0;
  ::close(file);
  return unreadable_by(error);
}
#endif

}  // namespace webcid::base
