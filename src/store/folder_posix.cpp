#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/store/folder.hpp>

#include "atomic_file_state.hpp"

namespace webcid::store {
namespace {

constexpr int kOpenFolder = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

tl::unexpected<base::Error> failed(std::string_view shown, std::string_view why) {
  return base::fail(base::ErrorKind::LocalIo, fmt::format("cannot create {}: {}", shown, why));
}

bool is_link(int folder, const char* name) {
  struct stat found {};
  return ::fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(found.st_mode);
}

// Opens the folder `name` in `parent`, made when missing. `made` says whether this call made it.
base::Result<Descriptor> enter(int parent, const std::string& name, const std::string& shown, bool& made) {
  // Segment by segment with O_NOFOLLOW: a check of the whole path beforehand could be overtaken by another process.
  Descriptor folder(::openat(parent, name.c_str(), kOpenFolder | O_NOFOLLOW));
  if (!folder.is_open() && errno == ENOENT) {
    if (::mkdirat(parent, name.c_str(), 0777) == 0) {
      made = true;
    } else if (errno != EEXIST) {
      return failed(shown, base::system_message(errno));
    }
    folder = Descriptor(::openat(parent, name.c_str(), kOpenFolder | O_NOFOLLOW));
  }
  if (folder.is_open()) return folder;
  const int error = errno;
  return failed(shown, is_link(parent, name.c_str()) ? "is a symbolic link" : base::system_message(error));
}

}  // namespace

struct Folder::State {
  std::filesystem::path root;
  Descriptor folder;
};

Folder::Folder(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Folder::Folder(Folder&&) noexcept = default;
Folder& Folder::operator=(Folder&&) noexcept = default;
Folder::~Folder() = default;

const std::filesystem::path& Folder::root() const {
  return m_state->root;
}

base::Result<Folder> Folder::create(const std::filesystem::path& root) {
  const std::string shown = base::printable(base::from_native(root));
  std::error_code error;
  std::filesystem::create_directories(root, error);
  if (error) return failed(shown, error.message());
  auto state = std::make_unique<State>();
  state->root = root;
  state->folder = Descriptor(::open(root.c_str(), kOpenFolder));
  if (!state->folder.is_open()) return failed(shown, base::system_message(errno));
  return Folder(std::move(state));
}

base::Result<AtomicFile> Folder::begin(const base::RelativePath& path) const {
  auto state = std::make_unique<AtomicFile::State>();
  state->shown = base::printable(base::from_native(m_state->root / base::to_native(path.text())));
  state->target = std::string(path.name());
  state->folder = Descriptor(::fcntl(m_state->folder.get(), F_DUPFD_CLOEXEC, 0));
  if (!state->folder.is_open()) return failed(state->shown, base::system_message(errno));
  std::string prefix;
  auto segments = path.segments();
  segments.pop_back();
  for (const std::string_view segment : segments) {
    prefix += prefix.empty() ? "" : "/";
    prefix += segment;
    const std::string shown = base::printable(base::from_native(m_state->root / base::to_native(prefix)));
    bool made = false;
    auto inner = enter(state->folder.get(), std::string(segment), shown, made);
    if (!inner) return tl::make_unexpected(std::move(inner.error()));
    if (made) state->new_parents.push_back(std::move(state->folder));
    state->folder = std::move(*inner);
  }
  if (auto opened = state->open(); !opened) return tl::make_unexpected(std::move(opened.error()));
  return AtomicFile(std::move(state));
}

}  // namespace webcid::store
#endif
