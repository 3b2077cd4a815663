// A new tree beside the one that is in use, which takes its place in one step (`update --atomic-tree`).
//
// DIR is /x/mirror. The new tree is built in /x/.mirror.webcid-tree; while it is not the one in use, or the one that
// was is not yet removed, .webcid/tree marks it as the new one. So whatever a killed run leaves says itself what it is:
//   the mark beside DIR          a tree being built: the next run continues it
//   the mark in DIR              the swap was done: what is beside is the old tree
//   DIR missing, mark beside     only where there is no exchange (see swap): the next run puts the new tree in place
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/path.hpp>
#include <webcid/base/result.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/local_tree.hpp>
#include <webcid/store/lock.hpp>

namespace webcid::store {

// To be called before the folder is opened: puts a tree in place whose swap was cut between its two renames.
base::Result<void> finish_cut_swap(const std::filesystem::path& root);

// Removes what earlier runs left beside the folder: for a run without --atomic-tree. The lock must be held.
base::Result<void> remove_left_tree(const Folder& current);

class NewTree {
 public:
  struct Swapped;

  // Makes the new tree, or opens the one that a killed run left. The lock of `current` must be held. LocalIo, among
  // others: the folder beside is not ours; DIR is a mount point, which no other folder can take the place of.
  static base::Result<NewTree> open(const Folder& current);
  NewTree(NewTree&&) noexcept;
  NewTree& operator=(NewTree&&) noexcept;
  ~NewTree();

  // Where files are published meanwhile.
  const Folder& folder() const;
  // Takes a file of the current tree over: a hard link, or a copy where there are none. Replaces what is there.
  base::Result<void> adopt(const base::RelativePath& path);
  // The same for everything but .webcid and what `is_left_out` says (files by their path, raw bytes); links are taken
  // over as links, empty folders too.
  base::Result<void> adopt_others(const std::function<bool(std::string_view path)>& is_left_out);

  // Puts the new tree in the place of the current one and removes that. On Linux by renameat2(RENAME_EXCHANGE): at
  // every moment DIR is one of both trees, whole. On other systems and file systems without it by two renames, between
  // which there is no DIR for a moment. On Windows the handles of both trees are closed first, hence `current` and
  // `lock` are taken and given back anew; nothing else may be open in them. The state is to be saved afterwards: taking
  // away the old names of hard-linked files changes their stamps.
  static base::Result<Swapped> swap(NewTree tree, Folder current, Lock lock);

 private:
  struct State;
  explicit NewTree(std::unique_ptr<State> state);
  base::Result<void> adopt_below(std::string_view folder, const std::function<bool(std::string_view)>& is_left_out);

  std::unique_ptr<State> m_state;
};

struct NewTree::Swapped {
  Folder folder;
  Lock lock;
};

}  // namespace webcid::store
