#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/digest/hasher.hpp>
#include <webcid/update/plan.hpp>

#include "catch.hpp"
#include "system_words.hpp"
#include "temporary_folder.hpp"

#ifndef _WIN32
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace webcid;
using model::DigestAlgorithm;
using test::TemporaryFolder;
using update::Need;
using update::Trust;

namespace {

model::Entry entry(const std::string& name, const std::string& text,
                   const std::vector<DigestAlgorithm>& algorithms = {DigestAlgorithm::Sha256}) {
  model::Entry made{base::RelativePath::create(name).value(), text.size(), {}};
  for (const DigestAlgorithm algorithm : algorithms) made.digests.push_back(digest::hash_text(text, algorithm).value());
  return made;
}

// A mirror that holds what its catalogue says, and whose state says so; a test changes one thing.
struct Mirror {
  TemporaryFolder temporary;
  store::Folder folder = store::Folder::create(temporary.path() / "mirror").value();
  std::filesystem::path root = temporary.path() / "mirror";
  std::vector<model::Entry> entries;
  std::map<std::size_t, std::string> tags;
  base::Cancellation cancellation;

  explicit Mirror(std::vector<model::Entry> healthy = {entry("a/one", "1"), entry("a/two", "22"), entry("b", "333")})
      : entries(std::move(healthy)) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      put(entries[i].path.text(), std::string(*entries[i].size, static_cast<char>('0' + *entries[i].size)));
      tags[i] = fmt::format("\"tag {}\"", i);
    }
    const auto nothing = update::plan(folder, entries, {}, {Trust::Nothing, 1}, cancellation).value();
    save(nothing, {});
  }

  void put(const std::string& name, const std::string& text) {
    const auto path = root / base::to_native(name);
    std::filesystem::create_directories(path.parent_path());
    REQUIRE(store::write_atomically(path, text, store::Durability::None));
  }
  void save(update::Plan plan, const store::MirrorState& old) {
    update::Arrivals arrivals(entries.size());
    for (const auto& [entry, tag] : tags) arrivals.add(entry, tag);
    CHECK(arrivals.count() == tags.size());
    REQUIRE(update::save_state(folder, entries, plan, old, arrivals, store::Durability::None, 2));
    age();
  }
  // As if the last run had been a minute ago.
  void age() {
    const auto state = root / ".webcid" / "state";
    std::filesystem::last_write_time(state, std::filesystem::last_write_time(state) + std::chrono::minutes(1));
  }
  store::MirrorState state() {
    std::string problem;
    auto loaded = store::MirrorState::load(folder, problem);
    CHECK(problem == "");
    return loaded;
  }
  update::Plan plan(Trust trust = Trust::Stamps, unsigned threads = 1) {
    return update::plan(folder, entries, state(), {trust, threads}, cancellation).value();
  }
  std::string shown(const std::string& name) { return test::with_slashes(base::from_native(root)) + "/" + name; }
};

}  // namespace

TEST_CASE("a mirror that nothing happened to needs nothing, and no file of it is read") {
  Mirror mirror;
  const update::Plan plan = mirror.plan();
  CHECK(plan.needs == std::vector<Need>(3, Need::Nothing));
  CHECK(plan.unchanged == 3);
  CHECK(plan.hashed == 0);
  CHECK(plan.fetch + plan.ask + plan.blocked == 0);
}

TEST_CASE("the paranoid read every file, and find what only reading shows") {
  Mirror mirror;
  CHECK(mirror.plan(Trust::Nothing, 4).hashed == 3);
  CHECK(mirror.plan(Trust::Nothing, 4).hashed_bytes == 6);
  CHECK(mirror.plan(Trust::Nothing).unchanged == 3);
}

TEST_CASE("without a state right files are hashed, not fetched") {
  Mirror mirror;
  std::filesystem::remove(mirror.root / ".webcid" / "state");
  const update::Plan plan = mirror.plan(Trust::Stamps, 2);
  CHECK(plan.unchanged == 3);
  CHECK(plan.hashed == 3);
  mirror.tags.clear();
  mirror.save(plan, {});
  CHECK(mirror.plan().hashed == 0);
}

TEST_CASE("a missing file, one of another size and one with other bytes are fetched") {
  Mirror mirror;
  std::filesystem::remove(mirror.root / "a" / "one");
  mirror.put("a/two", "2");
  mirror.put("b", "334");
  const update::Plan plan = mirror.plan();
  CHECK(plan.needs == std::vector<Need>(3, Need::Fetch));
  CHECK(plan.fetch == 3);
  CHECK(plan.fetch_bytes == 6);
  CHECK(plan.hashed == 1);
}

TEST_CASE("an empty folder needs everything") {
  Mirror mirror;
  std::filesystem::remove_all(mirror.root / "a");
  std::filesystem::remove_all(mirror.root / ".webcid");
  std::filesystem::remove(mirror.root / "b");
  CHECK(mirror.plan().fetch == 3);
}

TEST_CASE("another digest in the catalogue is another file, whatever the state says") {
  Mirror mirror;
  mirror.entries[2] = entry("b", "444");
  const update::Plan plan = mirror.plan();
  CHECK(plan.needs == std::vector<Need>{Need::Nothing, Need::Nothing, Need::Fetch});
  CHECK(plan.hashed == 1);
}

TEST_CASE("a catalogue with another kind of digest makes the files be hashed once") {
  Mirror mirror;
  for (auto& one : mirror.entries) one = entry(one.path.text(), "", {});
  mirror.entries = {entry("a/one", "1", {DigestAlgorithm::Sha1}),
                    entry("a/two", "22", {DigestAlgorithm::Md5, DigestAlgorithm::Sha1}),
                    entry("b", "333", {DigestAlgorithm::Sha1, DigestAlgorithm::Sha256})};
  const update::Plan plan = mirror.plan();
  CHECK(plan.unchanged == 3);
  CHECK(plan.hashed == 2);
  mirror.tags.clear();
  mirror.save(plan, mirror.state());
  CHECK(mirror.plan().hashed == 0);
}

TEST_CASE("a file without a promised digest is asked for with the tag it came with") {
  Mirror mirror({entry("a", "1", {}), entry("b", "22", {}), entry("c", "333", {})});
  mirror.put("b", "xx");
  const auto state = mirror.state();
  const update::Plan plan = mirror.plan();
  CHECK(plan.needs == std::vector<Need>{Need::Ask, Need::Fetch, Need::Ask});
  std::size_t near = 0;
  CHECK(state.find(mirror.entries[2].path, near)->entity_tag == "\"tag 2\"");
  CHECK(mirror.plan(Trust::Nothing).fetch == 3);
}

TEST_CASE("a file without a promised digest that came without a tag is fetched") {
  Mirror mirror({entry("a", "1", {})});
  mirror.tags[0] = "";
  mirror.save(mirror.plan(), {});
  CHECK(mirror.plan().needs == std::vector<Need>{Need::Fetch});
}

TEST_CASE("what is kept of an unchanged file goes from state to state") {
  Mirror mirror;
  mirror.tags.clear();
  mirror.save(mirror.plan(), mirror.state());
  const auto state = mirror.state();
  std::size_t near = 0;
  REQUIRE(state.size() == 3);
  CHECK(state.find(mirror.entries[1].path, near)->entity_tag == "\"tag 1\"");
  CHECK(mirror.plan().hashed == 0);
}

TEST_CASE("what did not arrive is not in the state") {
  Mirror mirror;
  std::filesystem::remove(mirror.root / "a" / "two");
  mirror.put("b", "3");
  mirror.tags = {{2, "\"new\""}};  // the server's answer was told a lie about: it has the wrong size here
  mirror.save(mirror.plan(), mirror.state());
  const auto state = mirror.state();
  std::size_t near = 0;
  CHECK(state.size() == 1);
  CHECK(state.find(mirror.entries[0].path, near));
}

TEST_CASE("a folder in the way of a file, and a file in the way of a folder, are said") {
  Mirror mirror;
  std::filesystem::remove_all(mirror.root / "a");
  mirror.put("a", "file");
  std::filesystem::remove(mirror.root / "b");
  std::filesystem::create_directory(mirror.root / "b");
  const update::Plan plan = mirror.plan();
  CHECK(plan.needs == std::vector<Need>(3, Need::Blocked));
  REQUIRE(plan.obstacles.size() == 3);
  CHECK(plan.obstacles[1].entry == 1);
  CHECK(test::with_slashes(plan.obstacles[1].reason) ==
        "cannot read " + mirror.shown("a") + ": " + test::is_no_folder());
  CHECK(test::with_slashes(plan.obstacles[2].reason) == mirror.shown("b") + " is a folder");
}

TEST_CASE("an entry that names what is ours is never fetched") {
  Mirror mirror;
  mirror.entries = {entry(".webcid/state", "x"), entry(".WEBCID/y", "x"),
                    entry("a/.webcid-0123456789abcdef.part", "x")};
  const update::Plan plan = mirror.plan();
  CHECK(plan.blocked == 3);
  CHECK(test::with_slashes(plan.obstacles[0].reason) == mirror.shown(".webcid/state") + " is webcid's own");
}

TEST_CASE("an interrupted plan says so") {
  Mirror mirror;
  mirror.cancellation.request();
  const update::Plan plan = mirror.plan(Trust::Nothing);
  CHECK(plan.interrupted);
  CHECK(plan.needs == std::vector<Need>(3, Need::Fetch));
}

TEST_CASE("many files are hashed by many threads, each once") {
  std::vector<model::Entry> entries;
  for (int i = 0; i < 300; ++i) {
    entries.push_back(entry(fmt::format("{}/{}", i % 50, i),
                            std::string(static_cast<std::size_t>(i % 3 + 1), static_cast<char>('0' + i % 3 + 1))));
  }
  Mirror mirror(entries);
  mirror.put("7/7", "x2");
  const update::Plan plan = mirror.plan(Trust::Nothing, 8);
  CHECK(plan.hashed == 300);
  CHECK(plan.unchanged == 299);
  CHECK(plan.needs[7] == Need::Fetch);
}

#ifndef _WIN32
TEST_CASE("a link under a file's name is replaced, and never believed to be the file") {
  Mirror mirror;
  std::filesystem::rename(mirror.root / "b", mirror.temporary.path() / "outside");
  std::filesystem::create_symlink("../outside", mirror.root / "b");
  CHECK(mirror.plan().needs[2] == Need::Fetch);
  CHECK(mirror.plan(Trust::Nothing).needs[2] == Need::Fetch);
}

TEST_CASE("a link on the way to a file, and a pipe under its name, are in the way") {
  Mirror mirror;
  std::filesystem::rename(mirror.root / "a", mirror.temporary.path() / "outside");
  std::filesystem::create_directory_symlink("../outside", mirror.root / "a");
  std::filesystem::remove(mirror.root / "b");
  REQUIRE(::mkfifo((mirror.root / "b").c_str(), 0600) == 0);
  const update::Plan plan = mirror.plan();
  CHECK(plan.needs == std::vector<Need>(3, Need::Blocked));
  REQUIRE(plan.obstacles.size() == 3);
  CHECK(plan.obstacles[0].reason == "cannot read " + mirror.shown("a") + ": is a symbolic link");
  CHECK(test::with_slashes(plan.obstacles[2].reason) == mirror.shown("b") + " is a device, pipe or socket");
}

TEST_CASE("a file whose bytes were changed and whose times were set back is found") {
  Mirror mirror;
  const auto target = mirror.root / "b";
  const auto time = std::filesystem::last_write_time(target);
  store::LocalTree tree(mirror.folder);
  const auto before = tree.look(mirror.entries[2].path).stamp;
  // The clock that stamps files must have moved on.
  do {
    mirror.put("b", "334");
    std::filesystem::last_write_time(target, time);
  } while (tree.look(mirror.entries[2].path).stamp.changed == before.changed);
  CHECK(tree.look(mirror.entries[2].path).stamp.modified == before.modified);
  CHECK(mirror.plan().needs[2] == Need::Fetch);
}
#endif

TEST_CASE("Every entity tag of an arrival is kept as it was sent, however many there are") {
  const std::size_t count = 5000;
  update::Arrivals arrivals(count);
  const auto tag_of = [](std::size_t i) { return std::string(i % 260, static_cast<char>('a' + i % 26)); };
  for (std::size_t i = 0; i < count; i += 2) arrivals.add(i, tag_of(i));
  CHECK(arrivals.count() == count / 2);
  std::vector<std::string> wrong;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string expected = i % 2 == 0 && i % 260 <= 256 ? tag_of(i) : "";
    if (arrivals.has(i) != (i % 2 == 0) || arrivals.tag(i) != expected) wrong.push_back(fmt::format("{}", i));
  }
  CHECK(wrong == std::vector<std::string>{});
  arrivals.add(0, "another");
  CHECK(arrivals.tag(0) == "another");
  CHECK(arrivals.count() == count / 2);
}
