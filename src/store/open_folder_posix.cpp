#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include <webcid/base/file.hpp>

#include "open_folder.hpp"

namespace webcid::store {
namespace {

constexpr int kOpenFolder = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

Way way_of(int error, int parent, const char* name) {
  if (error == ENOENT) return Way::Missing;
  if (error != ENOTDIR && error != ELOOP) return Way::Failed;
  struct stat found {};
  const bool is_link = ::fstatat(parent, name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(found.st_mode);
  return is_link ? Way::Link : Way::NoFolder;
}

}  // namespace

int Descriptor::close() {
  const int fd = std::exchange(m_fd, -1);
  return fd < 0 || ::close(fd) == 0 ? 0 : errno;
}

Reached enter(const std::shared_ptr<OpenFolder>& parent, std::string_view name, Missing missing) {
  const std::string text(name);
  const int above = parent->descriptor.get();
  const auto native = [&] { return join(parent->native, name); };
  bool is_made = false;
  // Segment by segment with O_NOFOLLOW: a check of the whole path beforehand could be overtaken by another process.
  Descriptor opened(::openat(above, text.c_str(), kOpenFolder | O_NOFOLLOW));
  if (!opened.is_open() && errno == ENOENT && missing == Missing::Make) {
    if (::mkdirat(above, text.c_str(), 0777) == 0) {
      is_made = true;
    } else if (errno != EEXIST) {
      return {Way::Failed, nullptr, native(), static_cast<unsigned long>(errno)};
    }
    opened = Descriptor(::openat(above, text.c_str(), kOpenFolder | O_NOFOLLOW));
  }
  if (!opened.is_open()) {
    const int error = errno;
    return {way_of(error, above, text.c_str()), nullptr, native(), static_cast<unsigned long>(error)};
  }
  auto folder = std::make_shared<OpenFolder>();
  folder->descriptor = std::move(opened);
  folder->path = join(parent->path, name);
  folder->native = native();
  folder->parent = parent;
  folder->is_entry_pending = is_made;
  return {Way::Open, std::move(folder), {}, 0};
}

Reached open_root(const std::string& native) {
  auto folder = std::make_shared<OpenFolder>();
  folder->descriptor = Descriptor(::open(native.c_str(), kOpenFolder));
  if (!folder->descriptor.is_open()) {
    const int error = errno;
    return {error == ENOENT ? Way::Missing : Way::Failed, nullptr, native, static_cast<unsigned long>(error)};
  }
  folder->native = native;
  return {Way::Open, std::move(folder), {}, 0};
}

std::string_view refusal_of(const base::RelativePath&) {
  return {};
}

}  // namespace webcid::store
#endif
