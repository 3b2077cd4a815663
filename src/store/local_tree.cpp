#include <webcid/store/local_tree.hpp>

#include <cstddef>
#include <utility>
#include <vector>

#include <webcid/base/text.hpp>

#include "folder_state.hpp"
#include "local_file.hpp"

namespace webcid::store {

struct LocalTree::State {
  FolderCache cache;
  std::vector<char> buffer;
  std::string missing;  // the last folder that was not there
};

LocalTree::LocalTree(const Folder& folder)
    : m_state(std::make_unique<State>(State{FolderCache(Folder::State::of(folder).folder), {}, {}})) {}
LocalTree::LocalTree(LocalTree&&) noexcept = default;
LocalTree& LocalTree::operator=(LocalTree&&) noexcept = default;
LocalTree::~LocalTree() = default;

Seen LocalTree::look(const base::RelativePath& path) {
  // A new mirror has none of its folders: they are not looked for once for each of their files.
  if (!path.parent().empty() && path.parent() == m_state->missing) return {};
  const Reached reached = m_state->cache.open(path.parent(), Missing::Refuse);
  switch (reached.way) {
    case Way::Open:
      return look_at(*reached.folder, path.name());
    case Way::Missing:
      m_state->missing = path.parent();
      return {};
    case Way::Link:
    case Way::NoFolder:
      return {Found::Blocked, {}, reached.failure("read").message};
    case Way::Failed:
      break;
  }
  return {Found::Failed, {}, reached.failure("read").message};
}

base::Result<FileStamp> LocalTree::read(const base::RelativePath& path,
                                        const std::function<bool(std::string_view)>& consume) {
  constexpr std::size_t kPiece = 256 * 1024;
  m_state->buffer.resize(kPiece);
  const Reached reached = m_state->cache.open(path.parent(), Missing::Refuse);
  if (reached.way != Way::Open) return tl::make_unexpected(reached.failure("read"));
  auto file = LocalFile::open(*reached.folder, path.name());
  if (!file) return tl::make_unexpected(std::move(file.error()));
  for (;;) {
    const auto count = file->read(m_state->buffer);
    if (!count) return tl::make_unexpected(count.error());
    if (*count == 0) break;
    if (!consume(std::string_view(m_state->buffer.data(), *count))) return file->stamp();
  }
  return file->unchanged_stamp();
}

bool is_own(const base::RelativePath& path) {
  const std::string_view text = path.text();
  return base::equals_ignoring_case(text.substr(0, text.find('/')), kOwnFolder) ||
         is_temporary(base::to_lower(path.name()));
}

}  // namespace webcid::store
