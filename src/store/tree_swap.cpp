#include <webcid/store/tree_swap.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/store/prune.hpp>

#include "disk.hpp"
#include "folder_state.hpp"
#include "local_file.hpp"

namespace webcid::store {
namespace {

const std::string kMark = "tree";

// The places of one mirror. `root` without links in it: what is renamed must be the folder, not a link to it.
struct Places {
  std::string root, beside, aside;

  explicit Places(const std::filesystem::path& whole) : root(base::from_native(whole)) {
    const std::string name = base::from_native(whole.filename());
    beside = base::from_native(whole.parent_path() / base::to_native("." + name + ".webcid-tree"));
    aside = base::from_native(whole.parent_path() / base::to_native("." + name + ".webcid-old"));
  }
};

base::Result<Places> places_of(const std::filesystem::path& root) {
  const auto whole = base::resolved(root);
  if (!whole) return tl::make_unexpected(whole.error());
  // "x/" has an empty last segment when x does not exist.
  const auto named = whole->filename().empty() ? whole->parent_path() : *whole;
  if (named.filename().empty()) {
    return tl::make_unexpected(local_error("replace", base::from_native(root), "no folder is beside it"));
  }
  return Places(named);
}

bool exists(const std::string& path) {
  const base::Kind kind = base::status_of(base::to_native(path), base::Links::Show).kind;
  return kind != base::Kind::Missing && kind != base::Kind::Failed;
}

// What lies beside, opened as what it is: a link there was planted.
Reached open_beside(const std::string& path) {
  const base::Kind kind = base::status_of(base::to_native(path), base::Links::Show).kind;
  if (kind == base::Kind::Link) return {Way::Link, nullptr, path, 0};
  return open_root(path);
}

bool is_marked(const std::shared_ptr<OpenFolder>& tree) {
  const Reached own = enter(tree, kOwnFolder, Missing::Refuse);
  return own.way == Way::Open && look_at(*own.folder, kMark).what == Found::File;
}

base::Result<void> mark(const std::shared_ptr<OpenFolder>& tree) {
  const Reached own = enter(tree, kOwnFolder, Missing::Make);
  if (own.way != Way::Open) return tl::make_unexpected(own.failure("create"));
  Descriptor file;
  if (const auto error = disk::open(*own.folder, kMark, disk::Opening::Either, file)) {
    return failed("create", join(own.folder->native, kMark), error);
  }
  return {};
}

// Open no longer than it takes to look: Windows neither renames nor removes a folder that is.
bool is_marked_beside(const std::string& path) {
  const Reached beside = open_beside(path);
  return beside.way == Way::Open && is_marked(beside.folder);
}

void unmark(const std::shared_ptr<OpenFolder>& tree) {
  const Reached own = enter(tree, kOwnFolder, Missing::Refuse);
  if (own.way == Way::Open) disk::remove_file(*own.folder, kMark);
}

// A tree that was being made when the run was killed, before it was marked.
bool is_empty_but_ours(const OpenFolder& tree) {
  std::vector<disk::Child> children;
  if (disk::list(tree, children) != 0) return false;
  return children.empty() || (children.size() == 1 && children[0].name == kOwnFolder);
}

base::Result<void> remove_tree(const std::string& path) {
  Reached reached = open_beside(path);
  if (reached.way == Way::Missing) return {};
  if (reached.way != Way::Open) return tl::make_unexpected(reached.failure("remove"));
  const auto problem = empty_tree(reached.folder);
  if (problem) return tl::make_unexpected(*problem);
  reached.folder.reset();
  if (const auto error = disk::remove_folder_path(path)) return failed("remove", path, error);
  return {};
}

// Whatever a finished or a cut swap left of the old tree.
base::Result<void> remove_old(const Places& places, const std::shared_ptr<OpenFolder>& current) {
  if (is_marked(current)) {
    if (auto removed = remove_tree(places.beside); !removed) return removed;
    if (auto removed = remove_tree(places.aside); !removed) return removed;
    unmark(current);
  }
  return {};
}

base::Error not_ours(const std::string& path) {
  return local_error("create", path, "it is there already and was not made by webcid");
}

base::Result<void> exchange(const Places& places) {
  disk::Code error = 0;
  if (disk::exchange_paths(places.root, places.beside, error)) {
    if (error != 0) return failed("replace", places.root, error);
    return {};
  }
  if (exists(places.aside)) return tl::make_unexpected(not_ours(places.aside));
  if (const auto first = disk::rename_path(places.root, places.aside)) return failed("replace", places.root, first);
  if (const auto second = disk::rename_path(places.beside, places.root)) {
    disk::rename_path(places.aside, places.root);
    return failed("replace", places.root, second);
  }
  return {};
}

}  // namespace

struct NewTree::State {
  Places places;
  Folder folder;
  FolderCache from;
  FolderCache to;
  FolderWriter writer;
};

NewTree::NewTree(std::unique_ptr<State> state) : m_state(std::move(state)) {}
NewTree::NewTree(NewTree&&) noexcept = default;
NewTree& NewTree::operator=(NewTree&&) noexcept = default;
NewTree::~NewTree() = default;

const Folder& NewTree::folder() const {
  return m_state->folder;
}

base::Result<void> finish_cut_swap(const std::filesystem::path& root) {
  const auto places = places_of(root);
  if (!places) return {};  // "/" and the like: nothing is beside it
  if (exists(places->root) || !exists(places->aside) || !exists(places->beside)) return {};
  if (!is_marked_beside(places->beside)) return {};
  if (const auto error = disk::rename_path(places->beside, places->root)) return failed("create", places->root, error);
  return {};
}

base::Result<void> remove_left_tree(const Folder& current) {
  const auto places = places_of(current.root());
  if (!places) return {};
  const auto& root = Folder::State::of(current).folder;
  if (auto removed = remove_old(*places, root); !removed) return removed;
  return is_marked_beside(places->beside) ? remove_tree(places->beside) : base::Result<void>();
}

base::Result<NewTree> NewTree::open(const Folder& current) {
  auto places = places_of(current.root());
  if (!places) return tl::make_unexpected(std::move(places.error()));
  const auto& root = Folder::State::of(current).folder;
  if (auto removed = remove_old(*places, root); !removed) return tl::make_unexpected(std::move(removed.error()));
  if (exists(places->beside)) {
    const Reached beside = open_beside(places->beside);
    const bool is_ours = beside.way == Way::Open && (is_marked(beside.folder) || is_empty_but_ours(*beside.folder));
    if (!is_ours) return tl::make_unexpected(not_ours(places->beside));
  }
  auto folder = Folder::create(base::to_native(places->beside));
  if (!folder) return tl::make_unexpected(std::move(folder.error()));
  const auto& made = Folder::State::of(*folder).folder;
  if (!disk::is_same_file_system(*root, *made)) {
    disk::remove_folder_path(places->beside);
    return tl::make_unexpected(local_error("replace", places->root, "it is a mount point"));
  }
  if (auto marked = mark(made); !marked) return tl::make_unexpected(std::move(marked.error()));
  // A tree that is continued: what the killed run was just writing must not be swapped in.
  remove_temporaries(*folder, base::Cancellation());
  FolderCache to(made);
  FolderWriter writer(*folder);
  return NewTree(std::make_unique<State>(
      State{std::move(*places), std::move(*folder), FolderCache(root), std::move(to), std::move(writer)}));
}

base::Result<void> NewTree::adopt(const base::RelativePath& path) {
  State& state = *m_state;
  const std::string name(path.name());
  const Reached from = state.from.open(path.parent(), Missing::Refuse);
  if (from.way != Way::Open) return tl::make_unexpected(from.failure("read"));
  const Reached to = state.to.open(path.parent(), Missing::Make);
  if (to.way != Way::Open) return tl::make_unexpected(to.failure("create"));
  auto error = disk::link(*from.folder, name, *to.folder, name);
  if (error != 0 && look_at(*to.folder, path.name()).what != Found::Missing) {
    if (const auto code = disk::remove_file(*to.folder, name))
      return failed("remove", join(to.folder->native, name), code);
    error = disk::link(*from.folder, name, *to.folder, name);
  }
  if (error == 0) return {};
  if (!disk::is_no_link(error)) return failed("create", join(to.folder->native, name), error);
  auto source = LocalFile::open(*from.folder, path.name());
  if (!source) return tl::make_unexpected(std::move(source.error()));
  auto copy = state.writer.begin(path);
  if (!copy) return tl::make_unexpected(std::move(copy.error()));
  std::vector<char> buffer(256 * 1024);
  for (;;) {
    const auto count = source->read(buffer);
    if (!count) return tl::make_unexpected(count.error());
    if (*count == 0) break;
    if (auto written = copy->write({buffer.data(), *count}); !written) return written;
  }
  if (auto unchanged = source->unchanged_stamp(); !unchanged) return tl::make_unexpected(std::move(unchanged.error()));
  return copy->commit(Durability::None);
}

base::Result<void> NewTree::adopt_others(const std::function<bool(std::string_view)>& is_left_out) {
  return adopt_below({}, is_left_out);
}

base::Result<void> NewTree::adopt_below(std::string_view folder,
                                        const std::function<bool(std::string_view)>& is_left_out) {
  State& state = *m_state;
  std::vector<disk::Child> children;
  {
    const Reached from = state.from.open(folder, Missing::Refuse);
    if (from.way != Way::Open) return tl::make_unexpected(from.failure("read"));
    if (const auto error = disk::list(*from.folder, children)) return failed("list", from.folder->native, error);
  }
  for (const disk::Child& child : children) {
    if (folder.empty() && base::equals_ignoring_case(child.name, kOwnFolder)) continue;
    const std::string path = join(folder, child.name);
    if (child.what == Found::Folder) {
      const Reached to = state.to.open(path, Missing::Make);
      if (to.way != Way::Open) return tl::make_unexpected(to.failure("create"));
      if (auto inner = adopt_below(path, is_left_out); !inner) return inner;
      continue;
    }
    if (is_left_out(path)) continue;
    const Reached from = state.from.open(folder, Missing::Refuse);
    const Reached to = state.to.open(folder, Missing::Make);
    if (from.way != Way::Open) return tl::make_unexpected(from.failure("read"));
    if (to.way != Way::Open) return tl::make_unexpected(to.failure("create"));
    // A hard link to a symbolic link is that link again; what is in the new tree already came later.
    const auto error = disk::link(*from.folder, child.name, *to.folder, child.name);
    if (error == 0 || look_at(*to.folder, child.name).what != Found::Missing) continue;
    const auto name = base::RelativePath::create(path);
    if (!name || child.what != Found::File) return failed("create", join(to.folder->native, child.name), error);
    if (auto adopted = adopt(*name); !adopted) return adopted;
  }
  return {};
}

base::Result<NewTree::Swapped> NewTree::swap(NewTree tree, Folder current, Lock lock) {
  const Places places = tree.m_state->places;
  const std::filesystem::path root = current.root();
  std::optional<Lock> held(std::move(lock));
  if (!disk::kRenamesOpenFolders) {
    held.reset();
  } else if (auto extended = held->extend_to(tree.folder()); !extended) {
    // No hard links: a lock of its own, taken before anybody else can see the tree under DIR's name.
    auto own = Lock::acquire(tree.folder());
    if (!own) return tl::make_unexpected(std::move(own.error()));
    held = std::move(*own);
  }
  tree.m_state.reset();
  { const Folder closed = std::move(current); }
  if (auto exchanged = exchange(places); !exchanged) return tl::make_unexpected(std::move(exchanged.error()));
  auto folder = Folder::create(root);
  if (!folder) return tl::make_unexpected(std::move(folder.error()));
  if (!held) {
    auto again = Lock::acquire(*folder);
    if (!again) return tl::make_unexpected(std::move(again.error()));
    held = std::move(*again);
  }
  if (auto removed = remove_old(places, Folder::State::of(*folder).folder); !removed) {
    return tl::make_unexpected(std::move(removed.error()));
  }
  return Swapped{std::move(*folder), std::move(*held)};
}

}  // namespace webcid::store
