#ifdef _WIN32
#include <windows.h>

#include <algorithm>
#include <string>

#include <webcid/base/file.hpp>

#include "atomic_file_state.hpp"
#include "names_windows.hpp"

namespace webcid::store {
namespace {

std::wstring native(const std::string& path) {
  return base::system_path(base::to_native(path));
}

}  // namespace

Naming naming_in(const OpenFolder& /*folder*/) {
  return Naming::Temporary;
}

unsigned long AtomicFile::State::open(Naming /*naming*/) {
  constexpr int kAttempts = 8;
  for (int attempt = 1;; ++attempt) {
    temporary = temporary_name();
    // CREATE_NEW fails on an existing name, a link included.
    HANDLE handle = CreateFileW(native(join(folder->native, temporary.data())).c_str(), GENERIC_WRITE, FILE_SHARE_READ,
                                nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle != INVALID_HANDLE_VALUE) {
      file = Descriptor(handle);
      break;
    }
    const DWORD error = GetLastError();
    if (error != ERROR_FILE_EXISTS || attempt == kAttempts) return error;
  }
  is_pending = true;
  return 0;
}

AtomicFile::State::~State() {
  file.close();
  if (is_pending) remove_name(join(folder->native, temporary.data()));
}

base::Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target) {
  const std::string shown = base::from_native(target);
  auto state = std::make_unique<State>();
  state->target = base::from_native(target.filename());
  Reached reached = open_root(target.has_parent_path() ? base::from_native(target.parent_path()) : std::string("."));
  if (reached.way != Way::Open) return failed("create", shown, reached.error);
  state->folder = std::move(reached.folder);
  if (!target.has_parent_path()) state->folder->native.clear();
  if (const auto error = state->open(Naming::Temporary)) return failed("create", shown, error);
  return AtomicFile(std::move(state));
}

base::Result<void> AtomicFile::commit(Durability durability) {
  State& state = *m_state;
  if (durability != Durability::None && FlushFileBuffers(state.file.get()) == 0) {
    return failed("write", state.shown(), GetLastError());
  }
  // An open file cannot be renamed.
  if (const auto error = state.file.close()) return failed("write", state.shown(), error);
  const DWORD flags = durability == Durability::Tree ? MOVEFILE_WRITE_THROUGH : 0U;
  const std::string temporary = join(state.folder->native, state.temporary.data());
  if (const auto error = rename_over(temporary, state.shown(), flags)) return failed("create", state.shown(), error);
  state.is_pending = false;
  return {};
}

}  // namespace webcid::store
#endif
