// Checksum lists of the GNU and BSD kinds.
#include <string>

#include <webcid/catalogue/read.hpp>

#include "catalogue_text.hpp"

using namespace webcid;
using namespace webcid::test;
using catalogue::read_checksum_list;
using model::DigestAlgorithm;

TEST_CASE("each kind of checksum line is understood") {
  struct Case {
    std::string kind, text, expected;
  };
  const Case cases[] = {
      {"md5sum", kMd5 + "  bin/a\n", "bin/a - md5:aa\n"},
      {"sha1sum, binary mode", kSha1 + " *bin/a\n", "bin/a - sha1:bb\n"},
      {"sha256sum, CRLF", kSha256 + "  a b\r\n", "a b - sha256:cc\n"},
      {"sha384sum without a final line feed", kSha384 + "  a", "a - sha384:dd\n"},
      {"sha512sum in capitals", std::string(128, 'E') + "  a\n", "a - sha512:ee\n"},
      {"find -exec sha256sum", kSha256 + "  ./a/b\n" + kSha256 + " *./c\n", "a/b - sha256:cc\nc - sha256:cc\n"},
      {"md5 -r", kMd5 + " a b\n", "a b - md5:aa\n"},
      {"BSD", "SHA256 (a/b c) = " + kSha256 + "\n", "a/b c - sha256:cc\n"},
      {"BSD with parentheses and an equals sign in the name", "MD5 (a) = (b).txt) = " + kMd5 + "\n",
       "a) = (b).txt - md5:aa\n"},
      {"openssl dgst", "SHA2-256(a)= " + kSha256 + "\nSHA512(b)= " + kSha512 + "\n", "a - sha256:cc\nb - sha512:ee\n"},
      {"both kinds and several algorithms for one file", kSha1 + "  a\nMD5 (a) = " + kMd5 + "\n" + kSha256 + "  a\n",
       "a - sha1:bb md5:aa sha256:cc\n"},
      {"comments, blank lines, BOM", "\xEF\xBB\xBF# made today\n\n   \n" + kMd5 + "  a\n#\n", "a - md5:aa\n"},
      {"the same line twice", kMd5 + "  a\n" + kMd5 + "  ./a\n", "a - md5:aa\n"},
      {"one of several twice", kMd5 + "  z\n" + kMd5 + "  a\n" + kMd5 + "  ./z\n" + kMd5 + "  b\n" + kMd5 + "  a\n",
       "z - md5:aa\na - md5:aa\nb - md5:aa\n"},
      {"blanks around a name belong to it", kMd5 + "   a \n", " a  - md5:aa\n"},
      {"a star that belongs to the name", kMd5 + "  *a\n", "*a - md5:aa\n"},
      {"a name that is not UTF-8", kMd5 + "  caf\xE9\n", "caf\xE9 - md5:aa\n"},
      {"a name that looks like a digest", kMd5 + "  " + kMd5 + "\n", kMd5 + " - md5:aa\n"},
      {"never published", kMd5 + "  bin/WEB.CONFIG\n" + kMd5 + "  desktop.ini\n" + kMd5 + "  a\n",
       "a - md5:aa\nnever bin/WEB.CONFIG\nnever desktop.ini\n"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.kind);
    CHECK(shown(read_checksum_list(one.text)) == one.expected);
  }
}

TEST_CASE("a malformed checksum list is refused with line, column and excerpt") {
  struct Case {
    std::string defect, text, expected;
  };
  const std::string good = kMd5 + "  good\n";
  const Case cases[] = {
      {"HTML page", "<html><body>404</body></html>",
       "1:1: this is an HTML page, not a catalogue | <html><body>404</body></html>"},
      {"only comments", "# x\n", "1:1: the catalogue lists no file | # x"},
      {"prose", good + "hello world\n",
       "2:1: neither \"digest  name\" nor \"ALGORITHM (name) = digest\" | hello world"},
      {"digest of a length that no algorithm has", good + std::string(56, 'a') + "  x\n",
       "2:1: no digest has 56 hex digits | " + std::string(56, 'a') + "  x"},
      {"digest cut short", good + "abc  x\n",
       "2:1: neither \"digest  name\" nor \"ALGORITHM (name) = digest\" | abc  x"},
      {"digest without a name", good + kSha1 + "\n", "2:41: a digest without a name | " + kSha1},
      {"digest with an empty name", good + kSha1 + "  \n", "2:43: path \"\" is empty | " + kSha1 + "  "},
      {"unknown tag", "RMD160 (a) = " + kSha1 + "\n", "1:1: unknown algorithm \"RMD160\" | RMD160 (a) = " + kSha1},
      {"tag with a digest of another length", "SHA1 (a) = " + kMd5 + "\n",
       "1:12: the sha1 is not 40 hex digits | SHA1 (a) = " + kMd5},
      {"tag without a closing parenthesis", "SHA1 (a = " + kSha1 + "\n",
       "1:6: the name has no closing parenthesis | SHA1 (a = " + kSha1},
      {"tag without a digest", "SHA1 (a)\n", "1:6: no \"= digest\" after the name | SHA1 (a)"},
      {"path out of the folder", good + kMd5 + "  ../a\n",
       "2:35: path \"../a\" has a \".\" or \"..\" segment | " + kMd5 + "  ../a"},
      {"path out of the folder behind ./", kMd5 + "  ./../a\n",
       "1:35: path \"../a\" has a \".\" or \"..\" segment | " + kMd5 + "  ./../a"},
      {"absolute path", kMd5 + " */etc/passwd\n", "1:35: path \"/etc/passwd\" is absolute | " + kMd5 + " */etc/passwd"},
      {"backslashes", kMd5 + "  a\\b\n", "1:35: path \"a\\b\" has a backslash | " + kMd5 + "  a\\b"},
      {"escaped line feed in a name", "\\" + kMd5 + "  a\\nb\n",
       "1:36: path \"a\\x0ab\" has a control character | \\" + kMd5 + "  a\\nb"},
      {"escaped backslash in a name", "\\" + kMd5 + "  a\\\\b\n",
       "1:36: path \"a\\b\" has a backslash | \\" + kMd5 + "  a\\\\b"},
      {"escaped backslash in a BSD line", "\\MD5 (a\\\\b) = " + kMd5 + "\n",
       "1:7: path \"a\\b\" has a backslash | \\MD5 (a\\\\b) = " + kMd5},
      {"unknown escape", "\\" + kMd5 + "  a\\tb\n", "1:36: the name has an unknown escape | \\" + kMd5 + "  a\\tb"},
      {"escape at the end", "\\" + kMd5 + "  a\\\n", "1:36: the name has an unknown escape | \\" + kMd5 + "  a\\"},
      {"NUL in a name", kMd5 + "  a" + std::string(1, '\0') + "b\n",
       "1:35: path \"a\\x00b\" has a control character | " + kMd5 + "  a\\x00b"},
      {"one path with two digests", good + kMd5 + "  b\n" + std::string(32, '0') + "  good\n",
       "3:35: \"good\" is listed twice: md5 " + std::string(32, '0') + ", not " + kMd5 + " | " + std::string(32, '0') +
           "  good"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.defect);
    CHECK(shown(read_checksum_list(one.text)) == one.expected);
  }
}

TEST_CASE("a line of another algorithm than the list's name says is refused") {
  CHECK(shown(read_checksum_list(kSha1 + "  a\n", DigestAlgorithm::Sha1)) == "a - sha1:bb\n");
  CHECK(shown(read_checksum_list(kSha1 + "  a\n" + kMd5 + "  b\n", DigestAlgorithm::Sha1)) ==
        "2:1: a line of md5 in a list of sha1 | " + kMd5 + "  b");
}

TEST_CASE("a checksum line may be as long as a line may be, and no longer") {
  const auto read = [](std::size_t length) {
    return read_checksum_list("#" + std::string(length - 1, 'x') + "\n" + kMd5 + "  a\n");
  };
  CHECK(shown(read(catalogue::kMaxLine)) == "a - md5:aa\n");
  REQUIRE_FALSE(read(catalogue::kMaxLine + 1));
  CHECK(read(catalogue::kMaxLine + 1).error().message == "the line is longer than 16384 bytes");
}

TEST_CASE("the parentheses of a BSD line are the first and the last before the digest") {
  CHECK(shown(read_checksum_list("MD5 ( a ) \t= " + kMd5)) == " a  - md5:aa\n");
  CHECK(shown(read_checksum_list("MD5 (() = " + kMd5)) == "( - md5:aa\n");
  CHECK(shown(read_checksum_list("MD5 ( = " + kMd5)) == "1:5: the name has no closing parenthesis | MD5 ( = " + kMd5);
  CHECK(shown(read_checksum_list("MD5 (=" + kMd5)) == "1:5: the name has no closing parenthesis | MD5 (=" + kMd5);
  CHECK(shown(read_checksum_list("MD5 ) (a = " + kMd5)).find("unknown algorithm \"MD5 )\"") != std::string::npos);
}

TEST_CASE("a digest alone, and one of a folder, have no name") {
  for (const std::string& digest : {kMd5, kSha1, kSha512}) {
    CHECK(shown(read_checksum_list(digest)) == fmt::format("1:{}: a digest without a name | {}", digest.size() + 1,
                                                           digest.substr(digest.size() > 120 ? 68 : 0)));
  }
  CHECK(shown(read_checksum_list(kMd5 + " ")) == "1:34: path \"\" is empty | " + kMd5 + " ");
  CHECK(shown(read_checksum_list(kMd5 + "  ./")) == "1:35: path \"\" is empty | " + kMd5 + "  ./");
}

TEST_CASE("what begins with digits is a digest if they are enough for one and a blank follows") {
  const std::string neither = "neither \"digest  name\" nor \"ALGORITHM (name) = digest\"";
  CHECK(shown(read_checksum_list("abcd")) == "1:1: " + neither + " | abcd");
  CHECK(shown(read_checksum_list("abcd  name")) == "1:1: " + neither + " | abcd  name");
  CHECK(shown(read_checksum_list(std::string(31, 'a'))) == "1:1: " + neither + " | " + std::string(31, 'a'));
  CHECK(shown(read_checksum_list(kMd5 + "-name")) == "1:1: " + neither + " | " + kMd5 + "-name");
}

TEST_CASE("an escaped line without any escape is read as it stands") {
  CHECK(shown(read_checksum_list("\\" + kMd5 + "  a\n")) == "a - md5:aa\n");
}
