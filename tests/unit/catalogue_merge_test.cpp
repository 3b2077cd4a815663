#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <webcid/catalogue/merge.hpp>

#include "catalogue_text.hpp"

using namespace webcid;
using namespace webcid::test;
using catalogue::merge;
using catalogue::Source;

namespace {

Source source(const std::string& name, const std::string& folder, const std::string& checksum_lines) {
  auto read = catalogue::read_checksum_list(checksum_lines);
  REQUIRE(read);
  return {std::move(*read), folder, name};
}

std::string shown(const catalogue::Merged& merged) {
  model::Catalogue flat;
  flat.entries = merged.entries;
  flat.never_published = merged.never_published;
  flat.is_signed = merged.is_signed;
  std::string text = test::shown(flat);
  for (const auto& one : merged.disagreements) {
    text += fmt::format("{}: {} against {}: {}\n", one.path.text(), one.source_a, one.source_b, one.what);
  }
  for (const auto& one : merged.refusals) text += fmt::format("refused by {}: {}\n", one.source, one.why);
  return text;
}

}  // namespace

TEST_CASE("catalogues are merged below their folders, digests united, sorted by path") {
  std::vector<Source> sources;
  sources.push_back(source("SHA1SUMS", "", kSha1 + "  z\n" + kSha1 + "  savxp/b\n" + kSha1 + "  a\n"));
  sources.push_back(source("savxp/MD5SUMS", "savxp", kMd5 + "  b\n" + kMd5 + "  web.config\n" + kMd5 + "  c/d\n"));
  sources[1].catalogue.is_signed = true;
  CHECK(shown(merge(std::move(sources))) ==
        "a - sha1:bb\nsavxp/b - sha1:bb md5:aa\nsavxp/c/d - md5:aa\nz - sha1:bb\nnever savxp/web.config\nsigned\n");
}

TEST_CASE("one catalogue alone is sorted, and none gives nothing") {
  std::vector<Source> one;
  one.push_back(source("MD5SUMS", "", kMd5 + "  d\n" + kMd5 + "  b\n" + kMd5 + "  a\n" + kMd5 + "  c\n"));
  CHECK(shown(merge(std::move(one))) == "a - md5:aa\nb - md5:aa\nc - md5:aa\nd - md5:aa\n");
  CHECK(shown(merge({})).empty());
}

TEST_CASE("what catalogues say differently of one file is reported, and the first one wins") {
  std::vector<Source> sources;
  sources.push_back(source("MD5SUMS", "", kMd5 + "  x/a\n"));
  sources.push_back(source("x/MD5SUMS", "x", std::string(32, '0') + "  a\n"));
  sources.push_back(source("x/SHA1SUMS", "x", kSha1 + "  a\n"));
  sources[0].catalogue.entries[0].size = 4;
  sources[2].catalogue.entries[0].size = 5;
  const auto merged = merge(std::move(sources));
  CHECK(merged.disagreement_count == 2);
  CHECK(shown(merged) == "x/a 4 md5:aa sha1:bb\nx/a: MD5SUMS against x/MD5SUMS: md5 " + std::string(32, '0') +
                             ", not " + kMd5 + "\nx/a: MD5SUMS against x/SHA1SUMS: size 5, not 4\n");
}

TEST_CASE("a path that its folder makes too long is refused") {
  std::string folder = "f";
  while (folder.size() < 4095) folder += "/f";
  std::vector<Source> sources;
  sources.push_back(source("MD5SUMS", folder, kMd5 + "  a\n"));
  const auto merged = merge(std::move(sources));
  CHECK(merged.entries.empty());
  CHECK(merged.refusal_count == 1);
  REQUIRE(merged.refusals.size() == 1);
  CHECK(merged.refusals[0].path == folder + "/a");
  CHECK(merged.refusals[0].source == "MD5SUMS");
}

TEST_CASE("of what is refused or disagrees some is kept, and all is counted") {
  std::string folder = "f";
  while (folder.size() < 4095) folder += "/f";
  std::string lines, others;
  for (std::size_t at = 0; at < catalogue::kMaxReported + 5; ++at) {
    lines += fmt::format("{}  {:04}\n", kMd5, at);
    others += fmt::format("{:032}  {:04}\n", 0, at);
  }
  std::vector<Source> sources;
  sources.push_back(source("MD5SUMS", folder, lines));
  sources.push_back(source("MD5SUMS", "", lines));
  sources.push_back(source("md5.txt", "", others));
  const auto merged = merge(std::move(sources));
  CHECK(merged.refusal_count == catalogue::kMaxReported + 5);
  CHECK(merged.refusals.size() == catalogue::kMaxReported);
  CHECK(merged.disagreement_count == catalogue::kMaxReported + 5);
  CHECK(merged.disagreements.size() == catalogue::kMaxReported);
}

TEST_CASE("of names that are never published some are kept, and none is an entry") {
  std::string lines;
  for (std::size_t at = 0; at < catalogue::kMaxNeverPublished + 5; ++at)
    lines += fmt::format("{}  {}/web.config\n", kMd5, at);
  const auto read = catalogue::read_checksum_list(lines);
  REQUIRE(read);
  CHECK(read->entries.empty());
  CHECK(read->never_published.size() == catalogue::kMaxNeverPublished);
}
