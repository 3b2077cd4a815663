#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>

#include <fmt/format.h>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

namespace webcid::base {
namespace {

tl::unexpected<Error> cannot_read(std::string_view name, int error) {
  const bool is_interrupted = error == EINTR && interrupt().requested();
  return fail(
      is_interrupted ? ErrorKind::Interrupted : ErrorKind::LocalIo,
      fmt::format("cannot read {}: {}", printable(name), is_interrupted ? "interrupted" : system_message(error)));
}

Time modified_of(const struct stat& found) {
#ifdef __APPLE__
  const timespec& time = found.st_mtimespec;
#else
  const timespec& time = found.st_mtim;
#endif
  return Time(std::chrono::duration_cast<Time::duration>(std::chrono::seconds(time.tv_sec) +
                                                         std::chrono::nanoseconds(time.tv_nsec)));
}

Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return Kind::File;
  if (S_ISDIR(mode)) return Kind::Folder;
  return S_ISLNK(mode) ? Kind::Link : Kind::Other;
}

// What is open already is waited for by whoever opened it.
bool is_open_already(const std::string& name) {
  return name == "/dev/stdin" || name.starts_with("/dev/fd/") || name.starts_with("/proc/self/fd/");
}

}  // namespace

std::filesystem::path to_native(std::string_view utf8) {
  return std::filesystem::path(utf8);
}

std::string from_native(const std::filesystem::path& path) {
  return path.string();
}

std::string system_words(unsigned long error) {
  return system_message(static_cast<int>(error));
}

Status status_of(const std::filesystem::path& path, Links links) {
  struct stat found {};
  const int result = links == Links::Follow ? ::stat(path.c_str(), &found) : ::lstat(path.c_str(), &found);
  Status out;
  if (result != 0) {
    out.kind = errno == ENOENT || errno == ENOTDIR ? Kind::Missing : Kind::Failed;
    out.error = static_cast<unsigned long>(errno);
    return out;
  }
  out.kind = kind_of(found.st_mode);
  if (out.kind == Kind::File) out.size = static_cast<std::uint64_t>(found.st_size);
  out.modified = modified_of(found);
  return out;
}

Result<std::vector<Child>> children_of(const std::filesystem::path& folder) {
  const auto cannot_list = [&](const std::string& why) {
    return fail(ErrorKind::LocalIo, fmt::format("cannot list {}: {}", printable(from_native(folder)), why));
  };
  std::error_code error;
  std::filesystem::directory_iterator at(folder, error);
  std::vector<Child> out;
  for (; !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
    const Status status = status_of(at->path(), Links::Show);
    // Gone since it was listed.
    if (status.kind == Kind::Missing) continue;
    if (status.kind == Kind::Failed) return cannot_list(system_words(status.error));
    out.push_back({from_native(at->path().filename()), status.kind, status.size});
  }
  if (error) return cannot_list(error.message());
  std::sort(out.begin(), out.end(), [](const Child& a, const Child& b) { return a.name < b.name; });
  return out;
}

bool is_same_place(const std::filesystem::path& one, const std::filesystem::path& other) {
  std::error_code error;
  return std::filesystem::equivalent(one, other, error) && !error;
}

Result<std::filesystem::path> resolved(const std::filesystem::path& path) {
  std::error_code error;
  auto out = std::filesystem::weakly_canonical(path, error);
  if (!error) return out;
  return fail(ErrorKind::LocalIo, fmt::format("cannot read {}: {}", printable(from_native(path)), error.message()));
}

unsigned long make_folders(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  return static_cast<unsigned long>(error.value());
}

Result<InputFile> InputFile::open(const std::filesystem::path& path, Accept accept) {
  std::string name = from_native(path);
  const bool takes_pipes = accept == Accept::Anything || is_open_already(name);
  // O_NONBLOCK: else opening a named pipe waits for somebody who writes. It means nothing to a regular file.
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | (takes_pipes ? 0 : O_NONBLOCK));
  if (file < 0) return cannot_read(name, errno);
  InputFile out(file, std::move(name));
  struct stat found {};
  if (::fstat(file, &found) != 0) return cannot_read(out.m_name, errno);
  if (S_ISDIR(found.st_mode)) return cannot_read(out.m_name, EISDIR);
  if (S_ISREG(found.st_mode) || takes_pipes) return out;
  return fail(ErrorKind::LocalIo, fmt::format("cannot read {}: is no regular file", printable(out.m_name)));
}

InputFile::~InputFile() {
  if (m_handle != kClosed) ::close(static_cast<int>(m_handle));
}

Result<std::size_t> InputFile::read(std::span<char> buffer) {
  for (;;) {
    const ssize_t count = ::read(static_cast<int>(m_handle), buffer.data(), buffer.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR || interrupt().requested()) return cannot_read(m_name, errno);
  }
}

}  // namespace webcid::base
#endif
