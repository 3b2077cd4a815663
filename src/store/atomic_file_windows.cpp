#ifdef _WIN32
#include <windows.h>

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

#include "atomic_file_state.hpp"

namespace webcid::store {
namespace {

tl::unexpected<base::Error> failed(std::string_view action, const std::string& shown, DWORD error) {
  const std::error_code code(static_cast<int>(error), std::system_category());
  return base::fail(base::ErrorKind::LocalIo, fmt::format("cannot {} {}: {}", action, shown, code.message()));
}

}  // namespace

base::Result<void> AtomicFile::State::open() {
  constexpr int kAttempts = 8;
  for (int attempt = 1;; ++attempt) {
    temporary = target.parent_path() / base::to_native(temporary_name());
    // CREATE_NEW fails on an existing name, a link included.
    HANDLE handle = CreateFileW(temporary.c_str(), GENERIC_WRITE, FILE_SHARE_READ, nullptr, CREATE_NEW,
                                FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle != INVALID_HANDLE_VALUE) {
      file = handle;
      break;
    }
    const DWORD error = GetLastError();
    if (error != ERROR_FILE_EXISTS || attempt == kAttempts) return failed("create", shown, error);
  }
  pending = true;
  return {};
}

AtomicFile::State::~State() {
  if (file != nullptr) CloseHandle(file);
  if (pending) DeleteFileW(temporary.c_str());
}

base::Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target) {
  auto state = std::make_unique<State>();
  state->target = target;
  state->shown = base::printable(base::from_native(target));
  if (auto opened = state->open(); !opened) return tl::make_unexpected(std::move(opened.error()));
  return AtomicFile(std::move(state));
}

base::Result<void> AtomicFile::write(std::string_view bytes) {
  constexpr std::size_t kPiece = std::size_t{1} << 30;  // WriteFile counts in 32 bits
  while (!bytes.empty()) {
    DWORD written = 0;
    const auto size = static_cast<DWORD>(std::min(bytes.size(), kPiece));
    if (WriteFile(m_state->file, bytes.data(), size, &written, nullptr) == 0) {
      return failed("write", m_state->shown, GetLastError());
    }
    bytes.remove_prefix(written);
  }
  return {};
}

base::Result<void> AtomicFile::commit(Durability durability) {
  State& state = *m_state;
  if (durability != Durability::None && FlushFileBuffers(state.file) == 0) {
    return failed("write", state.shown, GetLastError());
  }
  // An open file cannot be renamed.
  HANDLE handle = std::exchange(state.file, nullptr);
  if (CloseHandle(handle) == 0) return failed("write", state.shown, GetLastError());
  const DWORD flags = MOVEFILE_REPLACE_EXISTING | (durability == Durability::Tree ? MOVEFILE_WRITE_THROUGH : 0U);
  if (MoveFileExW(state.temporary.c_str(), state.target.c_str(), flags) == 0) {
    return failed("create", state.shown, GetLastError());
  }
  state.pending = false;
  return {};
}

}  // namespace webcid::store
#endif
