#include <webcid/store/sync.hpp>

#include <memory>
#include <set>
#include <string>

#include "disk.hpp"
#include "folder_state.hpp"

namespace webcid::store {
namespace {

// From the inside outwards, each once: all names are there already, and a name is worth nothing before what it names.
base::Result<void> sync_folders(OpenFolder* folder, std::set<std::string>& done) {
  for (; folder != nullptr && done.insert(folder->path).second; folder = folder->parent.get()) {
    if (const auto error = disk::sync_folder(*folder)) return failed("write", folder->native, error);
  }
  return {};
}

}  // namespace

base::Result<void> sync_each(const Folder& folder, const NextWritten& next) {
  FolderCache cache(Folder::State::of(folder).folder);
  std::shared_ptr<OpenFolder> last;
  std::set<std::string> done;
  while (const base::RelativePath* const path = next()) {
    Reached reached = cache.open(path->parent(), Missing::Refuse);
    if (reached.way != Way::Open) return tl::make_unexpected(reached.failure("write"));
    const std::string name(path->name());
    Descriptor file;
    auto error = disk::open(*reached.folder, name, disk::Opening::Existing, file);
    if (error == 0) error = disk::sync(file);
    if (error != 0) return failed("write", join(reached.folder->native, name), error);
    if (last && last->path != reached.folder->path) {
      if (auto synced = sync_folders(last.get(), done); !synced) return synced;
    }
    last = std::move(reached.folder);
  }
  return sync_folders(last.get(), done);
}

base::Result<void> sync_written(const Folder& folder, const NextWritten& next) {
  const OpenFolder& root = *Folder::State::of(folder).folder;
  disk::Code error = 0;
  if (!disk::sync_file_system(root, error)) return sync_each(folder, next);
  if (error != 0) return failed("write", root.native, error);
  return {};
}

}  // namespace webcid::store
