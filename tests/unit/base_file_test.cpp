#include <webcid/base/file.hpp>

#include <fstream>

#include "catch.hpp"
#include "temporary_folder.hpp"

#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#endif

using namespace webcid;
using base::Kind;
using base::Links;

namespace {

void write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("a folder's children are listed by name with what they are") {
  const test::TemporaryFolder folder;
  write(folder.path() / "b", "12345");
  write(folder.path() / base::to_native("更新.dat"), "1");
  REQUIRE(base::make_folders(folder.path() / "a" / "deep" / "er") == 0);
  REQUIRE(base::make_folders(folder.path() / "a" / "deep") == 0);  // there already
  const auto children = base::children_of(folder.path());
  REQUIRE(children);
  REQUIRE(children->size() == 3);
  CHECK(((*children)[0].name == "a" && (*children)[0].kind == Kind::Folder));
  CHECK(((*children)[1].name == "b" && (*children)[1].kind == Kind::File && (*children)[1].size == 5));
  CHECK(((*children)[2].name == "更新.dat" && (*children)[2].size == 1));
  CHECK(base::is_folder(folder.path() / "a" / "deep" / "er"));
  CHECK(base::make_folders(folder.path() / "b" / "c") != 0);
}

TEST_CASE("what lies under a name is told, and nothing is not an error") {
  const test::TemporaryFolder folder;
  write(folder.path() / "a", "123");
  const base::Status file = base::status_of(folder.path() / "a", Links::Show);
  CHECK((file.kind == Kind::File && file.size == 3 && file.error == 0));
  const auto age = std::chrono::system_clock::now() - file.modified;
  CHECK((age > std::chrono::minutes(-1) && age < std::chrono::minutes(1)));
  CHECK(base::status_of(folder.path(), Links::Show).kind == Kind::Folder);
  const base::Status missing = base::status_of(folder.path() / "b", Links::Follow);
  CHECK(missing.kind == Kind::Missing);
  CHECK(base::system_words(missing.error) == "No such file or directory");
  CHECK(base::is_same_place(folder.path() / "a", folder.path() / "." / "a"));
  CHECK_FALSE(base::is_same_place(folder.path() / "a", folder.path() / "b"));
}

TEST_CASE("a folder cannot be read as a file") {
  const test::TemporaryFolder folder;
  const auto text = base::read_file(folder.path(), 100);
  REQUIRE_FALSE(text);
  CHECK(text.error().kind == base::ErrorKind::LocalIo);
  CHECK(text.error().message == "cannot read " + base::from_native(folder.path()) + ": Is a directory");
}

TEST_CASE("a path of more than 260 characters is made, written to, listed and read") {
  const test::TemporaryFolder folder;
  std::filesystem::path deep = folder.path();
  for (int i = 0; i < 12; ++i) deep /= base::to_native("日本語の長いフォルダー名で二百六十を超える");
  REQUIRE(base::make_folders(deep) == 0);
  CHECK(base::is_folder(deep));
  CHECK(base::children_of(deep).value().empty());
  CHECK(base::children_of(deep.parent_path()).value().size() == 1);
  CHECK(base::from_native(deep).find("?") == std::string::npos);
}

#ifndef _WIN32
TEST_CASE("links are shown or followed, as is asked") {
  const test::TemporaryFolder folder;
  write(folder.path() / "a", "123");
  std::filesystem::create_symlink("a", folder.path() / "link");
  CHECK(base::status_of(folder.path() / "link", Links::Show).kind == Kind::Link);
  CHECK(base::status_of(folder.path() / "link", Links::Follow).kind == Kind::File);
  CHECK(base::children_of(folder.path()).value()[1].kind == Kind::Link);
}

TEST_CASE("a pipe is not waited for, and a device is not read without end") {
  const test::TemporaryFolder folder;
  const auto pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  for (const std::filesystem::path& path :
       {pipe, std::filesystem::path("/dev/zero"), std::filesystem::path("/dev/null")}) {
    const auto text = base::read_file(path, 100);
    REQUIRE_FALSE(text);
    CHECK(text.error().kind == base::ErrorKind::LocalIo);
    CHECK(text.error().message == "cannot read " + path.string() + ": is no regular file");
  }
}

TEST_CASE("what a shell hands over as /dev/fd is read to its end") {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  REQUIRE(::write(ends[1], "handed over", 11) == 11);
  close(ends[1]);
  CHECK(base::read_file("/dev/fd/" + std::to_string(ends[0]), 100).value() == "handed over");
  close(ends[0]);
}

TEST_CASE("where anything is accepted, /dev/null is an empty file") {
  CHECK(base::read_file("/dev/null", 100, base::Accept::Anything).value().empty());
  const auto endless = base::read_file("/dev/zero", 100, base::Accept::Anything);
  REQUIRE_FALSE(endless);
  CHECK(endless.error().message == "/dev/zero is larger than 100 bytes");
}
#endif
