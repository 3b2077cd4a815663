// manifest.dat, after the grammar of endpoint.md section 2.
#include <string>

#include <webcid/catalogue/read.hpp>

#include "catalogue_text.hpp"

using namespace webcid;
using namespace webcid::test;
using catalogue::read_manifest;

namespace {

std::string entry(const std::string& path, const std::string& size = "5", const std::string& sha1 = kSha1) {
  return "\"" + path + "\" " + size + " " + sha1 + "\n";
}

const std::string kHealthy = entry(".\\savxp\\sophos anti-virus.msi", "4096") + "#sha256 " + kSha256 + "\n#sha384 " +
                             kSha384 + "\n" + entry(".\\vdl.dat", "0");
const std::string kSignature = "-----BEGIN SIGNATURE-----\nAAAA\n==\n-----END SIGNATURE-----\n";
const std::string kCertificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

}  // namespace

TEST_CASE("a manifest's entries carry size, sha1 and the digests below them") {
  const auto read = read_manifest(kHealthy);
  CHECK(shown(read) == "savxp/sophos anti-virus.msi 4096 sha1:bb sha256:cc sha384:dd\nvdl.dat 0 sha1:bb\n");
  REQUIRE(read);
  CHECK(read->format == model::CatalogueFormat::Manifest);
  CHECK(read->entries[0].digests[1].hex() == kSha256);
}

TEST_CASE("a manifest may differ in line ends, case, slashes, blanks and comments") {
  const std::string expected = "a/b 5 sha1:ab sha256:cd\n";
  const std::string sha1 = std::string(20, 'A') + std::string(20, 'b');
  const std::string mixed_sha1 = "aBaBaBaBaBaBaBaBaBaBaBaBaBaBaBaBaBaBaBaB";
  std::string sha256;
  for (int at = 0; at < 32; ++at) sha256 += "Cd";
  const std::string digest = "#sha256 " + sha256;
  const std::string line = "\".\\a\\b\" 5 " + mixed_sha1;
  for (const std::string& text : {
           line + "\n" + digest + "\n",
           line + "\r\n" + digest + "\r\n",
           line + "\r\n" + digest,
           "\xEF\xBB\xBF" + line + "\n" + digest + "\n",
           "\"./a/b\" 5 " + mixed_sha1 + "\n" + digest + "\n",
           "\".\\a/b\"  5\t" + mixed_sha1 + "  \n#SHA256 " + sha256 + "\n",
           "# made by hand\n\n" + line + "\n#\n#sha1 zzz\n#sha256sum of nothing\n" + digest + "\n\n",
           line + "\n" + digest + "\n" + digest + "\n",
           line + "\n" + digest + "\n" + line + "\n",
       }) {
    CAPTURE(text);
    CHECK(shown(read_manifest(text)) == expected);
  }
}

TEST_CASE("a signature is noticed and skipped, certificates are skipped") {
  CHECK(shown(read_manifest(entry(".\\a") + kSignature + kCertificate + kCertificate)) == "a 5 sha1:bb\nsigned\n");
  CHECK(shown(read_manifest(entry(".\\a") + kCertificate)) == "a 5 sha1:bb\n");
}

TEST_CASE("web.config and its like are no entries of a manifest, nor are the digests below them") {
  CHECK(shown(read_manifest(entry(".\\x\\Web.Config") + "#sha256 " + kSha256 + "\n" + entry(".\\a") +
                            entry(".\\THUMBS.DB") + entry(".\\x\\Web.Config", "6"))) ==
        "a 5 sha1:bb\nnever THUMBS.DB\nnever x/Web.Config\n");
}

TEST_CASE("a malformed manifest is refused with line, column and excerpt") {
  struct Case {
    std::string defect, text, expected;
  };
  const std::string good = entry(".\\good");
  const Case cases[] = {
      {"empty", "", "1:1: the catalogue is empty | "},
      {"blank", " \r\n\n", "1:1: the catalogue is empty | "},
      {"comments only", "# nothing\n", "1:1: the catalogue lists no file | # nothing"},
      {"HTML page", "\r\n<!DOCTYPE html>\n<html>", "2:1: this is an HTML page, not a catalogue | <!DOCTYPE html>"},
      {"UTF-16", std::string("\xFF\xFE\"\0", 4), "1:1: the catalogue is UTF-16, not UTF-8 | \\xff\\xfe\"\\x00"},
      {"no quote", good + ".\\a 5 x\n", "2:1: neither an entry (\".\\path\" size sha1) nor a comment | .\\a 5 x"},
      {"quote left open", good + "\".\\a 5 x\r\n", "2:1: the path has no closing quote | \".\\a 5 x"},
      {"no blank after the path", good + "\".\\a\"5 x\n", "2:6: no blank after the path | \".\\a\"5 x"},
      {"line cut after the path", good + "\".\\a\"", "2:6: no blank after the path | \".\\a\""},
      {"negative size", good + "\".\\a\" -5 x\n", "2:7: the size is no whole number | \".\\a\" -5 x"},
      {"size beyond 64 bits", good + "\".\\a\" 18446744073709551616 x\n",
       "2:7: the size is no whole number | \".\\a\" 18446744073709551616 x"},
      {"sha1 cut short", good + "\".\\a\" 5 abc\n", "2:9: the sha1 is not 40 hex digits | \".\\a\" 5 abc"},
      {"sha1 missing", good + "\".\\a\" 5\n", "2:8: the sha1 is not 40 hex digits | \".\\a\" 5"},
      {"sha1 with a letter that is no hex digit", "\".\\a\" 5 " + std::string(39, 'b') + "g\n",
       "1:9: the sha1 is not 40 hex digits | \".\\a\" 5 " + std::string(39, 'b') + "g"},
      {"something after the sha1", "\".\\a\" 5 " + kSha1 + " x\n",
       "1:9: the sha1 is not 40 hex digits | \".\\a\" 5 " + kSha1 + " x"},
      {"path out of the folder", good + entry("..\\a"),
       "2:2: path \"../a\" has a \".\" or \"..\" segment | \"..\\a\" 5 " + kSha1},
      {"path out of the folder from within", good + entry(".\\a\\..\\..\\b"),
       "2:2: path \"a/../../b\" has a \".\" or \"..\" segment | \".\\a\\..\\..\\b\" 5 " + kSha1},
      {"absolute path", entry("\\a"), "1:2: path \"/a\" is absolute | \"\\a\" 5 " + kSha1},
      {"UNC path", entry("\\\\srv\\a"), "1:2: path \"//srv/a\" is absolute | \"\\\\srv\\a\" 5 " + kSha1},
      {"drive", entry("C:\\a"), "1:2: path \"C:/a\" names a drive | \"C:\\a\" 5 " + kSha1},
      {"drive below the prefix", entry(".\\C:\\a"), "1:2: path \"C:/a\" names a drive | \".\\C:\\a\" 5 " + kSha1},
      {"device name", entry(".\\aux.txt"),
       "1:2: path \"aux.txt\" is a device name on Windows | \".\\aux.txt\" 5 " + kSha1},
      {"control character", entry(".\\a\tb"),
       "1:2: path \"a\\x09b\" has a control character | \".\\a\\x09b\" 5 " + kSha1},
      {"empty path", entry(""), "1:2: path \"\" is empty | \"\" 5 " + kSha1},
      {"only the prefix", entry(".\\"), "1:2: path \"\" is empty | \".\\\" 5 " + kSha1},
      {"no prefix", entry("a"), "1:2: the path does not begin with \".\\\" | \"a\" 5 " + kSha1},
      {"digest above every entry", "#sha256 " + kSha256 + "\n",
       "1:1: #sha256 without an entry above | #sha256 " + kSha256},
      {"digest of a wrong length", good + "#sha384 " + kSha256 + "\n",
       "2:9: #sha384 is not 96 hex digits | #sha384 " + kSha256},
      {"digest line without digest", good + "#sha256\n", "2:8: #sha256 is not 64 hex digits | #sha256"},
      {"two different digests", good + "#sha256 " + kSha256 + "\n#sha256 " + std::string(64, '0') + "\n",
       "3:1: a second, different sha256 for one entry | #sha256 " + std::string(64, '0')},
      {"the same path, another size", good + entry(".\\b") + entry(".\\good", "6"),
       "3:2: \"good\" is listed twice: size 6, not 5 | \".\\good\" 6 " + kSha1},
      {"the same path, another sha1", good + entry(".\\good", "5", std::string(40, '0')),
       "2:2: \"good\" is listed twice: sha1 " + std::string(40, '0') + ", not " + kSha1 + " | \".\\good\" 5 " +
           std::string(40, '0')},
      {"signature without end", good + "-----BEGIN SIGNATURE-----\nAAAA\n",
       "2:1: no \"-----END SIGNATURE-----\" follows | -----BEGIN SIGNATURE-----"},
      {"an entry smuggled in below the signature", good + kSignature + entry(".\\b"),
       "6:1: an entry after the signature | \".\\b\" 5 " + kSha1},
      {"two signatures", good + kSignature + kSignature, "6:1: a second signature | -----BEGIN SIGNATURE-----"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.defect);
    CHECK(shown(read_manifest(one.text)) == one.expected);
  }
}

TEST_CASE("an over-long line is refused where it becomes too long") {
  const auto read = read_manifest(entry(".\\a") + "#" + std::string(catalogue::kMaxLine, 'x') + "\n");
  REQUIRE_FALSE(read);
  CHECK(read.error().line == 2);
  CHECK(read.error().column == catalogue::kMaxLine + 1);
  CHECK(read.error().message == "the line is longer than 16384 bytes");
  CHECK(read.error().excerpt == std::string(61, 'x'));
  CHECK(read_manifest(entry(".\\a") + "#" + std::string(catalogue::kMaxLine - 1, 'x') + "\n"));
}

TEST_CASE("an excerpt is printable, at most 120 bytes, and never cuts a character") {
  std::string line = "\"";
  for (int at = 0; at < 60; ++at) line += "\xE6\x97\xA5";
  const auto read = read_manifest(line);
  REQUIRE_FALSE(read);
  CHECK(read.error().excerpt.size() == 118);
  CHECK(read.error().excerpt == line.substr(0, 118));
  // A line of 120 bytes is shown whole wherever its mistake stands; one of 121 from 60 bytes before it.
  const auto excerpt = [](std::size_t before, const std::string& name) {
    return read_manifest("\".\\" + std::string(before, 'x') + name + "\" x").error().excerpt;
  };
  CHECK(excerpt(114, "") == "\".\\" + std::string(114, 'x') + "\" x");
  CHECK(excerpt(115, "") == std::string(58, 'x') + "\" x");
  // From the first whole character on.
  const std::string day = "\xE6\x97\xA5";
  for (const std::size_t after : {55U, 56U, 57U, 58U}) {
    const std::string rest(after, 'y');
    CHECK(excerpt(100, day + rest) == (after == 55 ? day : "") + rest + "\" x");
  }
  const auto escape = read_manifest("\x1B[2J");
  REQUIRE_FALSE(escape);
  CHECK(escape.error().excerpt == "\\x1b[2J");
}
