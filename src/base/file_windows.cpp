#ifdef _WIN32
#include <windows.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/encoding.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/windows_path.hpp>

namespace webcid::base {
namespace {

std::u16string units_of(std::wstring_view wide) {
  return {wide.begin(), wide.end()};
}
std::wstring wide_of(std::u16string_view units) {
  return {units.begin(), units.end()};
}

// What glibc has words for, which are ours in both languages ("System Error Codes").
struct Row {
  DWORD error;
  int same;
};
constexpr auto kRows = std::to_array<Row>({
    {ERROR_FILE_NOT_FOUND, ENOENT},
    {ERROR_PATH_NOT_FOUND, ENOENT},
    {ERROR_INVALID_NAME, ENOENT},
    {ERROR_ACCESS_DENIED, EACCES},
    {ERROR_FILE_EXISTS, EEXIST},
    {ERROR_ALREADY_EXISTS, EEXIST},
    {ERROR_DIRECTORY, ENOTDIR},
    {ERROR_DIR_NOT_EMPTY, ENOTEMPTY},
    {ERROR_DISK_FULL, ENOSPC},
    {ERROR_HANDLE_DISK_FULL, ENOSPC},
    {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG},
    {ERROR_WRITE_PROTECT, EROFS},
    {ERROR_NOT_SAME_DEVICE, EXDEV},
    {ERROR_TOO_MANY_OPEN_FILES, EMFILE},
    {ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
    {ERROR_INVALID_HANDLE, EBADF},
    {ERROR_BROKEN_PIPE, EPIPE},
    {ERROR_NO_DATA, EPIPE},
});

tl::unexpected<Error> cannot_read(std::string_view name, const std::string& why) {
  return fail(ErrorKind::LocalIo, fmt::format("cannot read {}: {}", printable(name), why));
}

// FILETIME counts 100 ns since 1601.
Time time_of(const FILETIME& time) {
  constexpr std::int64_t kUnixEpoch = 116'444'736'000'000'000;
  using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
  const auto ticks = static_cast<std::int64_t>((std::uint64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime);
  return Time(std::chrono::duration_cast<Time::duration>(Ticks(ticks - kUnixEpoch)));
}

// Reparse points are many things; those that stand for another name are links (winnt.h, IsReparseTagNameSurrogate),
// those of deduplication and of OneDrive are files.
bool is_link(DWORD attributes, DWORD tag) {
  return (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 && IsReparseTagNameSurrogate(tag);
}

Kind kind_of(DWORD attributes, DWORD tag) {
  if (is_link(attributes, tag)) return Kind::Link;
  if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) return Kind::Folder;
  return (attributes & FILE_ATTRIBUTE_DEVICE) != 0 ? Kind::Other : Kind::File;
}

template <class Found>
Status status_in(const Found& found, DWORD tag) {
  Status out;
  out.kind = kind_of(found.dwFileAttributes, tag);
  if (out.kind == Kind::File) out.size = (std::uint64_t{found.nFileSizeHigh} << 32) | found.nFileSizeLow;
  out.modified = time_of(found.ftLastWriteTime);
  out.is_hidden = (found.dwFileAttributes & FILE_ATTRIBUTE_HIDDEN) != 0;
  return out;
}

Status refused(DWORD error) {
  Status out;
  const bool is_missing = error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND ||
                          error == ERROR_INVALID_NAME || error == ERROR_BAD_NETPATH || error == ERROR_BAD_NET_NAME;
  out.kind = is_missing ? Kind::Missing : Kind::Failed;
  out.error = error;
  return out;
}

// What the name leads to, opened to be asked about and for nothing else.
class Asked {
 public:
  explicit Asked(const std::wstring& path)
      : m_handle(CreateFileW(path.c_str(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                             OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr)) {}
  ~Asked() {
    if (is_open()) CloseHandle(m_handle);
  }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;

  bool is_open() const { return m_handle != INVALID_HANDLE_VALUE; }
  bool tells(BY_HANDLE_FILE_INFORMATION& into) const {
    return is_open() && GetFileInformationByHandle(m_handle, &into) != 0;
  }
  // Without links; empty where the file system does not say.
  std::wstring name() const {
    std::wstring out(is_open() ? GetFinalPathNameByHandleW(m_handle, nullptr, 0, 0) : 0, L'\0');
    if (out.empty()) return out;
    out.resize(GetFinalPathNameByHandleW(m_handle, out.data(), static_cast<DWORD>(out.size()), 0));
    return out;
  }

 private:
  HANDLE m_handle;
};

// Absolute and without "." and "..", from the current folder; by the text alone.
std::wstring full_path(const std::wstring& given) {
  std::wstring whole(given.size() + MAX_PATH, L'\0');
  for (;;) {
    const DWORD size = GetFullPathNameW(given.c_str(), static_cast<DWORD>(whole.size()), whole.data(), nullptr);
    if (size == 0) return given;
    const bool fits = size < whole.size();
    whole.resize(size);
    if (fits) return whole;
  }
}

HANDLE handle_of(std::intptr_t number) {
  return reinterpret_cast<HANDLE>(number);
}

}  // namespace

std::filesystem::path to_native(std::string_view utf8) {
  return std::filesystem::path(wide_of(as_plain_path(to_utf16(utf8))));
}

std::string from_native(const std::filesystem::path& path) {
  return to_utf8(as_plain_path(units_of(path.native())));
}

std::wstring system_path(const std::filesystem::path& path) {
  const std::wstring whole = full_path(path.native());
  return whole.size() <= kLongestPlainPath ? path.native() : wide_of(with_long_prefix(units_of(whole)));
}

std::string system_words(unsigned long error) {
  if (error == ERROR_SHARING_VIOLATION || error == ERROR_LOCK_VIOLATION) return "another program has the file open";
  const auto* const row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& one) { return one.error == error; });
  if (row != kRows.end()) return system_message(row->same);
  std::array<wchar_t, 512> text{};
  const DWORD size = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr, error, 0,
                                    text.data(), static_cast<DWORD>(text.size()), nullptr);
  std::string words = to_utf8(units_of({text.data(), size}));
  while (!words.empty() &&
         (words.back() == '.' || words.back() == ' ' || words.back() == '\r' || words.back() == '\n')) {
    words.pop_back();
  }
  return words.empty() ? fmt::format("error {}", error) : words;
}

Status status_of(const std::filesystem::path& path, Links links) {
  const std::wstring name = system_path(path);
  WIN32_FILE_ATTRIBUTE_DATA found{};
  if (GetFileAttributesExW(name.c_str(), GetFileExInfoStandard, &found) == 0) return refused(GetLastError());
  if ((found.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) == 0) return status_in(found, 0);
  if (links == Links::Follow) {
    BY_HANDLE_FILE_INFORMATION behind{};
    return Asked(name).tells(behind) ? status_in(behind, 0) : refused(GetLastError());
  }
  // Only a listing tells what kind of reparse point it is without opening it.
  WIN32_FIND_DATAW listed{};
  const HANDLE listing = FindFirstFileW(name.c_str(), &listed);
  if (listing == INVALID_HANDLE_VALUE) return refused(GetLastError());
  FindClose(listing);
  return status_in(listed, listed.dwReserved0);
}

Result<std::vector<Child>> children_of(const std::filesystem::path& folder) {
  const auto cannot_list = [&](DWORD error) {
    return fail(ErrorKind::LocalIo,
                fmt::format("cannot list {}: {}", printable(from_native(folder)), system_words(error)));
  };
  WIN32_FIND_DATAW row{};
  const HANDLE listing = FindFirstFileExW(system_path(folder / L"*").c_str(), FindExInfoBasic, &row,
                                          FindExSearchNameMatch, nullptr, FIND_FIRST_EX_LARGE_FETCH);
  if (listing == INVALID_HANDLE_VALUE) {
    // An empty drive has not even "." in it.
    const DWORD error = GetLastError();
    if (error == ERROR_FILE_NOT_FOUND && is_folder(folder)) return std::vector<Child>{};
    return cannot_list(error);
  }
  std::vector<Child> out;
  do {
    std::string name = to_utf8(units_of(row.cFileName));
    if (name == "." || name == "..") continue;
    const Status status = status_in(row, row.dwReserved0);
    out.push_back({std::move(name), status.kind, status.size});
  } while (FindNextFileW(listing, &row) != 0);
  const DWORD error = GetLastError();
  FindClose(listing);
  if (error != ERROR_NO_MORE_FILES) return cannot_list(error);
  std::sort(out.begin(), out.end(), [](const Child& a, const Child& b) { return a.name < b.name; });
  return out;
}

bool is_same_place(const std::filesystem::path& one, const std::filesystem::path& other) {
  const Asked first(system_path(one));
  const Asked second(system_path(other));
  BY_HANDLE_FILE_INFORMATION a{};
  BY_HANDLE_FILE_INFORMATION b{};
  return first.tells(a) && second.tells(b) && a.dwVolumeSerialNumber == b.dwVolumeSerialNumber &&
         a.nFileIndexHigh == b.nFileIndexHigh && a.nFileIndexLow == b.nFileIndexLow;
}

Result<std::filesystem::path> resolved(const std::filesystem::path& path) {
  std::filesystem::path there = full_path(path.native());
  std::vector<std::filesystem::path> rest;
  while (status_of(there, Links::Follow).kind == Kind::Missing && there.has_filename() &&
         there != there.parent_path()) {
    rest.push_back(there.filename());
    there = there.parent_path();
  }
  if (const std::wstring name = Asked(system_path(there)).name(); !name.empty()) {
    there = wide_of(as_plain_path(units_of(name)));
  }
  for (auto name = rest.rbegin(); name != rest.rend(); ++name) there /= *name;
  return there;
}

unsigned long make_folders(const std::filesystem::path& folder) {
  // From the first that is missing down; no recursion, for a path can have a thousand names.
  std::vector<std::filesystem::path> missing;
  for (std::filesystem::path at = folder; !at.empty();) {
    const Status status = status_of(at, Links::Follow);
    if (status.kind == Kind::Folder) break;
    if (status.kind != Kind::Missing) return status.kind == Kind::Failed ? status.error : ERROR_DIRECTORY;
    if (at.has_filename()) missing.push_back(at);
    std::filesystem::path above = at.parent_path();
    if (above == at) break;
    at = std::move(above);
  }
  for (auto each = missing.rbegin(); each != missing.rend(); ++each) {
    if (CreateDirectoryW(system_path(*each).c_str(), nullptr) != 0) continue;
    const DWORD error = GetLastError();
    if (error != ERROR_ALREADY_EXISTS || !is_folder(*each)) return error;
  }
  return 0;
}

Result<InputFile> InputFile::open(const std::filesystem::path& path, Accept accept) {
  std::string name = from_native(path);
  const HANDLE handle =
      CreateFileW(system_path(path).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                  nullptr, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, nullptr);
  if (handle == INVALID_HANDLE_VALUE) {
    const DWORD error = GetLastError();
    return cannot_read(name,
                       error == ERROR_ACCESS_DENIED && is_folder(path) ? system_message(EISDIR) : system_words(error));
  }
  InputFile out(reinterpret_cast<std::intptr_t>(handle), std::move(name));
  // "CON" is the keyboard, "\\.\pipe\a" a pipe.
  if (accept == Accept::Files && GetFileType(handle) != FILE_TYPE_DISK) {
    return fail(ErrorKind::LocalIo, fmt::format("cannot read {}: is no regular file", printable(out.m_name)));
  }
  return out;
}

InputFile::~InputFile() {
  if (m_handle != kClosed) CloseHandle(handle_of(m_handle));
}

Result<std::size_t> InputFile::read(std::span<char> buffer) {
  constexpr std::size_t kPiece = std::size_t{1} << 30;  // ReadFile counts in 32 bits
  DWORD count = 0;
  const auto size = static_cast<DWORD>(std::min(buffer.size(), kPiece));
  if (ReadFile(handle_of(m_handle), buffer.data(), size, &count, nullptr) == 0) {
    const DWORD error = GetLastError();
    // The end of a pipe whose other side is closed.
    if (error == ERROR_BROKEN_PIPE) return std::size_t{0};
    return cannot_read(m_name, system_words(error));
  }
  return std::size_t{count};
}

}  // namespace webcid::base
#endif
