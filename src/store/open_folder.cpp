#include "open_folder.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

namespace webcid::store {
namespace {

// A catalogue's entries come folder by folder; as many as the downloads of one thread may lie in different ones.
constexpr std::size_t kMostOpen = 32;

}  // namespace

const std::shared_ptr<OpenFolder>* FolderCache::recent(std::string_view path) {
  const auto found =
      std::find_if(m_recent.begin(), m_recent.end(), [&](const auto& folder) { return folder->path == path; });
  if (found == m_recent.end()) return nullptr;
  std::rotate(m_recent.begin(), found, found + 1);
  return &m_recent.front();
}

Reached FolderCache::open(std::string_view path, Missing missing) {
  if (path.empty()) return {Way::Open, m_root, {}, 0};
  if (const auto* folder = recent(path)) return {Way::Open, *folder, {}, 0};
  // From the nearest folder above that is open, segment by segment.
  std::shared_ptr<OpenFolder> at = m_root;
  std::size_t reached = 0;
  for (auto slash = path.rfind('/'); slash != std::string_view::npos; slash = path.rfind('/', slash - 1)) {
    if (const auto* folder = recent(path.substr(0, slash))) {
      at = *folder;
      reached = slash + 1;
      break;
    }
  }
  while (reached < path.size()) {
    const std::size_t end = std::min(path.find('/', reached), path.size());
    Reached inner = enter(at, path.substr(reached, end - reached), missing);
    if (inner.way != Way::Open) return inner;
    at = std::move(inner.folder);
    m_recent.insert(m_recent.begin(), at);
    if (m_recent.size() > kMostOpen) m_recent.pop_back();
    reached = end + 1;
  }
  return {Way::Open, std::move(at), {}, 0};
}

base::Error Reached::failure(std::string_view action) const {
  switch (way) {
    case Way::Link:
      return local_error(action, native, "is a symbolic link");
    case Way::NoFolder:
      if (error == 0) return local_error(action, native, "is no folder");
      [[fallthrough]];
    default:
      return local_error(action, native, system_words(error));
  }
}

std::string join(std::string_view folder, std::string_view name) {
#ifdef _WIN32
  // "C:\\" is a root, and what follows "C:" begins in the drive's current folder.
  constexpr std::string_view kEnds = "/\\:";
#else
  constexpr std::string_view kEnds = "/";
#endif
  const bool is_ended = folder.empty() || kEnds.find(folder.back()) != std::string_view::npos;
  return fmt::format("{}{}{}", folder, is_ended ? "" : "/", name);
}

base::Error local_error(std::string_view action, std::string_view native, std::string_view why) {
  // With one kind of separator, which on Windows is "\\".
  const std::string shown = base::from_native(base::to_native(native));
  return {base::ErrorKind::LocalIo, fmt::format("cannot {} {}: {}", action, base::printable(shown), why)};
}

}  // namespace webcid::store
