#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/store/folder.hpp>

#include "catch.hpp"
#include "system_words.hpp"
#include "temporary_folder.hpp"

using namespace webcid;
using store::Durability;
using store::Folder;
using test::TemporaryFolder;

namespace {

base::RelativePath path(const std::string& text) {
  return base::RelativePath::create(text).value();
}

base::Result<void> put(const Folder& folder, const std::string& name, Durability durability = Durability::None) {
  auto file = folder.begin(path(name));
  if (!file) return tl::make_unexpected(file.error());
  if (auto written = file->write("text"); !written) return written;
  return file->commit(durability);
}

}  // namespace

TEST_CASE("a destination is made with the folders above it, and files with the folders on their way") {
  const TemporaryFolder temporary;
  const auto root = temporary.path() / "new" / "mirror";
  auto folder = Folder::create(root);
  REQUIRE(folder);
  CHECK(folder->root() == root);
  REQUIRE(put(*folder, "top"));
  REQUIRE(put(*folder, "a/b c/libstdc++.so.6", Durability::Tree));
  REQUIRE(put(*folder, "a/b c/second", Durability::File));
  REQUIRE(put(*folder, "\xE6\x97\xA5/\xE6\x9C\xAC", Durability::Tree));
  CHECK(base::read_file(root / "a" / "b c" / "libstdc++.so.6", 100).value() == "text");
  CHECK(TemporaryFolder::names_in(root) == std::vector<std::string>{"a", "top", "\xE6\x97\xA5"});
  CHECK(TemporaryFolder::names_in(root / "a" / "b c") == std::vector<std::string>{"libstdc++.so.6", "second"});
}

#ifndef _WIN32  // the library for mingw makes no links
TEST_CASE("an existing destination is used as it is, even when it is a link") {
  const TemporaryFolder temporary;
  std::filesystem::create_directory(temporary.path() / "real");
  std::filesystem::create_directory_symlink(temporary.path() / "real", temporary.path() / "link");
  auto folder = Folder::create(temporary.path() / "link");
  REQUIRE(folder);
  REQUIRE(put(*folder, "a"));
  CHECK(TemporaryFolder::names_in(temporary.path() / "real") == std::vector<std::string>{"a"});
}
#endif

#ifndef _WIN32  // the library for mingw makes no links
TEST_CASE("a symbolic link inside the destination is never followed") {
  const TemporaryFolder temporary;
  const auto root = temporary.path() / "root";
  const auto outside = temporary.path() / "outside";
  std::filesystem::create_directories(root / "a");
  std::filesystem::create_directory(outside);
  std::filesystem::create_directory_symlink(outside, root / "link");
  std::filesystem::create_directory_symlink("../../outside", root / "a" / "deep");
  std::filesystem::create_directory_symlink(temporary.path() / "nowhere", root / "dangling");
  auto folder = Folder::create(root);
  REQUIRE(folder);
  const std::pair<std::string, std::string> cases[] = {
      {"link/x", "link"}, {"link/sub/x", "link"}, {"a/deep/x", "a/deep"}, {"dangling/x", "dangling"}};
  for (const auto& one : cases) {
    CAPTURE(one.first);
    const auto done = put(*folder, one.first);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == base::ErrorKind::LocalIo);
    CHECK(done.error().message ==
          "cannot create " + base::from_native(root) + "/" + one.second + ": is a symbolic link");
  }
  CHECK(TemporaryFolder::names_in(outside).empty());
  CHECK_FALSE(std::filesystem::exists(temporary.path() / "nowhere"));
}
#endif

#ifndef _WIN32  // the library for mingw makes no links
TEST_CASE("a link under the file's own name is replaced, its target untouched") {
  const TemporaryFolder temporary;
  const auto root = temporary.path() / "root";
  REQUIRE(Folder::create(root));
  REQUIRE(store::write_atomically(temporary.path() / "outside", "keep"));
  std::filesystem::create_symlink("../outside", root / "a");
  auto folder = Folder::create(root);
  REQUIRE(folder);
  REQUIRE(put(*folder, "a"));
  CHECK(base::read_file(temporary.path() / "outside", 100).value() == "keep");
  CHECK(base::read_file(root / "a", 100).value() == "text");
  CHECK_FALSE(std::filesystem::is_symlink(root / "a"));
}
#endif

TEST_CASE("a file where a folder is needed is an error that names it") {
  const TemporaryFolder temporary;
  auto folder = Folder::create(temporary.path());
  REQUIRE(folder);
  REQUIRE(put(*folder, "a"));
  const auto done = put(*folder, "a/b");
  REQUIRE_FALSE(done);
  CHECK(done.error().message ==
        "cannot create " + base::from_native(temporary.path() / base::to_native("a")) + ": " + test::is_no_folder());
  const auto root = Folder::create(temporary.path() / "a" / "b");
  REQUIRE_FALSE(root);
  CHECK(root.error().kind == base::ErrorKind::LocalIo);
  CHECK(root.error().message == "cannot create " + base::from_native(temporary.path() / "a" / "b") + ": " +
                                    std::make_error_code(std::errc::not_a_directory).message());
}

TEST_CASE("a file begun and dropped leaves its folder without it") {
  const TemporaryFolder temporary;
  auto folder = Folder::create(temporary.path());
  REQUIRE(folder);
  { REQUIRE(folder->begin(path("a/b"))); }
  CHECK(TemporaryFolder::names_in(temporary.path() / "a").empty());
}

TEST_CASE("one writer puts files into more folders than it keeps open, and back into the first") {
  const TemporaryFolder temporary;
  auto folder = Folder::create(temporary.path());
  REQUIRE(folder);
  store::FolderWriter writer(*folder);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 100; ++i) {
      auto file = writer.begin(path(fmt::format("a/{}/b/{}", i, round)));
      REQUIRE(file);
      REQUIRE(file->write("text"));
      REQUIRE(file->commit(i % 2 == 0 ? Durability::None : Durability::Tree));
    }
  }
  for (int i = 0; i < 100; ++i) {
    const auto inner = temporary.path() / "a" / std::to_string(i) / "b";
    CHECK(TemporaryFolder::names_in(inner) == std::vector<std::string>{"0", "1"});
  }
}

TEST_CASE("one writer replaces files, and leaves nothing of what it began and dropped") {
  const TemporaryFolder temporary;
  auto folder = Folder::create(temporary.path());
  REQUIRE(folder);
  const std::vector<std::string> names{"a", "b", "c"};
  for (const std::string& name : names) REQUIRE(put(*folder, name));
  store::FolderWriter writer(*folder);
  for (const std::string& name : names) {
    { REQUIRE(writer.begin(path(name))); }
    auto file = writer.begin(path(name));
    REQUIRE(file);
    REQUIRE(file->write("another " + name));
    CHECK(base::read_file(temporary.path() / name, 100).value() != "another " + name);
    REQUIRE(file->commit(Durability::Tree));
  }
  for (const std::string& name : names) {
    CHECK(base::read_file(temporary.path() / name, 100).value() == "another " + name);
  }
  CHECK(TemporaryFolder::names_in(temporary.path()) == names);
}

#ifndef _WIN32  // the library for mingw makes no links
TEST_CASE("one writer replaces a link") {
  const TemporaryFolder temporary;
  auto folder = Folder::create(temporary.path());
  REQUIRE(folder);
  REQUIRE(put(*folder, "a"));
  std::filesystem::create_symlink("a", temporary.path() / "link");
  store::FolderWriter writer(*folder);
  { REQUIRE(writer.begin(path("link"))); }
  auto file = writer.begin(path("link"));
  REQUIRE(file);
  REQUIRE(file->write("another"));
  REQUIRE(file->commit(Durability::Tree));
  CHECK(base::read_file(temporary.path() / "link", 100).value() == "another");
  CHECK_FALSE(std::filesystem::is_symlink(temporary.path() / "link"));
  CHECK(base::read_file(temporary.path() / "a", 100).value() == "text");
}
#endif

TEST_CASE("one writer cannot put a file where a folder is, and leaves the folder as it was") {
  const TemporaryFolder temporary;
  auto folder = Folder::create(temporary.path());
  REQUIRE(folder);
  REQUIRE(put(*folder, "taken/inside"));
  store::FolderWriter writer(*folder);
  for (int attempt = 0; attempt < 3; ++attempt) {
    auto file = writer.begin(path("taken"));
    REQUIRE(file);
    CHECK_FALSE(file->commit(Durability::None));
  }
  CHECK(TemporaryFolder::names_in(temporary.path()) == std::vector<std::string>{"taken"});
  CHECK(TemporaryFolder::names_in(temporary.path() / "taken") == std::vector<std::string>{"inside"});
}

TEST_CASE("a file outlives the writer and the folder that began it") {
  const TemporaryFolder temporary;
  std::optional<store::AtomicFile> file;
  {
    auto folder = Folder::create(temporary.path());
    REQUIRE(folder);
    auto begun = store::FolderWriter(*folder).begin(path("a/b"));
    REQUIRE(begun);
    file = std::move(*begun);
  }
  REQUIRE(file->write("text"));
  REQUIRE(file->commit(Durability::Tree));
  CHECK(base::read_file(temporary.path() / "a" / "b", 100).value() == "text");
}

#ifndef _WIN32
TEST_CASE("a folder that somebody removes or turns into a link while a writer has it open leads nobody out") {
  const TemporaryFolder temporary;
  const auto root = temporary.path() / "root";
  const auto outside = temporary.path() / "outside";
  std::filesystem::create_directory(outside);
  auto folder = Folder::create(root);
  REQUIRE(folder);
  store::FolderWriter writer(*folder);
  const auto put_by_writer = [&](const std::string& name) -> base::Result<void> {
    auto file = writer.begin(path(name));
    if (!file) return tl::make_unexpected(file.error());
    return file->commit(Durability::None);
  };
  REQUIRE(put_by_writer("a/b/one"));
  std::filesystem::remove_all(root / "a");
  REQUIRE(put_by_writer("a/b/two"));
  CHECK(TemporaryFolder::names_in(root / "a" / "b") == std::vector<std::string>{"two"});
  std::filesystem::remove_all(root / "a");
  std::filesystem::create_directory_symlink(outside, root / "a");
  const auto refused = put_by_writer("a/b/three");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "cannot create " + base::from_native(root) + "/a: is a symbolic link");
  CHECK(TemporaryFolder::names_in(outside).empty());
}
#endif
