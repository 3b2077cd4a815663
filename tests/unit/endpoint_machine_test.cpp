// This machine's own settings, in other places than the vendor's.
#ifndef _WIN32
#include <webcid/endpoint/endpoint.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "catch.hpp"
#include "endpoint_samples.hpp"
#include "temporary_folder.hpp"

namespace webcid::endpoint {
namespace {

namespace fs = std::filesystem;
using namespace samples;

fs::path write(const fs::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

// A program of these lines of sh, in the place of savconfig.
Places with_program(const fs::path& folder, std::string_view lines) {
  const fs::path program = write(folder / "savconfig", fmt::format("#!/bin/sh\n{}\n", lines));
  fs::permissions(program, fs::perms::owner_all);
  Places out;
  out.savconfig = program.string();
  return out;
}

}  // namespace

TEST_CASE("savconfig is asked value by value, and never for a password") {
  const test::TemporaryFolder folder;
  const std::string log = (folder.path() / "log").string();
  const auto settings = read_machine(with_program(
      folder.path(), fmt::format("echo \"$*\" >> '{}'\n[ $# -eq 2 ] || exit 1\n"
                                 "[ -z \"$WEBCID_PASSWORD$HOME\" ] || exit 1\n"
                                 "case $2 in PrimaryUpdateSourcePath) echo http://srv.example/SophosUpdate ;;\n"
                                 "PrimaryUpdateUsername) echo PLANTED ;; *) echo no such setting; exit 1 ;; esac",
                                 log)));
  REQUIRE(settings);
  CHECK(settings->origin == (folder.path() / "savconfig").string() + " query");
  CHECK(settings->primary.addresses ==
        std::vector<model::Setting>{{"http://srv.example/SophosUpdate", "PrimaryUpdateSourcePath"}});
  CHECK(settings->primary.has_account);
  CHECK_FALSE(settings->secondary.is_configured);
  std::ifstream in(log);
  std::string asked((std::istreambuf_iterator<char>(in)), {});
  CHECK(asked.find("query PrimaryUpdateSourcePath\n") != std::string::npos);
  CHECK(asked.find("assword") == std::string::npos);
}

TEST_CASE("a savconfig that hangs, fails or floods is no source, and costs its time only") {
  for (const std::string_view lines :
       {"exec cat /dev/zero", "exec sleep 60", "exit 3", "kill -9 $$", "exec >&-; exec sleep 60"}) {
    const test::TemporaryFolder folder;
    Places places = with_program(folder.path(), lines);
    places.longest = std::chrono::milliseconds(300);
    const auto begun = std::chrono::steady_clock::now();
    const auto settings = read_machine(places);
    REQUIRE_FALSE(settings);
    CHECK(settings.error().kind == base::ErrorKind::LocalIo);
    CHECK(settings.error().message == places.savconfig + " query gave no answer");
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(10));
  }
}

TEST_CASE("a file in its place is read, and what is wrong with it is this machine's") {
  const test::TemporaryFolder folder;
  Places places;
  places.preferences = write(folder.path() / "com.sophos.sau.plist", xml_list(kPreferences)).string();
  const auto settings = read_machine(places);
  REQUIRE(settings);
  CHECK(settings->origin == places.preferences);
  write(places.preferences, "nothing of the kind");
  const auto broken = read_machine(places);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().kind == base::ErrorKind::LocalIo);
}

TEST_CASE("without any place there are no settings, and the way out is named") {
  const test::TemporaryFolder folder;
  Places places;
  places.preferences = (folder.path() / "one").string();
  places.savconfig = (folder.path() / "two").string();
  const auto settings = read_machine(places);
  REQUIRE_FALSE(settings);
  CHECK(settings.error().kind == base::ErrorKind::LocalIo);
  CHECK(settings.error().message ==
        fmt::format(
            "this machine has no update settings ({}, {}): --file, in a check --endpoint-file, reads a copied one",
            places.preferences, places.savconfig));
}

TEST_CASE("a copied file that is the wrong one is a mistake of usage, one that cannot be read is not") {
  const test::TemporaryFolder folder;
  const std::string wrong = write(folder.path() / "notes.txt", "nothing of the kind").string();
  const auto unknown = read_file(wrong);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind == base::ErrorKind::Usage);
  const auto missing = read_file(wrong + ".gone");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == base::ErrorKind::LocalIo);
  // 100 MiB, of which not much is read.
  fs::resize_file(wrong, std::uintmax_t{100} << 20U);
  const auto large = read_file(wrong);
  REQUIRE_FALSE(large);
  CHECK(large.error().kind == base::ErrorKind::Usage);
  CHECK(large.error().message == wrong + " is larger than 1048576 bytes");
}

}  // namespace webcid::endpoint
#endif
