#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <webcid/update/published_files.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"

using namespace webcid;

TEST_CASE("a folder's published files come by path, with sizes, without what is not published") {
  const test::TemporaryFolder folder;
  for (const char* const name :
       {"b/x.ide", "b.txt", "a/LICENSE", "manifest.dat", "cidsync.upd", "web.config", "a/Web.Config", "a/Thumbs.db",
        "desktop.ini", ".webcid/state", "webcid-catalogue.txt", "Webcid-Catalogue.json"}) {
    std::filesystem::create_directories((folder.path() / name).parent_path());
    std::ofstream(folder.path() / name) << name;
  }
  const base::Cancellation never;
  const auto found = update::published_files(folder.path(), never);
  REQUIRE(found);
  std::vector<std::string> names;
  for (const model::Entry& entry : found->entries) {
    names.push_back(entry.path.text());
    CHECK(entry.size == entry.path.text().size());
    CHECK(entry.digests.empty());
  }
  CHECK(names == std::vector<std::string>{"a/LICENSE", "b.txt", "b/x.ide", "cidsync.upd", "manifest.dat"});
  CHECK(found->left_out.empty());
}

TEST_CASE("a folder that is not there cannot be listed") {
  const test::TemporaryFolder folder;
  const base::Cancellation never;
  const auto found = update::published_files(folder.path() / "none", never);
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == base::ErrorKind::LocalIo);
}
