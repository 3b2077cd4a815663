#ifndef _WIN32
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>

#include "disk.hpp"

namespace webcid::store::disk {
namespace {

Code code_of(int result) {
  return result == 0 ? 0 : static_cast<Code>(errno);
}

Found kind_of(int folder, const char* name, unsigned char type) {
  switch (type) {
    case DT_REG:
      return Found::File;
    case DT_DIR:
      return Found::Folder;
    case DT_LNK:
      return Found::Link;
    case DT_UNKNOWN:
      break;
    default:
      return Found::Other;
  }
  struct stat found {};
  if (::fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) != 0) return Found::Missing;
  if (S_ISREG(found.st_mode)) return Found::File;
  if (S_ISDIR(found.st_mode)) return Found::Folder;
  return S_ISLNK(found.st_mode) ? Found::Link : Found::Other;
}

struct CloseListing {
  void operator()(DIR* listing) const { ::closedir(listing); }
};

}  // namespace

Code open(const OpenFolder& folder, const std::string& name, Opening opening, Descriptor& into) {
  int flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  if (opening != Opening::Existing) flags |= O_CREAT;
  if (opening == Opening::New) flags |= O_EXCL;
  Descriptor opened(::openat(folder.descriptor.get(), name.c_str(), flags, 0666));
  struct stat found {};
  if (!opened.is_open() || ::fstat(opened.get(), &found) != 0) return static_cast<Code>(errno);
  if (!S_ISREG(found.st_mode)) return EINVAL;
  into = std::move(opened);
  return 0;
}

Code write(const Descriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return static_cast<Code>(errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

Code read(const Descriptor& file, std::vector<char>& buffer, std::size_t& count) {
  for (;;) {
    const ssize_t done = ::read(file.get(), buffer.data(), buffer.size());
    if (done >= 0) {
      count = static_cast<std::size_t>(done);
      return 0;
    }
    if (errno != EINTR) return static_cast<Code>(errno);
  }
}

Code size_of(const Descriptor& file, std::uint64_t& size) {
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) return static_cast<Code>(errno);
  size = static_cast<std::uint64_t>(found.st_size);
  return 0;
}

Code cut(const Descriptor& file, std::uint64_t size) {
  if (::ftruncate(file.get(), static_cast<off_t>(size)) != 0) return static_cast<Code>(errno);
  return ::lseek(file.get(), 0, SEEK_END) < 0 ? static_cast<Code>(errno) : 0;
}

Code rewind(const Descriptor& file) {
  return ::lseek(file.get(), 0, SEEK_SET) < 0 ? static_cast<Code>(errno) : 0;
}

Code sync(const Descriptor& file) {
  while (::fsync(file.get()) != 0) {
    if (errno == EINTR) continue;
    // EINVAL: the file system has no such thing as fsync (some network mounts).
    return errno == EINVAL ? 0 : static_cast<Code>(errno);
  }
  return 0;
}

Code sync_folder(const OpenFolder& folder) {
  return sync(folder.descriptor);
}

bool sync_file_system(const OpenFolder& folder, Code& error) {
#ifdef __linux__
  error = code_of(::syncfs(folder.descriptor.get()));
  return error != ENOSYS;
#else
  (void)folder;
  (void)error;
  return false;
#endif
}

Code rename(const OpenFolder& from, const std::string& name, const OpenFolder& to, const std::string& new_name) {
  return code_of(::renameat(from.descriptor.get(), name.c_str(), to.descriptor.get(), new_name.c_str()));
}

Code link(const OpenFolder& from, const std::string& name, const OpenFolder& to, const std::string& new_name) {
  return code_of(::linkat(from.descriptor.get(), name.c_str(), to.descriptor.get(), new_name.c_str(), 0));
}

Code remove_file(const OpenFolder& folder, const std::string& name) {
  return code_of(::unlinkat(folder.descriptor.get(), name.c_str(), 0));
}

Code remove_folder(const OpenFolder& folder, const std::string& name) {
  return code_of(::unlinkat(folder.descriptor.get(), name.c_str(), AT_REMOVEDIR));
}

Code rename_path(const std::string& from, const std::string& to) {
  return code_of(::rename(from.c_str(), to.c_str()));
}

Code remove_folder_path(const std::string& path) {
  return ::rmdir(path.c_str()) == 0 ? 0 : static_cast<Code>(errno);
}

bool exchange_paths(const std::string& one, const std::string& other, Code& error) {
#ifdef RENAME_EXCHANGE
  error = code_of(::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE));
  // rename(2): EINVAL is a file system without the flag.
  return error != ENOSYS && error != EINVAL;
#else
  (void)one;
  (void)other;
  (void)error;
  return false;
#endif
}

Code list(const OpenFolder& folder, std::vector<Child>& into) {
  // A description of its own: a duplicate would share the place in the listing.
  const int own = ::openat(folder.descriptor.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (own < 0) return static_cast<Code>(errno);
  const std::unique_ptr<DIR, CloseListing> listing(::fdopendir(own));
  if (!listing) {
    const int error = errno;
    ::close(own);
    return static_cast<Code>(error);
  }
  for (;;) {
    errno = 0;
    const dirent* const row = ::readdir(listing.get());
    if (row == nullptr) return static_cast<Code>(errno);
    const std::string_view name = row->d_name;
    if (name == "." || name == "..") continue;
    into.push_back({std::string(name), kind_of(own, row->d_name, row->d_type)});
  }
}

bool is_same_file_system(const OpenFolder& one, const OpenFolder& other) {
  struct stat a {};
  struct stat b {};
  return ::fstat(one.descriptor.get(), &a) == 0 && ::fstat(other.descriptor.get(), &b) == 0 && a.st_dev == b.st_dev;
}

bool lock(const Descriptor& file, Code& error) {
  while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return false;
    error = static_cast<Code>(errno);
    return true;
  }
  error = 0;
  return true;
}

std::uint64_t process_id() {
  return static_cast<std::uint64_t>(::getpid());
}

bool is_missing(Code error) {
  return error == ENOENT;
}
bool is_not_empty(Code error) {
  return error == ENOTEMPTY || error == EEXIST;
}
bool is_across_file_systems(Code error) {
  return error == EXDEV;
}
bool is_no_link(Code error) {
  return error == EXDEV || error == EPERM || error == EMLINK || error == EOPNOTSUPP || error == ENOSYS;
}

}  // namespace webcid::store::disk
#endif
