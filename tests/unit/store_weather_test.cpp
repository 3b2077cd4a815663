// Bad weather: a full disk, a folder that nobody may write to.
#ifndef _WIN32
#include <filesystem>
#include <optional>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sched.h>
#include <sys/mount.h>
#endif

#include <webcid/base/file.hpp>
#include <webcid/store/lock.hpp>
#include <webcid/store/mirror_state.hpp>
#include <webcid/store/partial.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"

using namespace webcid;
using store::Durability;
using store::Folder;
using test::TemporaryFolder;

namespace {

base::RelativePath path(const std::string& text) {
  return base::RelativePath::create(text).value();
}

#ifdef __linux__
// A file system of 1 MiB, seen by this process only.
class SmallDisk {
 public:
  SmallDisk() {
    m_is_mounted = ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   ::mount("tmpfs", m_folder.path().c_str(), "tmpfs", 0, "size=1m") == 0;
    if (!m_is_mounted) WARN("skipped: only root may mount the small file system that this test fills");
  }
  ~SmallDisk() {
    if (m_is_mounted) ::umount(m_folder.path().c_str());
  }
  bool is_mounted() const { return m_is_mounted; }
  const std::filesystem::path& path() const { return m_folder.path(); }

 private:
  TemporaryFolder m_folder;
  bool m_is_mounted = false;
};
#endif

}  // namespace

#ifdef __linux__
TEST_CASE("on a full disk the old file stays, and nothing is left of the new one") {
  const SmallDisk disk;
  if (!disk.is_mounted()) return;
  const Folder folder = Folder::create(disk.path()).value();
  REQUIRE(store::write_atomically(disk.path() / "a", "old"));
  {
    auto file = folder.begin(path("a")).value();
    const auto written = file.write(std::string(2 * 1024 * 1024, 'x'));
    REQUIRE_FALSE(written);
    CHECK(written.error().kind == base::ErrorKind::LocalIo);
    CHECK(written.error().message ==
          "cannot write " + base::from_native(disk.path() / base::to_native("a")) + ": No space left on device");
  }
  CHECK(TemporaryFolder::names_in(disk.path()) == std::vector<std::string>{"a"});
  CHECK(base::read_file(disk.path() / "a", 100).value() == "old");
}

TEST_CASE("on a full disk what arrived of a large file stays for the next run") {
  const SmallDisk disk;
  if (!disk.is_mounted()) return;
  const Folder folder = Folder::create(disk.path()).value();
  const auto digest = model::Digest::from_hex(model::DigestAlgorithm::Md5, std::string(32, '0')).value();
  const model::Entry entry{path("big"), 2 * 1024 * 1024, {digest}};
  {
    auto partial = store::Partials::open(folder).value().begin(entry).value();
    REQUIRE(partial.restart("\"v1\""));
    REQUIRE(partial.write(std::string(512 * 1024, 'x')));
    CHECK_FALSE(partial.write(std::string(1024 * 1024, 'x')));
  }
  auto partial = store::Partials::open(folder).value().begin(entry).value();
  CHECK(partial.length() >= 512 * 1024);
  CHECK(partial.entity_tag() == "\"v1\"");
  std::uint64_t other = 0;
  REQUIRE(partial.replay([&](std::string_view piece) {
    for (const char c : piece) other += c != 'x' ? 1 : 0;
    return true;
  }));
  CHECK(other == 0);
}

TEST_CASE("on a full disk the state of the last run stays") {
  const SmallDisk disk;
  if (!disk.is_mounted()) return;
  const Folder folder = Folder::create(disk.path()).value();
  {
    auto writer = store::MirrorStateWriter::create(folder).value();
    REQUIRE(writer.add(path("a"), {}, nullptr, "\"v1\""));
    REQUIRE(writer.commit(Durability::None));
  }
  {
    auto writer = store::MirrorStateWriter::create(folder).value();
    base::Result<void> added;
    for (int i = 0; i < 100'000 && added; ++i) added = writer.add(path(std::string(200, 'x')), {}, nullptr, "");
    CHECK_FALSE(added);
  }
  std::string problem;
  CHECK(store::MirrorState::load(folder, problem).size() == 1);
  CHECK(problem == "");
  CHECK(TemporaryFolder::names_in(disk.path() / ".webcid") == std::vector<std::string>{"state"});
}
#endif

TEST_CASE("a folder that is read-only is said to be so before anything is fetched") {
  if (::geteuid() == 0) {
    WARN("skipped: root may write to read-only folders");
    return;
  }
  const TemporaryFolder temporary;
  const auto root = temporary.path() / "mirror";
  std::filesystem::create_directory(root);
  REQUIRE(::chmod(root.c_str(), 0555) == 0);
  const Folder folder = Folder::create(root).value();
  const std::string shown = base::from_native(root);
  CHECK(store::Lock::acquire(folder).error().message == "cannot create " + shown + "/.webcid: Permission denied");
  CHECK(folder.begin(path("a")).error().message == "cannot create " + shown + "/a: Permission denied");
  CHECK(folder.begin(path("a/b")).error().message == "cannot create " + shown + "/a: Permission denied");
}
#endif
