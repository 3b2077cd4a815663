#include <filesystem>
#include <string>

#include <webcid/base/file.hpp>
#include <webcid/store/local_tree.hpp>

#include "catch.hpp"
#include "system_words.hpp"
#include "temporary_folder.hpp"

#ifndef _WIN32
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace webcid;
using store::Folder;
using store::Found;
using store::LocalTree;
using test::TemporaryFolder;

namespace {

base::RelativePath path(const std::string& text) {
  return base::RelativePath::create(text).value();
}

std::string text_of(LocalTree& tree, const std::string& name) {
  std::string text;
  const auto read = tree.read(path(name), [&](std::string_view piece) {
    text += piece;
    return true;
  });
  return read ? text : read.error().message;
}

}  // namespace

TEST_CASE("files, folders and their absence are told apart, and a file has its size and times") {
  const TemporaryFolder temporary;
  std::filesystem::create_directories(temporary.path() / "a" / "b");
  REQUIRE(store::write_atomically(temporary.path() / "a" / "file", "abc"));
  const Folder folder = Folder::create(temporary.path()).value();
  LocalTree tree(folder);
  const auto file = tree.look(path("a/file"));
  CHECK(file.what == Found::File);
  CHECK(file.stamp.size == 3);
  CHECK(file.stamp.modified > 1'700'000'000'000'000'000);
  CHECK(tree.look(path("a/b")).what == Found::Folder);
  CHECK(tree.look(path("a/none")).what == Found::Missing);
  CHECK(tree.look(path("none/at/all")).what == Found::Missing);
  const auto blocked = tree.look(path("a/file/x"));
  CHECK(blocked.what == Found::Blocked);
  CHECK(blocked.problem ==
        "cannot read " + base::from_native(temporary.path() / base::to_native("a/file")) + ": " + test::is_no_folder());
  CHECK(text_of(tree, "a/file") == "abc");
  CHECK(text_of(tree, "a/b") ==
        "cannot read " + base::from_native(temporary.path() / base::to_native("a/b")) + ": is no regular file");
}

#ifndef _WIN32  // where nobody can write to a file that is being read
TEST_CASE("a file that grows while it is read has no stamp") {
  const TemporaryFolder temporary;
  REQUIRE(store::write_atomically(temporary.path() / "a", "abc"));
  const Folder folder = Folder::create(temporary.path()).value();
  LocalTree tree(folder);
  const auto read = tree.read(path("a"), [&](std::string_view) {
    std::filesystem::resize_file(temporary.path() / "a", 2);
    return true;
  });
  REQUIRE_FALSE(read);
  CHECK(read.error().message ==
        "cannot read " + base::from_native(temporary.path() / base::to_native("a")) + ": changed while it was read");
}
#endif

TEST_CASE("what is ours is told in any case of letters") {
  for (const char* own : {".webcid", ".webcid/state", ".WebCID/lock", "a/.webcid-0123456789abcdef.part",
                          ".WEBCID-0123456789ABCDEF.PART"}) {
    CHECK(store::is_own(path(own)));
  }
  for (const char* published : {"a/.webcid", ".webcid.dat", ".webcid-x.part", "webcid/state"}) {
    CHECK_FALSE(store::is_own(path(published)));
  }
}

#ifndef _WIN32
TEST_CASE("links and special files are seen as what they are, and never read") {
  const TemporaryFolder temporary;
  std::filesystem::create_directory(temporary.path() / "root");
  std::filesystem::create_directory(temporary.path() / "outside");
  REQUIRE(store::write_atomically(temporary.path() / "outside" / "x", "secret"));
  std::filesystem::create_symlink("../outside/x", temporary.path() / "root" / "link");
  std::filesystem::create_directory_symlink("../outside", temporary.path() / "root" / "way");
  REQUIRE(::mkfifo((temporary.path() / "root" / "pipe").c_str(), 0600) == 0);
  const Folder folder = Folder::create(temporary.path() / "root").value();
  const std::string root = base::from_native(temporary.path() / "root");
  LocalTree tree(folder);
  CHECK(tree.look(path("link")).what == Found::Link);
  CHECK(tree.look(path("pipe")).what == Found::Other);
  const auto blocked = tree.look(path("way/x"));
  CHECK(blocked.what == Found::Blocked);
  CHECK(blocked.problem == "cannot read " + root + "/way: is a symbolic link");
  CHECK(text_of(tree, "link") == "cannot read " + root + "/link: is a symbolic link");
  CHECK(text_of(tree, "way/x") == "cannot read " + root + "/way: is a symbolic link");
  CHECK(text_of(tree, "pipe") == "cannot read " + root + "/pipe: is no regular file");
}

TEST_CASE("a file put in another's place with its size and modification time has another stamp") {
  const TemporaryFolder temporary;
  const auto target = temporary.path() / "a";
  REQUIRE(store::write_atomically(target, "abc"));
  const Folder folder = Folder::create(temporary.path()).value();
  LocalTree tree(folder);
  const auto before = tree.look(path("a")).stamp;
  const auto time = std::filesystem::last_write_time(target);
  // The clock that stamps files must have moved on: a new file shows it.
  const auto clock = temporary.path() / "clock";
  do {
    REQUIRE(store::write_atomically(clock, "x", store::Durability::None));
  } while (tree.look(path("clock")).stamp.changed == before.changed);
  REQUIRE(store::write_atomically(target, "abd"));
  std::filesystem::last_write_time(target, time);
  const auto after = tree.look(path("a")).stamp;
  CHECK(after.size == before.size);
  CHECK(after.modified == before.modified);
  CHECK(after.changed != before.changed);
}
#endif
