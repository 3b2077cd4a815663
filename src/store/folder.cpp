#include <webcid/store/folder.hpp>

#include <string>
#include <utility>

#include <webcid/base/file.hpp>

#include "folder_state.hpp"

namespace webcid::store {

Folder::Folder(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Folder::Folder(Folder&&) noexcept = default;
Folder& Folder::operator=(Folder&&) noexcept = default;
Folder::~Folder() = default;

const std::filesystem::path& Folder::root() const {
  return m_state->root;
}

base::Result<Folder> Folder::create(const std::filesystem::path& root) {
  const std::string native = base::from_native(root);
  if (const unsigned long error = base::make_folders(root)) return failed("create", native, error);
  Reached reached = open_root(native);
  if (reached.way != Way::Open) return tl::make_unexpected(reached.failure("create"));
  return Folder(std::make_unique<State>(State{root, std::move(reached.folder)}));
}

base::Result<AtomicFile> Folder::begin(const base::RelativePath& path) const {
  return FolderWriter(*this).begin(path);
}

FolderWriter::FolderWriter(const Folder& folder)
    : m_state(std::make_unique<State>(State{FolderCache(Folder::State::of(folder).folder), 0, Naming::Temporary})) {}
FolderWriter::FolderWriter(FolderWriter&&) noexcept = default;
FolderWriter& FolderWriter::operator=(FolderWriter&&) noexcept = default;
FolderWriter::~FolderWriter() = default;

base::Result<AtomicFile> FolderWriter::begin(const base::RelativePath& path) {
  if (const std::string_view why = refusal_of(path); !why.empty()) {
    return tl::make_unexpected(local_error("create", join(m_state->cache.root().native, path.text()), why));
  }
  for (bool is_first = true;; is_first = false) {
    Reached reached = m_state->cache.open(path.parent(), Missing::Make);
    if (reached.way != Way::Open) return tl::make_unexpected(reached.failure("create"));
    auto state = std::make_unique<AtomicFile::State>();
    state->folder = std::move(reached.folder);
    state->target = path.name();
    // Worth finding out for more than one.
    if (++m_state->begun == 2) m_state->naming = naming_in(*state->folder);
    const unsigned long error = state->open(m_state->naming);
    if (error == 0) return AtomicFile(std::move(state));
    // A folder that was removed while it was open can hold no new file: it is made anew, once.
    if (!is_first) return failed("create", state->shown(), error);
    m_state->cache.forget();
  }
}

}  // namespace webcid::store
