#include <string>
#include <vector>

#include <webcid/digest/hasher.hpp>

#include "catch.hpp"

using namespace webcid;
using model::DigestAlgorithm;

namespace {

const std::vector<DigestAlgorithm> kAll{DigestAlgorithm::Md5, DigestAlgorithm::Sha1, DigestAlgorithm::Sha256,
                                        DigestAlgorithm::Sha384, DigestAlgorithm::Sha512};

std::vector<std::string> hex_of(const std::vector<model::Digest>& digests) {
  std::vector<std::string> hex;
  for (const model::Digest& digest : digests) hex.push_back(digest.hex());
  return hex;
}

// RFC 1321 A.5 and FIPS 180-4 examples.
const std::vector<std::string> kOfAbc{
    "900150983cd24fb0d6963f7d28e17f72", "a9993e364706816aba3e25717850c26c9cd0d89d",
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a"
    "9ac94fa54ca49f"};
const std::vector<std::string> kOfNothing{
    "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
    "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a5"
    "38327af927da3e"};

}  // namespace

TEST_CASE("all algorithms are computed in one pass, in the order asked for") {
  auto hasher = digest::Hasher::create(kAll);
  REQUIRE(hasher);
  hasher->update("a");
  hasher->update("");
  hasher->update("bc");
  const auto digests = hasher->finish();
  CHECK(hex_of(digests) == kOfAbc);
  std::vector<DigestAlgorithm> order;
  for (const auto& digest : digests) order.push_back(digest.algorithm);
  CHECK(order == kAll);
}

TEST_CASE("a hasher that is reset starts from nothing") {
  auto hasher = digest::Hasher::create(kAll);
  REQUIRE(hasher);
  hasher->update("something else");
  hasher->finish();
  hasher->reset();
  CHECK(hex_of(hasher->finish()) == kOfNothing);
  hasher->reset();
  hasher->update("half a str");
  hasher->reset();
  hasher->update("abc");
  CHECK(hex_of(hasher->finish()) == kOfAbc);
}

TEST_CASE("an algorithm asked for twice is computed once, and none gives no digest") {
  auto twice = digest::Hasher::create(std::vector{DigestAlgorithm::Sha1, DigestAlgorithm::Sha1});
  REQUIRE(twice);
  twice->update("abc");
  CHECK(hex_of(twice->finish()) == std::vector<std::string>{kOfAbc[1]});
  auto none = digest::Hasher::create({});
  REQUIRE(none);
  none->update("abc");
  CHECK(none->finish().empty());
}

TEST_CASE("a million letters give the digest of FIPS 180-4") {
  const auto digest = digest::hash_text(std::string(1'000'000, 'a'), DigestAlgorithm::Sha256);
  REQUIRE(digest);
  CHECK(digest->hex() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("digests agree when every common algorithm does") {
  const auto sha1 = digest::hash_text("abc", DigestAlgorithm::Sha1).value();
  const auto md5 = digest::hash_text("abc", DigestAlgorithm::Md5).value();
  const auto other = digest::hash_text("abd", DigestAlgorithm::Sha1).value();
  CHECK(digest::agree(std::vector{sha1, md5}, std::vector{sha1}));
  CHECK(digest::agree(std::vector{md5}, std::vector{sha1}));
  CHECK_FALSE(digest::agree(std::vector{md5, sha1}, std::vector{md5, other}));
  CHECK(digest::algorithms_of(std::vector{sha1, md5, other}) ==
        std::vector{DigestAlgorithm::Sha1, DigestAlgorithm::Md5});
}
