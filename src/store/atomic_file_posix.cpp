#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include <webcid/base/file.hpp>

#include "atomic_file_state.hpp"
#include "disk.hpp"

namespace webcid::store {
namespace {

#ifdef O_TMPFILE
Descriptor open_unnamed(const OpenFolder& folder) {
  return Descriptor(::openat(folder.descriptor.get(), ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666));
}

// The name must be free.
disk::Code give_name(const Descriptor& file, const OpenFolder& folder, const char* name) {
  const bool done = ::linkat(file.get(), "", folder.descriptor.get(), name, AT_EMPTY_PATH) == 0;
  return done ? 0 : static_cast<disk::Code>(errno);
}
#else
Descriptor open_unnamed(const OpenFolder&) {
  return {};
}
disk::Code give_name(const Descriptor&, const OpenFolder&, const char*) {
  return ENOSYS;
}
#endif

}  // namespace

Naming naming_in(const OpenFolder& folder) {
  const Descriptor file = open_unnamed(folder);
  const TemporaryName name = temporary_name();
  // linkat(2): naming by descriptor wants CAP_DAC_READ_SEARCH before Linux 6.10.
  if (!file.is_open() || give_name(file, folder, name.data()) != 0) return Naming::Temporary;
  return ::unlinkat(folder.descriptor.get(), name.data(), 0) == 0 ? Naming::None : Naming::Temporary;
}

unsigned long AtomicFile::State::open(Naming naming) {
  if (naming == Naming::None) {
    file = open_unnamed(*folder);
    if (file.is_open()) return 0;
  }
  constexpr int kAttempts = 8;
  for (int attempt = 1;; ++attempt) {
    temporary = temporary_name();
    file = Descriptor(::openat(folder->descriptor.get(), temporary.data(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (file.is_open()) break;
    if (errno != EEXIST || attempt == kAttempts) return static_cast<unsigned long>(errno);
  }
  is_pending = true;
  return 0;
}

AtomicFile::State::~State() {
  if (is_pending) ::unlinkat(folder->descriptor.get(), temporary.data(), 0);
}

base::Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target) {
  const std::string native = base::from_native(target);
  // A device or a pipe cannot be replaced by a rename without being lost.
  std::error_code error;
  const auto status = std::filesystem::symlink_status(target, error);
  const bool is_replaceable = std::filesystem::is_regular_file(status) || std::filesystem::is_symlink(status);
  if (std::filesystem::exists(status) && !is_replaceable && !std::filesystem::is_directory(status)) {
    return tl::make_unexpected(local_error("create", native, "it is no regular file"));
  }
  auto state = std::make_unique<State>();
  state->target = target.filename().string();
  if (state->target.empty()) return failed("create", native, EISDIR);
  Reached reached = open_root(target.has_parent_path() ? target.parent_path().string() : std::string("."));
  if (reached.way != Way::Open) return failed("create", native, reached.error);
  state->folder = std::move(reached.folder);
  if (!target.has_parent_path()) state->folder->native.clear();
  if (const auto code = state->open(Naming::Temporary)) return failed("create", native, code);
  return AtomicFile(std::move(state));
}

base::Result<void> AtomicFile::commit(Durability durability) {
  State& state = *m_state;
  const auto sync_name = [&]() -> base::Result<void> {
    if (durability != Durability::Tree) return {};
    if (const auto error = disk::sync_way(*state.folder)) return failed("write", state.shown(), error);
    return {};
  };
  if (durability != Durability::None) {
    // Before the rename: else a crash may leave the final name on an empty file (ext4's delayed allocation).
    if (const auto error = disk::sync(state.file)) return failed("write", state.shown(), error);
  }
  if (!state.is_pending) {
    const disk::Code error = give_name(state.file, *state.folder, state.target.c_str());
    // Where files without a name are to be had, close(2) has nothing to report.
    if (error == 0) return sync_name();
    if (error != EEXIST) return failed("create", state.shown(), error);
    // What is there is replaced by a rename, which takes a name.
    state.temporary = temporary_name();
    if (const auto code = give_name(state.file, *state.folder, state.temporary.data())) {
      return failed("create", state.shown(), code);
    }
    state.is_pending = true;
  }
  // Network file systems report a full disk only here (close(2), "Dealing with error returns").
  if (const auto error = state.file.close()) return failed("write", state.shown(), static_cast<disk::Code>(error));
  if (const auto error = disk::rename(*state.folder, state.temporary.data(), *state.folder, state.target)) {
    return failed("create", state.shown(), error);
  }
  state.is_pending = false;
  return sync_name();
}

}  // namespace webcid::store
#endif
