// What catalogues that were asked for a second time say of files: each of those below its own folder.
#include <string>
#include <vector>

#include <diagnose/observations.hpp>
#include <diagnose/renewal.hpp>

#include "catch.hpp"

namespace webcid::diagnose::testing {
namespace {

model::Record catalogue(const std::string& path, const std::string& text) {
  static std::uint64_t last_id = 0;
  model::Record out;
  out.purpose = model::Purpose::Catalogue;
  out.path = path;
  out.outcome = model::Outcome::Verified;
  out.exchange.id = ++last_id;
  out.exchange.status = 200;
  out.exchange.body.kept = text;
  out.exchange.body.length = text.size();
  return out;
}

model::Catalogue that_lists(const std::vector<std::string>& paths) {
  model::Catalogue out;
  for (const std::string& path : paths) out.entries.push_back({*base::RelativePath::create(path), std::nullopt, {}});
  return out;
}

bool always(std::string_view) {
  return true;
}

}  // namespace

TEST_CASE("a file that the new catalogue of its folder does not list any more is explained, one that it lists is not") {
  Renewal renewal;
  renewal.add(catalogue("sub/cidsync.upd", "old"), nullptr, always);
  const model::Catalogue again = that_lists({"a.txt", "deep/b.txt"});
  renewal.add(catalogue("sub/cidsync.upd", "new text"), &again, always);
  REQUIRE(renewal.changed() != nullptr);
  CHECK(*renewal.changed() == "sub/cidsync.upd");
  CHECK_FALSE(renewal.explains_missing("sub/a.txt"));
  CHECK_FALSE(renewal.explains_missing("sub/deep/b.txt"));
  CHECK(renewal.explains_missing("sub/c.txt"));
  // Of other folders it says nothing.
  CHECK_FALSE(renewal.explains_missing("c.txt"));
  CHECK_FALSE(renewal.explains_missing("other/c.txt"));
}

TEST_CASE("a file is explained once all catalogues that cover it were asked for again, and one has changed") {
  Renewal renewal;
  renewal.add(catalogue("manifest.dat", "the same"), nullptr, always);
  renewal.add(catalogue("sub/cidsync.upd", "old"), nullptr, always);
  CHECK(renewal.covering("sub/a.txt") == std::vector<std::string>{"manifest.dat", "sub/cidsync.upd"});
  CHECK(renewal.covering("a.txt") == std::vector<std::string>{"manifest.dat"});
  const model::Catalogue none;
  renewal.add(catalogue("sub/cidsync.upd", "new text"), &none, always);
  CHECK_FALSE(renewal.explains_missing("sub/a.txt"));
  renewal.add(catalogue("manifest.dat", "the same"), &none, always);
  CHECK(renewal.explains_missing("sub/a.txt"));
  CHECK_FALSE(renewal.explains_missing("a.txt"));
}

TEST_CASE("a file with the bytes that the new catalogue promises is explained, one with other bytes is not") {
  const auto digest = [](char letter) {
    return *model::Digest::from_hex(model::DigestAlgorithm::Md5, std::string(32, letter));
  };
  Renewal renewal;
  renewal.add(catalogue("manifest.dat", "old"), nullptr, always);
  model::Catalogue again;
  again.entries.push_back({*base::RelativePath::create("a.txt"), 100, {digest('b')}});
  renewal.add(catalogue("manifest.dat", "new text"), &again, always);
  Spoiled file;
  file.path = "a.txt";
  file.expected = 100;
  file.arrived = {digest('b')};
  CHECK(renewal.explains(file));
  file.arrived = {digest('c')};
  CHECK_FALSE(renewal.explains(file));
  // Where the bytes are not known, the size that was promised has to be another one now.
  file.arrived.clear();
  CHECK_FALSE(renewal.explains(file));
  file.expected = 90;
  CHECK(renewal.explains(file));
}

}  // namespace webcid::diagnose::testing
