#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <webcid/base/file.hpp>
#include <webcid/update/removal.hpp>

#include "catch.hpp"
#include "system_words.hpp"
#include "temporary_folder.hpp"

#ifndef _WIN32
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace webcid;
using test::TemporaryFolder;

namespace {

struct Mirror {
  TemporaryFolder temporary;
  std::filesystem::path root = temporary.path() / "mirror";
  store::Folder folder = store::Folder::create(root).value();
  std::vector<model::Entry> entries;
  std::vector<std::string> catalogues;
  base::Cancellation cancellation;

  // Files that the catalogue has; each test adds what it has not.
  Mirror() {
    for (const char* name : {"a/b/one", "a/two", "three"}) {
      put(name);
      entries.push_back({base::RelativePath::create(name).value(), std::nullopt, {}});
    }
  }
  void put(const std::string& name) {
    const auto path = root / base::to_native(name);
    std::filesystem::create_directories(path.parent_path());
    REQUIRE(store::write_atomically(path, "text", store::Durability::None));
  }
  store::Pruned remove() { return update::remove_extra(folder, entries, catalogues, cancellation); }
  // Everything below the mirror, but what the constructor made.
  std::vector<std::string> extra() {
    std::vector<std::string> names;
    for (const auto& at : std::filesystem::recursive_directory_iterator(root)) {
      const std::string name = test::with_slashes(base::from_native(std::filesystem::relative(at.path(), root)));
      if (name != "a" && name != "a/b" && name != "a/b/one" && name != "a/two" && name != "three")
        names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  bool is_whole() {
    return std::all_of(entries.begin(), entries.end(), [&](const model::Entry& entry) {
      return std::filesystem::is_regular_file(root / base::to_native(entry.path.text()));
    });
  }
};

}  // namespace

TEST_CASE("files that the catalogue has no more are removed, and the folders that they leave empty") {
  Mirror mirror;
  for (const char* name : {"a/b/old", "gone/deep/x", "gone/y", "three.old", ".hidden"}) mirror.put(name);
  const store::Pruned pruned = mirror.remove();
  CHECK(mirror.extra().empty());
  CHECK(mirror.is_whole());
  CHECK(pruned.files == 5);
  CHECK(pruned.folders == 2);
  CHECK(pruned.failed == 0);
  CHECK(pruned.examples ==
        std::vector<std::string>{".hidden", "a/b/old", "gone/deep/x", "gone/deep", "gone/y", "gone", "three.old"});
}

#ifndef _WIN32  // where "A" and "a" are one folder
TEST_CASE("what differs from an entry in the case of letters only is another file, and removed") {
  Mirror mirror;
  mirror.put("A/two");
  CHECK(mirror.remove().examples == std::vector<std::string>{"A/two", "A"});
  CHECK(mirror.is_whole());
}
#endif

TEST_CASE("what is ours, what serves the mirror and the catalogues that were read stay") {
  Mirror mirror;
  for (const char* name : {".webcid/state", ".webcid/partial/x.data", "web.config", "a/Web.Config", "a/desktop.ini",
                           "SHA256SUMS", "MD5SUMS", "a/manifest.dat"}) {
    mirror.put(name);
  }
  mirror.catalogues = {"SHA256SUMS", "a/manifest.dat"};
  CHECK(mirror.remove().files == 1);
  CHECK(mirror.extra() == std::vector<std::string>{".webcid", ".webcid/partial", ".webcid/partial/x.data",
                                                   ".webcid/state", "SHA256SUMS", "a/Web.Config", "a/desktop.ini",
                                                   "a/manifest.dat", "web.config"});
}

TEST_CASE("a catalogue without entries removes nothing") {
  Mirror mirror;
  mirror.entries.clear();
  const store::Pruned pruned = mirror.remove();
  CHECK(pruned.files + pruned.folders == 0);
  CHECK(std::filesystem::exists(mirror.root / "a" / "b" / "one"));
}

TEST_CASE("a folder that was empty stays, unless a file belongs there") {
  Mirror mirror;
  std::filesystem::create_directories(mirror.root / "empty" / "inner");
  std::filesystem::remove(mirror.root / "three");
  std::filesystem::create_directory(mirror.root / "three");
  CHECK(mirror.remove().folders == 1);
  CHECK_FALSE(std::filesystem::exists(mirror.root / "three"));
  CHECK(mirror.extra() == std::vector<std::string>{"empty", "empty/inner"});
}

TEST_CASE("an interrupted removal stops") {
  Mirror mirror;
  mirror.put("old");
  mirror.cancellation.request();
  CHECK(mirror.remove().interrupted);
  CHECK(mirror.extra() == std::vector<std::string>{"old"});
}

TEST_CASE("temporaries of killed runs are removed wherever they lie, and nothing else") {
  Mirror mirror;
  for (const char* name :
       {"a/b/.webcid-0123456789abcdef.part", ".webcid-0123456789abcdef.part", "a/.webcid-x.part",
        "gone/.webcid-fedcba9876543210.part", ".webcid/.webcid-0123456789abcdef.part", ".webcid/state"}) {
    mirror.put(name);
  }
  const store::Pruned pruned = store::remove_temporaries(mirror.folder, mirror.cancellation);
  CHECK(pruned.files == 4);
  CHECK(mirror.extra() == std::vector<std::string>{".webcid", ".webcid/state", "a/.webcid-x.part"});
  CHECK(mirror.is_whole());
}

#ifndef _WIN32
TEST_CASE("a link is removed, and what it points to stays") {
  Mirror mirror;
  std::filesystem::create_directory(mirror.temporary.path() / "outside");
  REQUIRE(store::write_atomically(mirror.temporary.path() / "outside" / "keep", "text"));
  std::filesystem::create_directory_symlink("../outside", mirror.root / "link");
  std::filesystem::create_directory_symlink("../../outside", mirror.root / "a" / "deep");
  std::filesystem::create_symlink("nowhere", mirror.root / "dangling");
  std::filesystem::create_directory_symlink(".", mirror.root / "loop");
  REQUIRE(::mkfifo((mirror.root / "pipe").c_str(), 0600) == 0);
  CHECK(mirror.remove().files == 5);
  CHECK(mirror.extra().empty());
  CHECK(mirror.is_whole());
  CHECK(std::filesystem::exists(mirror.temporary.path() / "outside" / "keep"));
}

TEST_CASE("a link in the place of a folder is extra, although its target holds what the catalogue has") {
  Mirror mirror;
  std::filesystem::rename(mirror.root / "a", mirror.temporary.path() / "outside");
  std::filesystem::create_directory_symlink("../outside", mirror.root / "a");
  CHECK(mirror.remove().files == 1);
  CHECK_FALSE(std::filesystem::exists(std::filesystem::symlink_status(mirror.root / "a")));
  CHECK(std::filesystem::exists(mirror.temporary.path() / "outside" / "two"));
}

TEST_CASE("names that no catalogue can have are removed like others") {
  Mirror mirror;
  for (const char* name : {"a/tab\there", "back\\slash", "con"}) mirror.put(name);
  CHECK(mirror.remove().files == 3);
  CHECK(mirror.extra().empty());
}

TEST_CASE("what cannot be removed is said, and the rest is removed") {
  if (::geteuid() == 0) {
    WARN("skipped: root may remove from read-only folders");
    return;
  }
  Mirror mirror;
  mirror.put("locked/x");
  mirror.put("old");
  std::filesystem::permissions(mirror.root / "locked",
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  const store::Pruned pruned = mirror.remove();
  std::filesystem::permissions(mirror.root / "locked", std::filesystem::perms::owner_all);
  CHECK(pruned.files == 1);
  CHECK(pruned.failed == 1);
  REQUIRE(pruned.problems.size() == 1);
  CHECK(pruned.problems[0].message ==
        "cannot remove " + base::from_native(mirror.root / base::to_native("locked/x")) + ": Permission denied");
}
#endif
