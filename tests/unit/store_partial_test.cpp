#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <webcid/base/file.hpp>
#include <webcid/store/partial.hpp>

#include "catch.hpp"
#include "system_words.hpp"
#include "temporary_folder.hpp"

using namespace webcid;
using model::Digest;
using model::DigestAlgorithm;
using store::Durability;
using store::Folder;
using store::FolderWriter;
using store::Partial;
using store::Partials;
using test::TemporaryFolder;

namespace {

// FIPS 180-4's example: SHA-256 of "abc"; and of "".
const std::string kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const std::string kEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

model::Entry entry(const std::string& path = "a/big.dat", const std::string& digest = kAbc, std::uint64_t size = 10) {
  model::Entry made{base::RelativePath::create(path).value(), size, {}};
  if (!digest.empty()) made.digests.push_back(Digest::from_hex(DigestAlgorithm::Sha256, digest).value());
  return made;
}

struct Mirror {
  TemporaryFolder temporary;
  Folder folder = Folder::create(temporary.path()).value();
  std::filesystem::path own = temporary.path() / ".webcid" / "partial";

  Partials partials() { return Partials::open(folder).value(); }
  // What a run that was killed after these bytes leaves.
  void leave(const model::Entry& of, const std::string& bytes, const std::string& tag) {
    auto partial = partials().begin(of).value();
    REQUIRE(partial.restart(tag));
    REQUIRE(partial.write(bytes));
  }
  std::string text(const std::string& name) {
    return base::read_file(temporary.path() / base::to_native(name), 1 << 20).value();
  }
};

std::string replayed(Partial& partial) {
  std::string text;
  REQUIRE(partial.replay([&](std::string_view piece) {
    text += piece;
    return true;
  }));
  return text;
}

}  // namespace

TEST_CASE("a file that was cut is continued by the next run, with the tag it came with") {
  Mirror mirror;
  mirror.leave(entry(), "01234", "\"v1\"");
  CHECK_FALSE(std::filesystem::exists(mirror.temporary.path() / "a"));
  auto partial = mirror.partials().begin(entry()).value();
  CHECK(partial.length() == 5);
  CHECK(partial.entity_tag() == "\"v1\"");
  CHECK(replayed(partial) == "01234");
  REQUIRE(partial.write("56"));
  REQUIRE(partial.write("789"));
  FolderWriter writer(mirror.folder);
  REQUIRE(partial.publish(writer, Durability::Tree));
  CHECK(mirror.text("a/big.dat") == "0123456789");
  CHECK(TemporaryFolder::names_in(mirror.own).empty());
}

TEST_CASE("a run that is cut again keeps what both fetched") {
  Mirror mirror;
  mirror.leave(entry(), "01234", "\"v1\"");
  {
    auto partial = mirror.partials().begin(entry()).value();
    REQUIRE(partial.write("56"));
  }
  auto partial = mirror.partials().begin(entry()).value();
  CHECK(replayed(partial) == "0123456");
}

TEST_CASE("what is there belongs to one path, size and digest; anything else starts anew") {
  for (const model::Entry& other :
       {entry("a/big2.dat"), entry("a/big.dat", kEmpty), entry("a/big.dat", kAbc, 11), entry("a/big.dat", "")}) {
    Mirror mirror;
    mirror.leave(entry(), "01234", "\"v1\"");
    auto partial = mirror.partials().begin(other).value();
    CHECK(partial.length() == 0);
    CHECK(partial.entity_tag() == "");
    CHECK(replayed(partial) == "");
  }
}

TEST_CASE("a weak tag is none") {
  Mirror mirror;
  for (const char* tag : {"", "W/\"v1\"", "v1", "\"", "\"v1"}) {
    mirror.leave(entry(), "01234", tag);
    auto partial = mirror.partials().begin(entry()).value();
    CHECK(partial.length() == 5);
    CHECK(partial.entity_tag() == "");
  }
}

TEST_CASE("without a digest only a strong tag lets a file be continued") {
  Mirror mirror;
  mirror.leave(entry("a", ""), "01234", "\"v1\"");
  CHECK(mirror.partials().begin(entry("a", "")).value().length() == 5);
  mirror.leave(entry("b", ""), "01234", "W/\"v1\"");
  CHECK(mirror.partials().begin(entry("b", "")).value().length() == 0);
}

TEST_CASE("a server that sends the whole again begins the file again, under its new tag") {
  Mirror mirror;
  mirror.leave(entry(), "01234", "\"v1\"");
  {
    auto partial = mirror.partials().begin(entry()).value();
    REQUIRE(partial.restart("\"v2\""));
    CHECK(partial.length() == 0);
    REQUIRE(partial.write("abc"));
  }
  auto partial = mirror.partials().begin(entry()).value();
  CHECK(partial.entity_tag() == "\"v2\"");
  CHECK(replayed(partial) == "abc");
}

TEST_CASE("bytes that turned out to be wrong are discarded, and so is a file of no bytes") {
  Mirror mirror;
  mirror.leave(entry(), "01234", "\"v1\"");
  mirror.partials().begin(entry()).value().discard();
  CHECK(TemporaryFolder::names_in(mirror.own).empty());
  mirror.leave(entry(), "", "\"v1\"");
  CHECK(TemporaryFolder::names_in(mirror.own).empty());
}

TEST_CASE("a partial without its description, with a broken or a foreign one is thrown away") {
  for (const char* about : {"", "webcid-partial 2\n", "webcid-partial 1\n10 sha256:zz - a/big.dat\n",
                            "webcid-partial 1\n10 - - a/big.dat", "\0\0\0"}) {
    Mirror mirror;
    mirror.leave(entry(), "01234", "\"v1\"");
    const auto names = TemporaryFolder::names_in(mirror.own);
    REQUIRE(names.size() == 2);
    REQUIRE(store::write_atomically(mirror.own / names[0], about));
    auto partial = mirror.partials().begin(entry()).value();
    CHECK(partial.length() == 0);
  }
  Mirror mirror;
  mirror.leave(entry(), "01234", "\"v1\"");
  std::filesystem::remove(mirror.own / TemporaryFolder::names_in(mirror.own)[0]);
  CHECK(mirror.partials().begin(entry()).value().length() == 0);
}

TEST_CASE("more bytes than the entry has are not those of the entry") {
  Mirror mirror;
  mirror.leave(entry(), "0123456789x", "\"v1\"");
  CHECK(mirror.partials().begin(entry()).value().length() == 0);
}

TEST_CASE("a run killed between taking the old bytes and naming the new tag continues nothing") {
  Mirror mirror;
  mirror.leave(entry(), "01234", "\"v1\"");
  // The order of restart(): first the bytes go, then the new description comes.
  for (const std::string& name : TemporaryFolder::names_in(mirror.own)) {
    if (name.find(".data") != std::string::npos) std::filesystem::resize_file(mirror.own / name, 0);
  }
  CHECK(mirror.partials().begin(entry()).value().length() == 0);
}

TEST_CASE("a run killed right after publishing leaves the file, and a description that is removed") {
  Mirror mirror;
  mirror.leave(entry(), "0123456789", "\"v1\"");
  for (const std::string& name : TemporaryFolder::names_in(mirror.own)) {
    if (name.find(".data") != std::string::npos)
      std::filesystem::rename(mirror.own / name, mirror.temporary.path() / "x");
  }
  CHECK(mirror.partials().begin(entry()).value().length() == 0);
  CHECK(TemporaryFolder::names_in(mirror.own).empty());
}

TEST_CASE("one path that is on its way twice never shares a file") {
  Mirror mirror;
  const auto partials = mirror.partials();
  auto one = partials.begin(entry()).value();
  auto other = partials.begin(entry()).value();
  REQUIRE(one.restart("\"v1\""));
  REQUIRE(other.restart("\"v2\""));
  REQUIRE(one.write("one"));
  REQUIRE(other.write("other"));
  CHECK(replayed(one) == "one");
  CHECK(replayed(other) == "other");
}

TEST_CASE("at the end of a run only what the catalogue still has stays") {
  Mirror mirror;
  mirror.leave(entry("stays"), "01234", "\"v1\"");
  mirror.leave(entry("gone"), "01234", "\"v1\"");
  mirror.leave(entry("changed"), "01234", "\"v1\"");
  REQUIRE(store::write_atomically(mirror.own / "rubbish", "x"));
  REQUIRE(store::write_atomically(mirror.own / "0123456789abcdef.data", "x"));
  const std::vector<model::Entry> entries{entry("changed", kEmpty), entry("other"), entry("stays")};
  CHECK(mirror.partials().remove_stale(entries) == 6);
  CHECK(TemporaryFolder::names_in(mirror.own).size() == 2);
  CHECK(mirror.partials().begin(entry("stays")).value().length() == 5);
}

TEST_CASE("a published partial replaces an old file, and keeps its bytes when it cannot be published") {
  Mirror mirror;
  std::filesystem::create_directories(mirror.temporary.path() / "a" / "big.dat");
  mirror.leave(entry(), "0123456789", "\"v1\"");
  {
    FolderWriter writer(mirror.folder);
    auto partial = mirror.partials().begin(entry()).value();
    const auto refused = partial.publish(writer, Durability::None);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "cannot create " +
                                         base::from_native(mirror.temporary.path() / base::to_native("a/big.dat")) +
                                         ": " + test::is_a_folder());
  }
  std::filesystem::remove_all(mirror.temporary.path() / "a");
  REQUIRE(store::write_atomically(mirror.temporary.path() / "a", "in the way"));
  FolderWriter writer(mirror.folder);
  CHECK_FALSE(mirror.partials().begin(entry()).value().publish(writer, Durability::None));
  std::filesystem::remove(mirror.temporary.path() / "a");
  std::filesystem::create_directory(mirror.temporary.path() / "a");
  REQUIRE(store::write_atomically(mirror.temporary.path() / "a" / "big.dat", "old"));
  auto partial = mirror.partials().begin(entry()).value();
  CHECK(partial.length() == 10);
  REQUIRE(partial.publish(writer, Durability::File));
  CHECK(mirror.text("a/big.dat") == "0123456789");
}

#ifndef _WIN32
TEST_CASE("links planted for partials lead nowhere") {
  Mirror mirror;
  const TemporaryFolder outside;
  REQUIRE(store::write_atomically(outside.path() / "x", "keep"));
  mirror.leave(entry(), "01234", "\"v1\"");
  const auto names = TemporaryFolder::names_in(mirror.own);
  for (const std::string& name : names) {
    std::filesystem::remove(mirror.own / name);
    std::filesystem::create_symlink(outside.path() / "x", mirror.own / name);
  }
  {
    auto partial = mirror.partials().begin(entry()).value();
    CHECK(partial.length() == 0);
    REQUIRE(partial.restart("\"v1\""));
    REQUIRE(partial.write("0123456789"));
    FolderWriter writer(mirror.folder);
    REQUIRE(partial.publish(writer, Durability::None));
  }
  CHECK(base::read_file(outside.path() / "x", 100).value() == "keep");
  CHECK_FALSE(std::filesystem::is_symlink(mirror.temporary.path() / "a" / "big.dat"));
  std::filesystem::remove_all(mirror.own);
  std::filesystem::create_directory_symlink(outside.path(), mirror.own);
  CHECK_FALSE(Partials::open(mirror.folder));
}
#endif
