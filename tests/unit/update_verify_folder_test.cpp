#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/digest/hasher.hpp>
#include <webcid/store/atomic_file.hpp>
#include <webcid/update/verify_folder.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"

#ifndef _WIN32
#include <sys/stat.h>
#endif

using namespace webcid;
using model::DigestAlgorithm;
using test::TemporaryFolder;

namespace {

void put(const TemporaryFolder& folder, const std::string& name, const std::string& text) {
  const auto path = folder.path() / base::to_native(name);
  std::filesystem::create_directories(path.parent_path());
  REQUIRE(store::write_atomically(path, text, store::Durability::None));
}

model::Entry entry(const std::string& name, const std::string& text,
                   const std::vector<DigestAlgorithm>& algorithms = {DigestAlgorithm::Sha1, DigestAlgorithm::Sha256}) {
  model::Entry made{base::RelativePath::create(name).value(), text.size(), {}};
  for (const DigestAlgorithm algorithm : algorithms) made.digests.push_back(digest::hash_text(text, algorithm).value());
  return made;
}

struct Run {
  update::FolderResult result;
  std::vector<std::string> lines;  // "path: outcome size reason"
};

Run run(const TemporaryFolder& folder, const std::vector<model::Entry>& entries) {
  const base::Cancellation never;
  Run made;
  auto result = update::verify_folder(folder.path(), entries, never, [&](const update::LocalOutcome& one) {
    made.lines.push_back(
        fmt::format("{}: {} {} {}", one.entry.path.text(), model::name_of(one.outcome), one.size, one.reason));
  });
  REQUIRE(result);
  made.result = *result;
  return made;
}

}  // namespace

TEST_CASE("a folder that holds what its catalogue says is healthy") {
  const TemporaryFolder folder;
  put(folder, "vdl.dat", "one");
  put(folder, "bin/libstdc++.so.6", std::string(700'000, 'x'));
  put(folder, "empty", "");
  const Run made = run(folder, {entry("vdl.dat", "one"), entry("bin/libstdc++.so.6", std::string(700'000, 'x')),
                                entry("empty", "", {DigestAlgorithm::Md5}), entry("vdl.dat", "one", {})});
  CHECK(made.lines == std::vector<std::string>{"vdl.dat: verified 3 ", "bin/libstdc++.so.6: verified 700000 ",
                                               "empty: verified 0 ", "vdl.dat: verified 3 "});
  CHECK(made.result.verified == 4);
  CHECK(made.result.without_digest == 1);
  CHECK(made.result.bytes == 700'006);  // what has no digest is read as well: can it be?
  CHECK(made.result.extra == 0);
  CHECK(made.result.healthy());
}

TEST_CASE("each way in which a local file differs has its own outcome") {
  const TemporaryFolder folder;
  put(folder, "short", "on");
  put(folder, "altered", "two");
  put(folder, "folder/x", "");
  put(folder, "second-digest", "abc");
  model::Entry second = entry("second-digest", "abc", {DigestAlgorithm::Sha1});
  second.digests.push_back(digest::hash_text("abd", DigestAlgorithm::Md5).value());
  model::Entry unsized_entry = entry("altered", "one", {DigestAlgorithm::Md5});
  unsized_entry.size.reset();
  const Run made =
      run(folder, {entry("short", "one"), entry("altered", "one", {DigestAlgorithm::Md5}), entry("missing", "x"),
                   entry("missing/too", "x"), entry("folder", "x"), second, unsized_entry, entry("folder/x", "")});
  const std::string md5_one = digest::hash_text("one", DigestAlgorithm::Md5)->hex();
  const std::string md5_two = digest::hash_text("two", DigestAlgorithm::Md5)->hex();
  CHECK(made.lines == std::vector<std::string>{
                          "short: wrong-size 2 size 2, not 3",
                          "altered: wrong-hash 3 md5 " + md5_two + ", not " + md5_one,
                          "missing: failed 0 no such file",
                          "missing/too: failed 0 no such file",
                          "folder: failed 0 is no regular file",
                          "second-digest: wrong-hash 3 md5 " + digest::hash_text("abc", DigestAlgorithm::Md5)->hex() +
                              ", not " + digest::hash_text("abd", DigestAlgorithm::Md5)->hex(),
                          "altered: wrong-hash 3 md5 " + md5_two + ", not " + md5_one,
                          "folder/x: verified 0 ",
                      });
  CHECK(made.result.verified == 1);
  CHECK(made.result.wrong_size == 1);
  CHECK(made.result.wrong_hash == 3);
  CHECK(made.result.failed == 3);
  CHECK_FALSE(made.result.healthy());
}

TEST_CASE("files that no entry names are counted, the tool's own and IIS's are not") {
  const TemporaryFolder folder;
  for (const char* name :
       {"a", "extra", "bin/extra two", ".webcid/state", ".webcid/partial/x", "web.config", "bin/Thumbs.db",
        "desktop.ini", "manifest.dat", "bin/SHA256SUMS", "cidsync.upd", "bin/.webcid/x"}) {
    put(folder, name, "x");
  }
  const Run made = run(folder, {entry("a", "x")});
  CHECK(made.result.extra == 3);
  auto examples = made.result.extra_examples;
  std::sort(examples.begin(), examples.end());
  CHECK(examples == std::vector<std::string>{"bin/.webcid/x", "bin/extra two", "extra"});
  CHECK(made.result.healthy());
}

TEST_CASE("a folder that is none is an error of this machine") {
  const TemporaryFolder folder;
  put(folder, "a", "x");
  const base::Cancellation never;
  for (const char* name : {"a", "none"}) {
    const auto result = update::verify_folder(folder.path() / name, {}, never, [](const auto&) {});
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == base::ErrorKind::LocalIo);
    CHECK(result.error().message.find("cannot read " + base::from_native(folder.path() / name) + ": ") == 0);
  }
}

TEST_CASE("Ctrl-C ends a verification with what is known so far") {
  const TemporaryFolder folder;
  put(folder, "a", "x");
  put(folder, "b", "x");
  base::Cancellation cancellation;
  const std::vector<model::Entry> entries{entry("a", "x"), entry("b", "x")};
  const auto result = update::verify_folder(folder.path(), entries, cancellation,
                                            [&](const update::LocalOutcome&) { cancellation.request(); });
  REQUIRE(result);
  CHECK(result->interrupted);
  CHECK(result->verified == 1);
  CHECK_FALSE(result->healthy());
}

#ifndef _WIN32
TEST_CASE("a pipe under an entry's name is refused, not waited for") {
  const TemporaryFolder folder;
  REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  const Run made = run(folder, {entry("pipe", "x")});
  CHECK(made.lines == std::vector<std::string>{"pipe: failed 0 is no regular file"});
}
#endif
