#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "local_file.hpp"

namespace webcid::store {
namespace {

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

FileStamp stamp_of(const struct stat& found) {
#ifdef __APPLE__
  return {static_cast<std::uint64_t>(found.st_size), nanoseconds(found.st_mtimespec), nanoseconds(found.st_ctimespec)};
#else
  return {static_cast<std::uint64_t>(found.st_size), nanoseconds(found.st_mtim), nanoseconds(found.st_ctim)};
#endif
}

}  // namespace

Seen look_at(const OpenFolder& folder, std::string_view name) {
  struct stat found {};
  if (::fstatat(folder.descriptor.get(), name.data(), &found, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return {Found::Failed,
            {},
            failed("read", join(folder.native, name), static_cast<unsigned long>(errno)).value().message};
  }
  if (S_ISREG(found.st_mode)) return {Found::File, stamp_of(found), {}};
  if (S_ISDIR(found.st_mode)) return {Found::Folder, {}, {}};
  return {S_ISLNK(found.st_mode) ? Found::Link : Found::Other, {}, {}};
}

base::Result<LocalFile> LocalFile::open(const OpenFolder& folder, std::string_view name) {
  std::string native = join(folder.native, name);
  // O_NONBLOCK: a pipe of that name would be waited for until somebody writes to it.
  Descriptor file(::openat(folder.descriptor.get(), name.data(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat found {};
  if (!file.is_open() || ::fstat(file.get(), &found) != 0) {
    if (errno == ELOOP) return tl::make_unexpected(local_error("read", native, "is a symbolic link"));
    return failed("read", native, static_cast<unsigned long>(errno));
  }
  if (!S_ISREG(found.st_mode)) return tl::make_unexpected(local_error("read", native, "is no regular file"));
  return LocalFile(std::move(file), stamp_of(found), std::move(native));
}

base::Result<std::size_t> LocalFile::read(std::span<char> buffer) {
  for (;;) {
    const ssize_t count = ::read(m_file.get(), buffer.data(), buffer.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return failed("read", m_native, static_cast<unsigned long>(errno));
  }
}

base::Result<FileStamp> LocalFile::unchanged_stamp() const {
  struct stat found {};
  if (::fstat(m_file.get(), &found) != 0) return failed("read", m_native, static_cast<unsigned long>(errno));
  if (stamp_of(found) == m_stamp) return m_stamp;
  return tl::make_unexpected(local_error("read", m_native, "changed while it was read"));
}

}  // namespace webcid::store
#endif
