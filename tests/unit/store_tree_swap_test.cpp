#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/store/tree_swap.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"

#ifndef _WIN32
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#endif

using namespace webcid;
using store::Durability;
using store::Folder;
using store::Lock;
using store::NewTree;
using test::TemporaryFolder;

namespace {

base::RelativePath path(const std::string& text) {
  return base::RelativePath::create(text).value();
}

void put(const std::filesystem::path& root, const std::string& name, const std::string& text) {
  const auto target = root / base::to_native(name);
  std::filesystem::create_directories(target.parent_path());
  REQUIRE(store::write_atomically(target, text, Durability::None));
}

// A mirror of generation "old" with files that the new tree takes over, replaces and drops.
struct Mirror {
  TemporaryFolder temporary;
  std::filesystem::path root = temporary.path() / "mirror";
  std::filesystem::path beside = temporary.path() / ".mirror.webcid-tree";
  std::filesystem::path aside = temporary.path() / ".mirror.webcid-old";

  Mirror() {
    put(root, "a/same", "same");
    put(root, "a/changed", "old");
    put(root, "gone/x", "old");
    put(root, ".webcid/state", "old state");
  }
  std::vector<std::string> beside_names() { return temporary.names(); }
  std::string text(const std::string& name) { return base::read_file(root / base::to_native(name), 100).value(); }
  // "old", "new" or what is wrong with the tree under the mirror's name.
  std::string generation() {
    const auto all = [&](const std::string& changed, const std::vector<std::string>& top) {
      auto names = TemporaryFolder::names_in(root);
      names.erase(std::remove(names.begin(), names.end(), ".webcid"), names.end());
      return names == top && TemporaryFolder::names_in(root / "a") == std::vector<std::string>{"changed", "same"} &&
             text("a/same") == "same" && text("a/changed") == changed;
    };
    if (!std::filesystem::exists(root)) return "missing";
    if (all("old", {"a", "gone"})) return "old";
    return all("new", {"a"}) ? "new" : "neither";
  }
};

void build(NewTree& tree) {
  REQUIRE(tree.adopt(path("a/same")));
  auto file = tree.folder().begin(path("a/changed"));
  REQUIRE(file);
  REQUIRE(file->write("new"));
  REQUIRE(file->commit(Durability::None));
}

void update(Mirror& mirror) {
  REQUIRE(store::finish_cut_swap(mirror.root));
  Folder current = Folder::create(mirror.root).value();
  Lock lock = Lock::acquire(current).value();
  NewTree tree = NewTree::open(current).value();
  build(tree);
  auto swapped = NewTree::swap(std::move(tree), std::move(current), std::move(lock));
  REQUIRE(swapped);
  CHECK_FALSE(Lock::acquire(swapped->folder));
}

}  // namespace

TEST_CASE("a new tree takes the place of the old one, and nothing is left beside it") {
  Mirror mirror;
  update(mirror);
  CHECK(mirror.generation() == "new");
  CHECK(mirror.beside_names() == std::vector<std::string>{"mirror"});
  CHECK(TemporaryFolder::names_in(mirror.root / ".webcid") == std::vector<std::string>{"lock"});
  CHECK(Lock::acquire(Folder::create(mirror.root).value()));
}

TEST_CASE("until the swap nobody sees anything of the new tree, and the lock holds after it") {
  Mirror mirror;
  Folder current = Folder::create(mirror.root).value();
  Lock lock = Lock::acquire(current).value();
  NewTree tree = NewTree::open(current).value();
  build(tree);
  CHECK(mirror.generation() == "old");
#ifndef _WIN32  // where the library counts no links
  CHECK(std::filesystem::hard_link_count(mirror.root / "a" / "same") == 2);
#endif
  auto swapped = NewTree::swap(std::move(tree), std::move(current), std::move(lock));
  REQUIRE(swapped);
  CHECK(swapped->folder.root() == mirror.root);
  const auto refused = Lock::acquire(Folder::create(mirror.root).value());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("has been updating it since") != std::string::npos);
}

#ifndef _WIN32  // the library for mingw makes no links
TEST_CASE("a mirror that is named by a link stays named by it") {
  Mirror mirror;
  const auto link = mirror.temporary.path() / "link";
  std::filesystem::create_directory_symlink("mirror", link);
  Folder current = Folder::create(link).value();
  Lock lock = Lock::acquire(current).value();
  NewTree tree = NewTree::open(current).value();
  build(tree);
  REQUIRE(NewTree::swap(std::move(tree), std::move(current), std::move(lock)));
  CHECK(std::filesystem::is_symlink(link));
  CHECK(mirror.generation() == "new");
}
#endif

TEST_CASE("what is not in the catalogue is taken over when nothing is to be deleted") {
  Mirror mirror;
  put(mirror.root, "own/web.config", "own");
  std::filesystem::create_directory(mirror.root / "empty");
  Folder current = Folder::create(mirror.root).value();
  Lock lock = Lock::acquire(current).value();
  NewTree tree = NewTree::open(current).value();
  build(tree);
  REQUIRE(tree.adopt_others([](std::string_view name) { return name == "a/changed"; }));
  REQUIRE(NewTree::swap(std::move(tree), std::move(current), std::move(lock)));
  CHECK(TemporaryFolder::names_in(mirror.root) == std::vector<std::string>{".webcid", "a", "empty", "gone", "own"});
  CHECK(mirror.text("a/changed") == "new");
  CHECK(mirror.text("gone/x") == "old");
  CHECK_FALSE(std::filesystem::exists(mirror.root / ".webcid" / "state"));
}

#ifndef _WIN32  // the library for mingw makes no links
TEST_CASE("a link that is not in the catalogue is taken over as it is") {
  Mirror mirror;
  std::filesystem::create_symlink("nowhere", mirror.root / "link");
  Folder current = Folder::create(mirror.root).value();
  Lock lock = Lock::acquire(current).value();
  NewTree tree = NewTree::open(current).value();
  build(tree);
  REQUIRE(tree.adopt_others([](std::string_view name) { return name == "a/changed"; }));
  REQUIRE(NewTree::swap(std::move(tree), std::move(current), std::move(lock)));
  CHECK(std::filesystem::is_symlink(mirror.root / "link"));
}
#endif

TEST_CASE("a tree that a killed run was building is continued") {
  Mirror mirror;
  put(mirror.beside, ".webcid/tree", "");
  put(mirror.beside, "a/fetched", "kept");
  put(mirror.beside, "a/same", "from an older catalogue");
  Folder current = Folder::create(mirror.root).value();
  const Lock lock = Lock::acquire(current).value();
  NewTree tree = NewTree::open(current).value();
  build(tree);
  CHECK(base::read_file(mirror.beside / "a" / "fetched", 100).value() == "kept");
  CHECK(base::read_file(mirror.beside / "a" / "same", 100).value() == "same");
}

TEST_CASE("a run without a new tree removes what is left of one, and only what is marked") {
  Mirror mirror;
  put(mirror.beside, ".webcid/tree", "");
  put(mirror.beside, "a/fetched", "x");
  const Folder current = Folder::create(mirror.root).value();
  REQUIRE(store::remove_left_tree(current));
  CHECK(mirror.generation() == "old");
  CHECK(mirror.beside_names() == std::vector<std::string>{"mirror"});
  put(mirror.beside, "own", "x");
  put(mirror.aside, "own", "x");
  REQUIRE(store::remove_left_tree(current));
  CHECK(mirror.beside_names().size() == 3);
}

TEST_CASE("a run killed after the exchange left the old tree beside, whole or in part: it is removed") {
  for (const bool is_whole : {true, false}) {
    Mirror mirror;
    put(mirror.beside, "a/changed", "old");
    if (is_whole) put(mirror.beside, ".webcid/state", "x");
    std::filesystem::remove_all(mirror.root / "gone");
    put(mirror.root, "a/changed", "new");
    put(mirror.root, ".webcid/tree", "");
    REQUIRE(store::finish_cut_swap(mirror.root));
    REQUIRE(store::remove_left_tree(Folder::create(mirror.root).value()));
    CHECK(mirror.generation() == "new");
    CHECK(mirror.beside_names() == std::vector<std::string>{"mirror"});
    CHECK_FALSE(std::filesystem::exists(mirror.root / ".webcid" / "tree"));
  }
}

TEST_CASE("a run killed between two renames is finished by the next one") {
  Mirror mirror;
  put(mirror.beside, ".webcid/tree", "");
  put(mirror.beside, "a/same", "same");
  put(mirror.beside, "a/changed", "new");
  std::filesystem::rename(mirror.root, mirror.aside);
  REQUIRE(store::finish_cut_swap(mirror.root));
  CHECK(mirror.generation() == "new");
  REQUIRE(store::remove_left_tree(Folder::create(mirror.root).value()));
  CHECK(mirror.beside_names() == std::vector<std::string>{"mirror"});
  CHECK(mirror.generation() == "new");
}

TEST_CASE("a first mirror has nothing to finish") {
  const TemporaryFolder temporary;
  REQUIRE(store::finish_cut_swap(temporary.path() / "mirror"));
  CHECK(temporary.names().empty());
}

TEST_CASE("a folder beside that is not ours is neither used nor removed") {
  Mirror mirror;
  put(mirror.beside, "own", "keep");
  const auto tree = NewTree::open(Folder::create(mirror.root).value());
  REQUIRE_FALSE(tree);
  CHECK(tree.error().message ==
        "cannot create " + base::from_native(mirror.beside) + ": it is there already and was not made by webcid");
  CHECK(base::read_file(mirror.beside / "own", 100).value() == "keep");
}

#ifndef _WIN32
TEST_CASE("a link planted beside is not followed") {
  Mirror mirror;
  const TemporaryFolder outside;
  put(outside.path(), ".webcid/tree", "");
  put(outside.path(), "keep", "x");
  std::filesystem::create_directory_symlink(outside.path(), mirror.beside);
  const Folder current = Folder::create(mirror.root).value();
  CHECK_FALSE(NewTree::open(current));
  REQUIRE(store::remove_left_tree(current));
  put(mirror.root, ".webcid/tree", "");
  CHECK_FALSE(store::remove_left_tree(current));
  CHECK(outside.names() == std::vector<std::string>{".webcid", "keep"});
}

TEST_CASE("a run killed at any moment leaves one of both trees whole, and the next run the new one") {
  for (int moment = 0; moment < 40; ++moment) {
    Mirror mirror;
    int progress[2];
    REQUIRE(::pipe(progress) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      const auto step = [&] {
        if (::write(progress[1], "x", 1) != 1) ::_exit(1);
      };
      Folder current = Folder::create(mirror.root).value();
      Lock lock = Lock::acquire(current).value();
      step();
      NewTree tree = NewTree::open(current).value();
      step();
      build(tree);
      step();
      auto swapped = NewTree::swap(std::move(tree), std::move(current), std::move(lock));
      step();
      for (;;) ::pause();
    }
    // After so many steps it is killed, a little later each time: by as many system calls of this process.
    char byte = 0;
    for (int i = 0; i <= moment % 4; ++i) REQUIRE(::read(progress[0], &byte, 1) == 1);
    for (int i = 0; i < moment * 20; ++i) (void)::getppid();
    REQUIRE(::kill(child, SIGKILL) == 0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    ::close(progress[0]);
    ::close(progress[1]);
    const std::string left = mirror.generation();
    CAPTURE(moment, left);
    CHECK((left == "old" || left == "new"));
    if (left == "old") {
      update(mirror);
    } else {
      REQUIRE(store::remove_left_tree(Folder::create(mirror.root).value()));
    }
    CHECK(mirror.generation() == "new");
    CHECK(mirror.beside_names() == std::vector<std::string>{"mirror"});
  }
}
#endif
