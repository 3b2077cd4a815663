#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/store/mirror_state.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"

using namespace webcid;
using model::Digest;
using model::DigestAlgorithm;
using store::Durability;
using store::FileStamp;
using store::Folder;
using store::MirrorState;
using store::MirrorStateWriter;
using test::TemporaryFolder;

namespace {

// FIPS 180-4's example: SHA-256 of "abc".
const std::string kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const FileStamp kStamp{3, 1'700'000'000'123'456'789, 1'700'000'000'987'654'321};

base::RelativePath path(const std::string& text) {
  return base::RelativePath::create(text).value();
}

const Digest& abc() {
  static const Digest digest = [] { return Digest::from_hex(DigestAlgorithm::Sha256, kAbc).value(); }();
  return digest;
}

struct Mirror {
  TemporaryFolder temporary;
  Folder folder = Folder::create(temporary.path()).value();
  std::filesystem::path state = temporary.path() / ".webcid" / "state";
  std::string problem;

  void write(const std::string& text) {
    std::filesystem::create_directories(state.parent_path());
    REQUIRE(store::write_atomically(state, text, Durability::None));
  }
  MirrorState load() { return MirrorState::load(folder, problem); }
};

std::optional<MirrorState::Known> find(const MirrorState& state, const std::string& name) {
  std::size_t near = 0;
  return state.find(path(name), near);
}

}  // namespace

TEST_CASE("what is written of a mirror is what a later run reads") {
  Mirror mirror;
  auto writer = MirrorStateWriter::create(mirror.folder);
  REQUIRE(writer);
  REQUIRE(writer->add(path("a/b c/vdl.dat"), kStamp, &abc(), "\"5f3a-1\""));
  REQUIRE(writer->add(path("a/no digest"), {0, -1, 0}, nullptr, "W/\"a b%\x7F\xE9\""));
  REQUIRE(writer->add(path("a/no tag"), {UINT64_MAX, INT64_MIN, INT64_MAX}, &abc(), ""));
  REQUIRE(writer->add(path("dash"), kStamp, &abc(), "-"));
  REQUIRE(writer->add(path("end 3"), kStamp, &abc(), std::string(256, 'x')));
  CHECK_FALSE(std::filesystem::exists(mirror.state));
  REQUIRE(writer->commit(Durability::None));

  const MirrorState state = mirror.load();
  CHECK(mirror.problem == "");
  REQUIRE(state.size() == 5);
  const auto first = find(state, "a/b c/vdl.dat");
  REQUIRE(first);
  CHECK(first->stamp == kStamp);
  CHECK(first->digest == abc());
  CHECK(first->entity_tag == "\"5f3a-1\"");
  const auto second = find(state, "a/no digest");
  REQUIRE(second);
  CHECK(second->stamp == FileStamp{0, -1, 0});
  CHECK_FALSE(second->digest);
  CHECK(second->entity_tag == "W/\"a b%\x7F\xE9\"");
  const auto third = find(state, "a/no tag");
  REQUIRE(third);
  CHECK(third->stamp == FileStamp{UINT64_MAX, INT64_MIN, INT64_MAX});
  CHECK(third->entity_tag == "");
  CHECK(find(state, "dash")->entity_tag == "-");
  CHECK(find(state, "end 3")->entity_tag == "");
  CHECK_FALSE(find(state, "a/b c"));
  CHECK_FALSE(find(state, "z"));
}

TEST_CASE("the state is a text of one line an entry") {
  Mirror mirror;
  auto writer = MirrorStateWriter::create(mirror.folder);
  REQUIRE(writer);
  REQUIRE(writer->add(path("a b"), kStamp, &abc(), "\"x y\""));
  REQUIRE(writer->commit(Durability::File));
  CHECK(base::read_file(mirror.state, 1000).value() ==
        "webcid-state 1\n3 1700000000123456789 1700000000987654321 sha256:" + kAbc + " \"x%20y\" a b\nend 1\n");
}

TEST_CASE("entries are found in any order, also when they were written in another") {
  Mirror mirror;
  auto writer = MirrorStateWriter::create(mirror.folder);
  REQUIRE(writer);
  for (const int i : {7, 3, 9, 0, 5}) {
    REQUIRE(writer->add(path(fmt::format("f{}", i)), {static_cast<std::uint64_t>(i), 0, 0}, &abc(), ""));
  }
  REQUIRE(writer->commit(Durability::None));
  const MirrorState state = mirror.load();
  CHECK(mirror.problem == "");
  std::size_t near = 0;
  for (const int i : {0, 3, 5, 9, 7, 0}) {
    const auto known = state.find(path(fmt::format("f{}", i)), near);
    REQUIRE(known);
    CHECK(known->stamp.size == static_cast<std::uint64_t>(i));
  }
  CHECK_FALSE(state.find(path("f1"), near));
}

TEST_CASE("a mirror without a state has an empty one, and nothing to say about it") {
  Mirror mirror;
  CHECK(mirror.load().size() == 0);
  CHECK(mirror.problem == "");
}

TEST_CASE("a state that is broken or hostile is as none, and the reason is said") {
  const std::string good = "3 1 2 sha256:" + kAbc + " - a\n";
  const std::string head = "webcid-state 1\n";
  struct Case {
    std::string text;
    std::string why;
  };
  const Case cases[] = {
      {"", "line 1 is missing: the file is cut short"},
      {"webcid-state 2\nend 0\n", "line 1 is not \"webcid-state 1\""},
      {std::string(4096, '\0'), "line 1 is missing: the file is cut short"},
      {std::string(10'000'000, 'x'), "line 0 is too long"},
      {head + good, "line 3 is missing: the file is cut short"},
      {head + good.substr(0, 20), "line 2 is missing: the file is cut short"},
      {head + good + "end 2\n", "line 3 has the wrong count"},
      {head + good + "end 99999999999999999999999\n", "line 3 has the wrong count"},
      {head + good + "end 1\n" + good, "line 4 follows the end"},
      {head + good + good + "end 2\n", "line 5 ends a list that has one path twice"},
      {head + "-3 1 2 - - a\nend 1\n", "line 2 has a bad number"},
      {head + "3 1e9 2 - - a\nend 1\n", "line 2 has a bad number"},
      {head + "3 1\nend 1\n", "line 2 has a bad number"},
      {head + "18446744073709551616 1 2 - - a\nend 1\n", "line 2 has a bad number"},
      {head + "3 1 2 sha256:00 - a\nend 1\n", "line 2 has a bad digest"},
      {head + "3 1 2 sha257:" + kAbc + " - a\nend 1\n", "line 2 has a bad digest"},
      {head + "3 1 2 sha256:" + std::string(64, 'g') + " - a\nend 1\n", "line 2 has a bad digest"},
      {head + "3 1 2 - %4 a\nend 1\n", "line 2 has a bad entity tag"},
      {head + "3 1 2 - " + std::string(256, 'x') + " a\nend 1\n", "line 2 has a bad entity tag"},
      {head + "3 1 2 -  a\nend 1\n", "line 2 has a bad entity tag"},
      {head + "3 1 2 - - ../a\nend 1\n", "line 2 has a bad path"},
      {head + "3 1 2 - - /etc/passwd\nend 1\n", "line 2 has a bad path"},
      {head + "3 1 2 - - \nend 1\n", "line 2 has a bad path"},
      {head + "3 1 2 - - " + std::string(9000, 'x') + "\nend 1\n", "line 2 is too long"},
  };
  for (const Case& one : cases) {
    Mirror mirror;
    mirror.write(one.text);
    CAPTURE(one.text.substr(0, 200));
    CHECK(mirror.load().size() == 0);
    if (one.text.size() < 1'000'000) CHECK(mirror.problem == base::from_native(mirror.state) + ": " + one.why);
    CHECK_FALSE(mirror.problem.empty());
  }
}

TEST_CASE("a file is the one that was verified only when nothing about it changed") {
  Mirror mirror;
  auto writer = MirrorStateWriter::create(mirror.folder);
  REQUIRE(writer);
  REQUIRE(writer->add(path("a"), kStamp, &abc(), ""));
  REQUIRE(writer->commit(Durability::None));
  const MirrorState state = mirror.load();
  const auto known = find(state, "a");
  REQUIRE(known);
  CHECK(state.is_same(*known, kStamp));
  for (const FileStamp& other :
       {FileStamp{4, kStamp.modified, kStamp.changed}, FileStamp{3, kStamp.modified + 1, kStamp.changed},
        FileStamp{3, kStamp.modified, kStamp.changed + 1}}) {
    CHECK_FALSE(state.is_same(*known, other));
  }
}

TEST_CASE("a file with the time of the state itself may have been changed after it was looked at") {
  Mirror mirror;
  store::LocalTree tree(mirror.folder);
  REQUIRE(store::write_atomically(mirror.temporary.path() / "a", "abc"));
  const auto seen = tree.look(path("a"));
  auto writer = MirrorStateWriter::create(mirror.folder);
  REQUIRE(writer);
  REQUIRE(writer->add(path("a"), seen.stamp, &abc(), ""));
  REQUIRE(writer->commit(Durability::None));
  // Both in one tick of the clock, however slow this machine is.
  std::filesystem::last_write_time(mirror.state, std::filesystem::last_write_time(mirror.temporary.path() / "a"));
  {
    const MirrorState state = mirror.load();
    CHECK_FALSE(state.is_same(find(state, "a").value(), seen.stamp));
  }
  const auto later = std::filesystem::last_write_time(mirror.state) + std::chrono::minutes(1);
  std::filesystem::last_write_time(mirror.state, later);
  const MirrorState state = mirror.load();
  CHECK(state.is_same(find(state, "a").value(), seen.stamp));
}

TEST_CASE("a run that dies while it writes the state leaves the one that was there") {
  Mirror mirror;
  {
    auto writer = MirrorStateWriter::create(mirror.folder);
    REQUIRE(writer);
    REQUIRE(writer->add(path("a"), kStamp, &abc(), ""));
    REQUIRE(writer->commit(Durability::None));
  }
  auto writer = MirrorStateWriter::create(mirror.folder);
  REQUIRE(writer);
  for (int i = 0; i < 10'000; ++i) {
    REQUIRE(writer->add(path(fmt::format("b{}", i)), kStamp, &abc(), ""));
  }
  const MirrorState state = mirror.load();
  CHECK(mirror.problem == "");
  CHECK(state.size() == 1);
}

#ifndef _WIN32
TEST_CASE("a state or its folder that is a link is neither read nor written through") {
  Mirror mirror;
  const TemporaryFolder outside;
  REQUIRE(store::write_atomically(outside.path() / "state", "webcid-state 1\nend 0\n"));
  std::filesystem::create_directory_symlink(outside.path(), mirror.temporary.path() / ".webcid");
  CHECK(mirror.load().size() == 0);
  CHECK(MirrorStateWriter::create(mirror.folder).error().message ==
        "cannot create " + base::from_native(mirror.temporary.path() / base::to_native(".webcid")) +
            ": is a symbolic link");
  std::filesystem::remove(mirror.temporary.path() / ".webcid");
  std::filesystem::create_directory(mirror.temporary.path() / ".webcid");
  std::filesystem::create_symlink(outside.path() / "state", mirror.state);
  CHECK(mirror.load().size() == 0);
  CHECK(mirror.problem == "cannot read " + base::from_native(mirror.state) + ": is a symbolic link");
}
#endif
