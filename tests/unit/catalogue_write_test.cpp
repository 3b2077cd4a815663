#include <string>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/catalogue/read.hpp>
#include <webcid/catalogue/write.hpp>

#include "catalogue_text.hpp"

using namespace webcid;
using namespace webcid::test;
using catalogue::OutputFormat;
using model::DigestAlgorithm;

namespace {

model::Entry entry(const std::string& path, std::uint64_t size = 5) {
  return {base::RelativePath::create(path).value(),
          size,
          {model::Digest::from_hex(DigestAlgorithm::Sha1, kSha1).value(),
           model::Digest::from_hex(DigestAlgorithm::Sha256, kSha256).value()}};
}

// What the writer makes of the entries, or its error.
std::string written(OutputFormat format, const std::vector<model::Entry>& entries) {
  std::string text;
  const auto sink = [&](std::string_view piece) {
    text += piece;
    return base::Result<void>();
  };
  catalogue::Writer writer(format, sink, base::parse_time("2026-01-02T03:04:05.678Z").value());
  auto done = writer.begin();
  for (const model::Entry& one : entries) {
    if (done) done = writer.add(one);
  }
  if (done) done = writer.end();
  return done ? text : "error: " + done.error().message;
}

// Legal on a Linux or Windows disk, and each of them a trap for some format.
const std::vector<std::string> kHostileNames{"a b",
                                             " lead",
                                             "trail ",
                                             "*star",
                                             "#hash",
                                             "(paren) = x",
                                             "a,b",
                                             "{\"x\":1}x",
                                             "100%",
                                             "x%20y",
                                             "std::list.3.gz",
                                             "&amp;",
                                             "<b>",
                                             "libstdc++.so",
                                             "\xE6\x97\xA5/\xE6\x9C\xAC",
                                             "'quote'",
                                             "=",
                                             "deep/er/est",
                                             "\xEF\xBB\xBF"
                                             "bom",
                                             "MD5 (x)",
                                             ".hidden",
                                             "a\xC2\x85"
                                             "b",
                                             std::string(255, 'n'),
                                             kSha256,
                                             "-----BEGIN SIGNATURE-----"};

}  // namespace

TEST_CASE("the JSON writer writes webcid-catalogue/1") {
  CHECK(written(OutputFormat::Json, {entry("savxp/a \"b\".dat"), entry("web.config"), entry("z", 0)}) ==
        "{\"schema\":\"webcid-catalogue/1\",\"created\":\"2026-01-02T03:04:05Z\",\"files\":[\n"
        "{\"path\":\"savxp/a \\\"b\\\".dat\",\"size\":5,\"sha256\":\"" +
            kSha256 + "\",\"sha1\":\"" + kSha1 +
            "\"},\n"
            "{\"path\":\"z\",\"size\":0,\"sha256\":\"" +
            kSha256 + "\",\"sha1\":\"" + kSha1 + "\"}\n]}\n");
  CHECK(shown(catalogue::read_json(written(OutputFormat::Json, {}))).empty());
}

TEST_CASE("the manifest writer writes CRLF lines with sha1 and sha256") {
  CHECK(written(OutputFormat::Manifest, {entry("savxp/a b.dat")}) ==
        "\".\\savxp\\a b.dat\" 5 " + kSha1 + "\r\n#sha256 " + kSha256 + "\r\n");
}

TEST_CASE("the sha256sums writer writes what sha256sum -c reads") {
  CHECK(written(OutputFormat::Sha256Sums, {entry("a"), entry("b c")}) == kSha256 + "  a\n" + kSha256 + "  b c\n");
}

TEST_CASE("what is written is read back the same, whatever the names") {
  std::vector<model::Entry> entries;
  std::string expected_all;
  std::string expected_sums;
  for (const std::string& name : kHostileNames) {
    entries.push_back(entry(name));
    expected_all += name + " 5 sha1:bb sha256:cc\n";
    expected_sums += name + " - sha256:cc\n";
  }
  CHECK(shown(catalogue::read("SHA256SUMS", written(OutputFormat::Sha256Sums, entries))) == expected_sums);
  const auto json = catalogue::read("webcid-catalogue.txt", written(OutputFormat::Json, entries));
  REQUIRE(json);
  REQUIRE(json->entries.size() == entries.size());
  for (std::size_t at = 0; at < entries.size(); ++at) {
    CHECK(json->entries[at].path == entries[at].path);
    CHECK(json->entries[at].size == entries[at].size);
  }
  // Names with a double quote cannot stand in manifest.dat.
  std::vector<model::Entry> unquoted;
  expected_all.clear();
  for (const std::string& name : kHostileNames) {
    if (name.find('"') != std::string::npos) continue;
    unquoted.push_back(entry(name));
    expected_all += name + " 5 sha1:bb sha256:cc\n";
  }
  CHECK(shown(catalogue::read("manifest.dat", written(OutputFormat::Manifest, unquoted))) == expected_all);
}

TEST_CASE("names that are not UTF-8 survive in manifest.dat and sha256sums") {
  const std::vector<model::Entry> entries{entry("caf\xE9")};
  CHECK(shown(catalogue::read_manifest(written(OutputFormat::Manifest, entries))) == "caf\xE9 5 sha1:bb sha256:cc\n");
  CHECK(shown(catalogue::read_checksum_list(written(OutputFormat::Sha256Sums, entries))) == "caf\xE9 - sha256:cc\n");
}

TEST_CASE("a name that the format cannot hold is an error that names it") {
  CHECK(written(OutputFormat::Json, {entry("ok"), entry("caf\xE9")}) ==
        "error: cannot list \"caf\\xe9\": JSON cannot hold a name that is not UTF-8");
  CHECK(written(OutputFormat::Manifest, {entry("a\"b")}) ==
        "error: cannot list \"a\"b\": manifest.dat cannot hold a double quote");
}

TEST_CASE("an entry without what the format needs is our own mistake") {
  model::Entry bare = entry("a");
  bare.digests.clear();
  CHECK(written(OutputFormat::Json, {bare}) == "error: the entry \"a\" has no digest");
  CHECK(written(OutputFormat::Manifest, {bare}) == "error: the entry \"a\" has no sha1");
  CHECK(written(OutputFormat::Sha256Sums, {bare}) == "error: the entry \"a\" has no sha256");
  model::Entry unsized_entry = entry("a");
  unsized_entry.size.reset();
  CHECK(written(OutputFormat::Manifest, {unsized_entry}) == "error: the entry \"a\" has no size");
}

TEST_CASE("an error of the sink ends the writing") {
  int calls = 0;
  const auto sink = [&](std::string_view) -> base::Result<void> {
    ++calls;
    return base::fail(base::ErrorKind::LocalIo, "disk full");
  };
  catalogue::Writer writer(OutputFormat::Sha256Sums, sink, {});
  auto done = writer.begin();
  for (int at = 0; at < 100'000 && done; ++at) done = writer.add(entry("a"));
  REQUIRE_FALSE(done);
  CHECK(done.error().message == "disk full");
  CHECK(calls == 1);
}

TEST_CASE("every output format is found by its option and names a well-known file") {
  std::vector<std::string> options;
  for (const auto& row : catalogue::output_formats()) {
    options.emplace_back(row.option);
    CHECK(catalogue::find_output_format(row.option) == &row);
    CHECK(&catalogue::row_of(row.format) == &row);
    CHECK_FALSE(row.digests.empty());
  }
  CHECK(options == std::vector<std::string>{"json", "manifest.dat", "sha256sums"});
  CHECK(catalogue::find_output_format("xml") == nullptr);
}
