#ifdef _WIN32
#include <windows.h>

#include <algorithm>

#include <webcid/base/file.hpp>

#include "local_file.hpp"

namespace webcid::store {
namespace {

// FILETIME counts 100 ns since 1601.
std::int64_t nanoseconds(const FILETIME& time) {
  constexpr std::int64_t kUnixEpoch = 116'444'736'000'000'000;
  const auto ticks = static_cast<std::int64_t>((std::uint64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime);
  return (ticks - kUnixEpoch) * 100;
}

template <class Information>
FileStamp stamp_of(const Information& found) {
  return {(std::uint64_t{found.nFileSizeHigh} << 32) | found.nFileSizeLow, nanoseconds(found.ftLastWriteTime), 0};
}

Found kind_of(DWORD attributes) {
  if ((attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) return Found::Link;
  if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) return Found::Folder;
  return (attributes & FILE_ATTRIBUTE_DEVICE) != 0 ? Found::Other : Found::File;
}

}  // namespace

Seen look_at(const OpenFolder& folder, std::string_view name) {
  const std::string native = join(folder.native, name);
  WIN32_FILE_ATTRIBUTE_DATA found{};
  if (GetFileAttributesExW(base::system_path(base::to_native(native)).c_str(), GetFileExInfoStandard, &found) == 0) {
    const DWORD error = GetLastError();
    if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) return {};
    return {Found::Failed, {}, failed("read", native, error).value().message};
  }
  const Found what = kind_of(found.dwFileAttributes);
  return {what, what == Found::File ? stamp_of(found) : FileStamp{}, {}};
}

base::Result<LocalFile> LocalFile::open(const OpenFolder& folder, std::string_view name) {
  std::string native = join(folder.native, name);
  // With backup semantics a folder can be opened too, and be seen to be one.
  constexpr DWORD kFlags = FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_SEQUENTIAL_SCAN | FILE_FLAG_BACKUP_SEMANTICS;
  HANDLE handle = CreateFileW(base::system_path(base::to_native(native)).c_str(), GENERIC_READ,
                              FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, kFlags, nullptr);
  if (handle == INVALID_HANDLE_VALUE) return failed("read", native, GetLastError());
  Descriptor file(handle);
  BY_HANDLE_FILE_INFORMATION found{};
  if (GetFileInformationByHandle(handle, &found) == 0) return failed("read", native, GetLastError());
  if (kind_of(found.dwFileAttributes) != Found::File) {
    return tl::make_unexpected(local_error("read", native, "is no regular file"));
  }
  return LocalFile(std::move(file), stamp_of(found), std::move(native));
}

base::Result<std::size_t> LocalFile::read(std::span<char> buffer) {
  constexpr std::size_t kPiece = std::size_t{1} << 30;  // ReadFile counts in 32 bits
  DWORD count = 0;
  const auto size = static_cast<DWORD>(std::min(buffer.size(), kPiece));
  if (ReadFile(m_file.get(), buffer.data(), size, &count, nullptr) == 0)
    return failed("read", m_native, GetLastError());
  return std::size_t{count};
}

base::Result<FileStamp> LocalFile::unchanged_stamp() const {
  BY_HANDLE_FILE_INFORMATION found{};
  if (GetFileInformationByHandle(m_file.get(), &found) == 0) return failed("read", m_native, GetLastError());
  if (stamp_of(found) == m_stamp) return m_stamp;
  return tl::make_unexpected(local_error("read", m_native, "changed while it was read"));
}

}  // namespace webcid::store
#endif
