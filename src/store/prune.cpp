#include <webcid/store/prune.hpp>

#include <algorithm>
#include <utility>

#include <webcid/base/text.hpp>

#include "disk.hpp"
#include "folder_state.hpp"

namespace webcid::store {
namespace {

class Pruner {
 public:
  Pruner(const std::shared_ptr<OpenFolder>& root, const Goes& goes, const base::Cancellation& cancellation)
      : m_root(root), m_goes(goes), m_cancellation(cancellation) {}

  enum class Left : std::uint8_t { Something, Nothing };

  // Whether the folder is empty afterwards. Deeper than a path can be nothing of ours lies.
  Left clear(const std::shared_ptr<OpenFolder>& folder, std::size_t depth) {
    std::vector<disk::Child> children;
    if (const auto error = disk::list(*folder, children)) {
      note(local_error("list", folder->native, system_words(error)));
      return Left::Something;
    }
    // In a stable order, for the examples.
    std::sort(children.begin(), children.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    Left left = Left::Nothing;
    for (const disk::Child& child : children) {
      if (m_cancellation.requested()) return Left::Something;
      const bool is_gone =
          child.what == Found::Folder ? clear_folder(folder, child.name, depth) : clear_file(*folder, child);
      if (!is_gone) left = Left::Something;
    }
    return left;
  }

  Pruned pruned;

 private:
  void note(base::Error problem) {
    ++pruned.failed;
    if (pruned.problems.size() < kMaxPruneExamples) pruned.problems.push_back(std::move(problem));
  }

  bool removed(disk::Code error, const OpenFolder& folder, const std::string& name, std::uint64_t& count) {
    if (error != 0 && !disk::is_missing(error)) {
      note(local_error("remove", join(folder.native, name), system_words(error)));
      return false;
    }
    ++count;
    if (pruned.examples.size() < kMaxPruneExamples) pruned.examples.push_back(join(folder.path, name));
    return true;
  }

  bool clear_file(const OpenFolder& folder, const disk::Child& child) {
    if (!m_goes(join(folder.path, child.name), child.what)) return false;
    return removed(disk::remove_file(folder, child.name), folder, child.name, pruned.files);
  }

  bool clear_folder(const std::shared_ptr<OpenFolder>& folder, const std::string& name, std::size_t depth) {
    if (folder == m_root && base::equals_ignoring_case(name, kOwnFolder)) return false;
    if (depth == base::RelativePath::kMaxSegments) return false;
    const std::uint64_t before = pruned.files + pruned.folders;
    {
      const Reached inner = enter(folder, name, Missing::Refuse);
      if (inner.way != Way::Open) {
        note(inner.failure("list"));
        return false;
      }
      if (!disk::is_same_file_system(*m_root, *inner.folder)) return false;
      if (clear(inner.folder, depth + 1) != Left::Nothing) return false;
    }
    const bool became_empty = pruned.files + pruned.folders != before;
    if (!became_empty && !m_goes(join(folder->path, name), Found::Folder)) return false;
    return removed(disk::remove_folder(*folder, name), *folder, name, pruned.folders);
  }

  const std::shared_ptr<OpenFolder>& m_root;
  const Goes& m_goes;
  const base::Cancellation& m_cancellation;
};

}  // namespace

std::optional<base::Error> empty_tree(const std::shared_ptr<OpenFolder>& folder) {
  const Goes all = [](std::string_view, Found) { return true; };
  const base::Cancellation never;
  const auto clear = [&](const std::shared_ptr<OpenFolder>& tree) -> std::optional<base::Error> {
    Pruner pruner(tree, all, never);
    pruner.clear(tree, 0);
    if (pruner.pruned.problems.empty()) return std::nullopt;
    return pruner.pruned.problems.front();
  };
  if (auto problem = clear(folder)) return problem;
  // Ours last: it says what the rest is.
  Reached own = enter(folder, kOwnFolder, Missing::Refuse);
  if (own.way != Way::Open) return std::nullopt;
  if (auto problem = clear(own.folder)) return problem;
  own.folder.reset();  // Windows removes no folder that is open
  disk::remove_folder(*folder, std::string(kOwnFolder));
  return std::nullopt;
}

Pruned prune(const Folder& folder, const Goes& goes, const base::Cancellation& cancellation) {
  const auto& root = Folder::State::of(folder).folder;
  Pruner pruner(root, goes, cancellation);
  pruner.clear(root, 0);
  pruner.pruned.interrupted = cancellation.requested();
  return std::move(pruner.pruned);
}

Pruned remove_temporaries(const Folder& folder, const base::Cancellation& cancellation) {
  const Goes goes = [](std::string_view path, Found what) {
    const std::size_t slash = path.rfind('/');
    return what == Found::File && is_temporary(slash == std::string_view::npos ? path : path.substr(slash + 1));
  };
  Pruned pruned = prune(folder, goes, cancellation);
  // Ours is cleaned by itself, because prune() never enters it: a state that was being written lies there.
  const Reached own = enter(Folder::State::of(folder).folder, kOwnFolder, Missing::Refuse);
  if (own.way != Way::Open) return pruned;
  Pruner pruner(own.folder, goes, cancellation);
  pruner.clear(own.folder, 0);
  pruned.files += pruner.pruned.files;
  return pruned;
}

}  // namespace webcid::store
