#include <string>
#include <vector>

#include <webcid/base/file.hpp>
#include <webcid/store/sync.hpp>

#include "catch.hpp"
#include "system_words.hpp"
#include "temporary_folder.hpp"

using namespace webcid;
using test::TemporaryFolder;

namespace {

std::vector<base::RelativePath> written(const store::Folder& folder) {
  std::vector<base::RelativePath> paths;
  store::FolderWriter writer(folder);
  for (const char* name : {"a/b/one", "a/b/two", "a/three", "four"}) {
    paths.push_back(base::RelativePath::create(name).value());
    auto file = writer.begin(paths.back());
    REQUIRE(file);
    REQUIRE(file->write("text"));
    REQUIRE(file->commit(store::Durability::None));
  }
  return paths;
}

}  // namespace

TEST_CASE("all that a run wrote is synchronised at once, or one by one where the system cannot") {
  const TemporaryFolder temporary;
  const store::Folder folder = store::Folder::create(temporary.path()).value();
  const auto paths = written(folder);
  for (const auto sync : {store::sync_written, store::sync_each}) {
    std::size_t at = 0;
    CHECK(sync(folder, [&] { return at < paths.size() ? &paths[at++] : nullptr; }));
  }
}

TEST_CASE("a file that is gone before it is synchronised is an error that names it") {
  const TemporaryFolder temporary;
  const store::Folder folder = store::Folder::create(temporary.path()).value();
  const auto paths = written(folder);
  std::filesystem::remove(temporary.path() / "a" / "three");
  std::size_t at = 0;
  const auto synced = store::sync_each(folder, [&] { return at < paths.size() ? &paths[at++] : nullptr; });
  REQUIRE_FALSE(synced);
  CHECK(synced.error().message == "cannot write " + base::from_native(temporary.path() / base::to_native("a/three")) +
                                      ": " + test::no_such_file());
}
