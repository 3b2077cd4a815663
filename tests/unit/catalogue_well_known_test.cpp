#include <algorithm>
#include <set>
#include <string>

#include <webcid/base/text.hpp>
#include <webcid/catalogue/well_known.hpp>

#include "catch.hpp"

using namespace webcid;

TEST_CASE("every well-known catalogue name is in the table once") {
  const std::set<std::string> expected{
      "manifest.dat", "cidsync.upd",    "webcid-catalogue.txt", "SHA512SUMS",   "SHA256SUMS",  "SHA1SUMS",
      "MD5SUMS",      "SHA512SUMS.txt", "SHA256SUMS.txt",       "SHA1SUMS.txt", "MD5SUMS.txt", "webcid-catalogue.json"};
  std::set<std::string> found;
  for (const auto& row : catalogue::well_known()) {
    CHECK(found.insert(std::string(row.name)).second);
    CHECK((row.kind == catalogue::WellKnownKind::ChecksumList) == row.algorithm.has_value());
    CHECK(catalogue::find(base::to_lower(row.name)) == &row);
  }
  CHECK(found == expected);
}

TEST_CASE("a catalogue is found by its name in any case, and only by its whole name") {
  REQUIRE(catalogue::find("MANIFEST.DAT") != nullptr);
  CHECK(catalogue::find("MANIFEST.DAT")->kind == catalogue::WellKnownKind::Manifest);
  CHECK(catalogue::find("cidsync.upd")->kind == catalogue::WellKnownKind::Sentinel);
  CHECK(catalogue::find("sha1sums.txt")->algorithm == model::DigestAlgorithm::Sha1);
  for (const char* name : {"", "manifest", "manifest.dat.bak", "x/manifest.dat", "SHA224SUMS"}) {
    CHECK(catalogue::find(name) == nullptr);
  }
}
