#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/store/atomic_file.hpp>

#include "catch.hpp"
#include "system_words.hpp"
#include "temporary_folder.hpp"

#ifndef _WIN32
#include <sys/resource.h>

#include <csignal>
#endif

using namespace webcid;
using store::AtomicFile;
using store::Durability;
using test::TemporaryFolder;

TEST_CASE("a file appears under its name only when it is committed") {
  for (const Durability durability : {Durability::None, Durability::File, Durability::Tree}) {
    const TemporaryFolder folder;
    const auto target = folder.path() / "vdl.dat";
    auto file = AtomicFile::create(target);
    REQUIRE(file);
    REQUIRE(file->write("one "));
    REQUIRE(file->write(""));
    REQUIRE(file->write("two"));
    CHECK_FALSE(std::filesystem::exists(target));
    const auto names = folder.names();
    REQUIRE(names.size() == 1);
    CHECK(names[0].size() == std::string(".webcid-0123456789abcdef.part").size());
    CHECK(names[0].substr(0, 8) == ".webcid-");
    CHECK(names[0].substr(names[0].size() - 5) == ".part");
    REQUIRE(file->commit(durability));
    CHECK(folder.names() == std::vector<std::string>{"vdl.dat"});
    CHECK(base::read_file(target, 100).value() == "one two");
  }
}

TEST_CASE("a file that is not committed leaves nothing and harms nothing") {
  const TemporaryFolder folder;
  const auto target = folder.path() / "vdl.dat";
  REQUIRE(store::write_atomically(target, "old"));
  {
    auto file = AtomicFile::create(target);
    REQUIRE(file);
    REQUIRE(file->write("new"));
    AtomicFile moved = std::move(*file);
    CHECK(folder.names().size() == 2);
  }
  CHECK(folder.names() == std::vector<std::string>{"vdl.dat"});
  CHECK(base::read_file(target, 100).value() == "old");
}

TEST_CASE("a committed file replaces the one that was there") {
  const TemporaryFolder folder;
  REQUIRE(store::write_atomically(folder.path() / "a", "a longer old text"));
  REQUIRE(store::write_atomically(folder.path() / "a", "new", Durability::Tree));
  CHECK(base::read_file(folder.path() / "a", 100).value() == "new");
  CHECK(folder.names() == std::vector<std::string>{"a"});
}

TEST_CASE("two writers of one file do not disturb each other: the last commit wins") {
  const TemporaryFolder folder;
  auto first = AtomicFile::create(folder.path() / "a");
  auto second = AtomicFile::create(folder.path() / "a");
  REQUIRE((first && second));
  REQUIRE(first->write("first"));
  REQUIRE(second->write("second"));
  REQUIRE(second->commit(Durability::None));
  REQUIRE(first->commit(Durability::None));
  CHECK(base::read_file(folder.path() / "a", 100).value() == "first");
  CHECK(folder.names() == std::vector<std::string>{"a"});
}

TEST_CASE("a failure says what could not be made and why, and leaves nothing") {
  const TemporaryFolder folder;
  const std::string missing = base::from_native(folder.path() / "no" / "a\x1B");
  const auto file = AtomicFile::create(base::to_native(missing));
  REQUIRE_FALSE(file);
  CHECK(file.error().kind == base::ErrorKind::LocalIo);
  CHECK(file.error().message == "cannot create " + base::printable(missing) + ": " + test::no_such_file());

  std::filesystem::create_directories(folder.path() / "taken" / "x");
  const auto over_folder = store::write_atomically(folder.path() / "taken", "text");
  REQUIRE_FALSE(over_folder);
  CHECK(over_folder.error().kind == base::ErrorKind::LocalIo);
  CHECK(folder.names() == std::vector<std::string>{"taken"});
}

#ifndef _WIN32
TEST_CASE("a write that this machine refuses names the file, and nothing is left of it") {
  const TemporaryFolder folder;
  const std::string target = base::from_native(folder.path() / "a");
  // A limit on file sizes stands in for a full disk: the write fails half-way.
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{10, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
  const auto done = store::write_atomically(base::to_native(target), "more than ten bytes");
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == base::ErrorKind::LocalIo);
  CHECK(done.error().message == "cannot write " + target + ": File too large");
  CHECK(folder.names().empty());
}

TEST_CASE("a link under the target's name is replaced, not written through") {
  const TemporaryFolder folder;
  REQUIRE(store::write_atomically(folder.path() / "outside", "keep"));
  std::filesystem::create_symlink("outside", folder.path() / "a");
  REQUIRE(store::write_atomically(folder.path() / "a", "text"));
  CHECK_FALSE(std::filesystem::is_symlink(folder.path() / "a"));
  CHECK(base::read_file(folder.path() / "outside", 100).value() == "keep");
}
#endif
