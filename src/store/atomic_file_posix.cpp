#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

#include "atomic_file_state.hpp"

namespace webcid::store {
namespace {

tl::unexpected<base::Error> failed(std::string_view action, const std::string& shown, int error) {
  return base::fail(base::ErrorKind::LocalIo,
                    fmt::format("cannot {} {}: {}", action, shown, base::system_message(error)));
}

// 0, or the errno. EINVAL: the file system has no such thing as fsync (some network mounts).
int sync(int fd) {
  while (::fsync(fd) != 0) {
    if (errno == EINTR) continue;
    return errno == EINVAL ? 0 : errno;
  }
  return 0;
}

}  // namespace

int Descriptor::close() {
  const int fd = std::exchange(m_fd, -1);
  return fd < 0 || ::close(fd) == 0 ? 0 : errno;
}

base::Result<void> AtomicFile::State::open() {
  constexpr int kAttempts = 8;
  for (int attempt = 1;; ++attempt) {
    temporary = temporary_name();
    file = Descriptor(
        ::openat(folder.get(), temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (file.is_open()) break;
    if (errno != EEXIST || attempt == kAttempts) return failed("create", shown, errno);
  }
  pending = true;
  return {};
}

AtomicFile::State::~State() {
  if (pending) ::unlinkat(folder.get(), temporary.c_str(), 0);
}

base::Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target) {
  auto state = std::make_unique<State>();
  state->shown = base::printable(base::from_native(target));
  // A device or a pipe cannot be replaced by a rename without being lost.
  std::error_code error;
  const auto status = std::filesystem::symlink_status(target, error);
  const bool is_replaceable = std::filesystem::is_regular_file(status) || std::filesystem::is_symlink(status);
  if (std::filesystem::exists(status) && !is_replaceable && !std::filesystem::is_directory(status)) {
    return base::fail(base::ErrorKind::LocalIo, fmt::format("cannot create {}: it is no regular file", state->shown));
  }
  state->target = target.filename().string();
  if (state->target.empty()) return failed("create", state->shown, EISDIR);
  const std::string folder = target.has_parent_path() ? target.parent_path().string() : std::string(".");
  state->folder = Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!state->folder.is_open()) return failed("create", state->shown, errno);
  if (auto opened = state->open(); !opened) return tl::make_unexpected(std::move(opened.error()));
  return AtomicFile(std::move(state));
}

base::Result<void> AtomicFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_state->file.get(), bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return failed("write", m_state->shown, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

base::Result<void> AtomicFile::commit(Durability durability) {
  State& state = *m_state;
  if (durability != Durability::None) {
    // Before the rename: else a crash may leave the final name on an empty file (ext4's delayed allocation).
    if (const int error = sync(state.file.get())) return failed("write", state.shown, error);
  }
  // Network file systems report a full disk only here (close(2), "Dealing with error returns").
  if (const int error = state.file.close()) return failed("write", state.shown, error);
  if (::renameat(state.folder.get(), state.temporary.c_str(), state.folder.get(), state.target.c_str()) != 0) {
    return failed("create", state.shown, errno);
  }
  state.pending = false;
  if (durability != Durability::Tree) return {};
  if (const int error = sync(state.folder.get())) return failed("write", state.shown, error);
  for (const Descriptor& parent : state.new_parents) {
    if (const int error = sync(parent.get())) return failed("write", state.shown, error);
  }
  return {};
}

}  // namespace webcid::store
#endif
