// Which reader a file gets.
#include <string>

#include <webcid/catalogue/read.hpp>

#include "catalogue_text.hpp"

using namespace webcid;
using namespace webcid::test;

namespace {
const std::string kManifest = "\".\\a\" 5 " + kSha1 + "\n";
const std::string kJson = R"({"schema":"webcid-catalogue/1","files":[{"path":"a","md5":")" + kMd5 + "\"}]}";
}  // namespace

TEST_CASE("a well-known name decides on the reader") {
  CHECK(shown(catalogue::read("Manifest.dat", kManifest)) == "a 5 sha1:bb\n");
  CHECK(shown(catalogue::read("savxp/manifest.dat", kManifest)) == "a 5 sha1:bb\n");
  CHECK(shown(catalogue::read("webcid-catalogue.txt", kJson)) == "a - md5:aa\n");
  CHECK(shown(catalogue::read("sha1sums", kSha1 + "  a\n")) == "a - sha1:bb\n");
  CHECK(shown(catalogue::read("SHA1SUMS", kMd5 + "  a\n")) == "1:1: a line of md5 in a list of sha1 | " + kMd5 + "  a");
  CHECK_FALSE(catalogue::read("manifest.dat", kJson));
}

TEST_CASE("a sentinel is never parsed") {
  CHECK(shown(catalogue::read("cidsync.upd", kManifest)) ==
        "1:1: the format of cidsync.upd is not public | \".\\a\" 5 " + kSha1);
}

TEST_CASE("a checksum file beside a file may hold the bare digest") {
  CHECK(shown(catalogue::read("bin/setup.exe.sha256", kSha256 + "\r\n")) == "setup.exe - sha256:cc\n");
  CHECK(shown(catalogue::read("setup.exe.MD5", kMd5)) == "setup.exe - md5:aa\n");
  CHECK(shown(catalogue::read("setup.exe.md5", kMd5 + " *setup.exe\n")) == "setup.exe - md5:aa\n");
  CHECK(shown(catalogue::read("setup.exe.md5", kSha1 + "  setup.exe\n")) ==
        "1:1: a line of sha1 in a list of md5 | " + kSha1 + "  setup.exe");
  // The name of no file stands before that dot.
  CHECK(shown(catalogue::read("bin/.md5", kMd5)) == "1:33: a digest without a name | " + kMd5);
}

TEST_CASE("a file of any other name is known by its text") {
  CHECK(shown(catalogue::read("my.list", "# mine\r\n\r\n" + kManifest)) == "a 5 sha1:bb\n");
  CHECK(shown(catalogue::read_any(" \n" + kJson)) == "a - md5:aa\n");
  CHECK(shown(catalogue::read_any("\xEF\xBB\xBF" + kJson)) == "a - md5:aa\n");
  CHECK(shown(catalogue::read_any(kSha1 + "  a\n")) == "a - sha1:bb\n");
  CHECK(shown(catalogue::read_any("\\" + kSha1 + "  a\n")) == "a - sha1:bb\n");
  CHECK(shown(catalogue::read_any("SHA1 (a) = " + kSha1)) == "a - sha1:bb\n");
  CHECK(shown(catalogue::read_any("[]")) == "1:1: the catalogue is no object but an array | []");
  CHECK(shown(catalogue::read_any("\nhello\n")) ==
        "2:1: no catalogue: neither JSON, manifest.dat nor a checksum list | hello");
  const std::string neither = "1:1: no catalogue: neither JSON, manifest.dat nor a checksum list | ";
  CHECK(shown(catalogue::read_any("cafe babe")) == neither + "cafe babe");
  CHECK(shown(catalogue::read_any(std::string(40, 'z') + "  a")) == neither + std::string(40, 'z') + "  a");
  CHECK(shown(catalogue::read_any("#\n")) == "1:1: the catalogue lists no file | #");
  CHECK(shown(catalogue::read_any("<html>")) == "1:1: this is an HTML page, not a catalogue | <html>");
  CHECK(shown(catalogue::read_any("")) == "1:1: the catalogue is empty | ");
}
