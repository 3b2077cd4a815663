// "webcid-catalogue/1", design section 6.
#include <string>

#include <webcid/catalogue/read.hpp>

#include "catalogue_text.hpp"

using namespace webcid;
using namespace webcid::test;
using catalogue::read_json;

namespace {

const std::string kHead = R"({"schema":"webcid-catalogue/1","files":[)";

// A catalogue with these members of "files", on line 2.
std::string with(const std::string& files) {
  return kHead + "\n" + files + "\n]}";
}
std::string file(const std::string& members) {
  return "{" + members + "}";
}
const std::string kMd5Member = "\"md5\":\"" + kMd5 + "\"";

}  // namespace

TEST_CASE("a JSON catalogue's files carry size and digests") {
  const auto read = read_json(R"({"schema":"webcid-catalogue/1","created":"2026-01-01T00:00:00Z","files":[)"
                              R"({"path":"savxp/vdl.dat","size":18446744073709551615,"sha256":")" +
                              kSha256 + R"(","sha1":")" + kSha1 + R"(","md5":")" + kMd5 + R"("},{"sha512":")" +
                              kSha512 + R"(","path":"b","sha384":")" + kSha384 + R"("}]})");
  CHECK(shown(read) == "savxp/vdl.dat 18446744073709551615 sha256:cc sha1:bb md5:aa\nb - sha512:ee sha384:dd\n");
  REQUIRE(read);
  CHECK(read->format == model::CatalogueFormat::Json);
}

TEST_CASE("unknown keys are skipped at every level, and the schema may stand last") {
  CHECK(shown(read_json(R"({"files":[{"x":{"path":"no","files":[{"md5":1}]},"y":[[],{"path":1}],"z":null,"path":"a",)" +
                        kMd5Member +
                        R"(,"w":-1.5e3}],"tool":{"schema":1,"schema":2},"list":[1,"2",true,{"a":[]}],)"
                        R"("schema":"webcid-catalogue/1"})")) == "a - md5:aa\n");
}

TEST_CASE("escapes, a BOM, an empty list and the same file twice are taken") {
  CHECK(shown(read_json("\xEF\xBB\xBF" + with(""))).empty());
  CHECK(shown(read_json(with(file(R"("path":"a\u0062\"\u65e5+%20",)" + kMd5Member)))) ==
        "ab\"\xE6\x97\xA5+%20 - md5:aa\n");
  const std::string one = file("\"path\":\"a\",\"size\":1," + kMd5Member);
  CHECK(shown(read_json(with(one + "," + file("\"path\":\"a\",\"sha1\":\"" + kSha1 + "\"")))) ==
        "a 1 md5:aa sha1:bb\n");
  CHECK(shown(read_json(with(file("\"path\":\"x/web.config\"," + kMd5Member)))) == "never x/web.config\n");
}

TEST_CASE("a malformed JSON catalogue is refused with line, column and excerpt") {
  struct Case {
    std::string defect, text, expected;
  };
  const std::string good = file("\"path\":\"good\",\"size\":1," + kMd5Member);
  const auto path_case = [&](const std::string& path, const std::string& why) {
    const std::string line = file("\"path\":\"" + path + "\"," + kMd5Member);
    return std::pair{with(line), "2:9: " + why + " | " + line};
  };
  const auto [dots, dots_said] = path_case("../a", "path \"../a\" has a \".\" or \"..\" segment");
  const auto [absolute, absolute_said] = path_case("/a", "path \"/a\" is absolute");
  const auto [control, control_said] = path_case("a\\u0000b", "path \"a\\x00b\" has a control character");
  const auto [backslash, backslash_said] = path_case("a\\\\b", "path \"a\\b\" has a backslash");
  const std::string other = file("\"path\":\"good\",\"size\":2," + kMd5Member);
  const Case cases[] = {
      {"HTML page", "<html></html>", "1:1: this is an HTML page, not a catalogue | <html></html>"},
      {"an array", "[1]", "1:1: the catalogue is no object but an array | [1]"},
      {"a string", "\"x\"", "1:1: the catalogue is no object but a string | \"x\""},
      {"no schema", R"({"files":[]})", R"(1:1: no "schema" | {"files":[]})"},
      {"no files", R"({"schema":"webcid-catalogue/1"})", R"(1:1: no "files" | {"schema":"webcid-catalogue/1"})"},
      {"another schema", R"({"schema":"webcid-catalogue/2"})",
       R"(1:11: the schema is not "webcid-catalogue/1" | {"schema":"webcid-catalogue/2"})"},
      {"schema is a number", R"({"schema":  12})", R"(1:15: "schema" is no string but a number | {"schema":  12})"},
      {"files is an object", R"({"files":{}})", R"(1:10: "files" is no array but an object | {"files":{}})"},
      {"files holds a string", R"({"files":["a"]})",
       R"(1:11: "files" holds something that is no object but a string | {"files":["a"]})"},
      {"files twice", R"({"files":[],"files":[]})",
       R"(1:13: "files" stands twice in one object | {"files":[],"files":[]})"},
      {"path twice", with(R"({"path":"a","path":"b"})"),
       R"(2:13: "path" stands twice in one object | {"path":"a","path":"b"})"},
      {"md5 twice", with("{" + kMd5Member + ",\"md5\":1}"),
       "2:43: \"md5\" stands twice in one object | {" + kMd5Member + ",\"md5\":1}"},
      {"sha1 twice", with(R"({"sha1":")" + kSha1 + R"(","sha1":1})"),
       R"(2:52: "sha1" stands twice in one object | {"sha1":")" + kSha1 + R"(","sha1":1})"},
      {"sha256 twice", with(R"({"sha256":")" + kSha256 + R"(","sha256":1})"),
       R"(2:78: "sha256" stands twice in one object | {"sha256":")" + kSha256 + R"(","sha256":1})"},
      {"size twice", with(R"({"size":1,"size":1})"),
       R"(2:11: "size" stands twice in one object | {"size":1,"size":1})"},
      {"no path", with(file(kMd5Member)), "2:42: a file without \"path\" | {" + kMd5Member + "}"},
      {"no digest", with(R"({"path":"a","size":1})"), R"(2:9: "a" has no digest | {"path":"a","size":1})"},
      {"path is null", with(R"({"path":null})"), R"(2:12: "path" is no string but null | {"path":null})"},
      {"size is negative", with(R"({"size":-1})"),
       R"(2:11: "size" is no whole number but a negative number | {"size":-1})"},
      {"size is a fraction", with(R"({"size":1.5})"),
       R"(2:12: "size" is no whole number but a fraction | {"size":1.5})"},
      {"size beyond 64 bits", with(R"({"size":18446744073709551616})"),
       R"(2:29: "size" is no whole number but a fraction | {"size":18446744073709551616})"},
      {"size is a string", with(R"({"size":"1"})"), R"(2:9: "size" is no whole number but a string | {"size":"1"})"},
      {"digest of a wrong length", with(R"({"sha1":"ab"})"), R"(2:9: the sha1 is not 40 hex digits | {"sha1":"ab"})"},
      {"digest is a number", with(R"({"sha1":12})"), R"(2:11: a digest is no string but a number | {"sha1":12})"},
      {"path out of the folder", dots, dots_said},
      {"absolute path", absolute, absolute_said},
      {"NUL in a path", control, control_said},
      {"backslash in a path", backslash, backslash_said},
      {"one path, two sizes", with(good + ",\n" + other), "3:9: \"good\" is listed twice: size 2, not 1 | " + other},
  };
  for (const Case& one : cases) {
    CAPTURE(one.defect);
    CHECK(shown(read_json(one.text)) == one.expected);
  }
}

TEST_CASE("a text that is not JSON is refused where it stops being JSON") {
  struct Case {
    std::string defect, text;
    std::size_t line, column;
  };
  const Case cases[] = {
      {"comma missing", "{\"schema\":\"webcid-catalogue/1\"\n \"files\":[]}", 2, 8},
      {"cut short", "{\"schema\":\"webcid-catalogue/1\",\n\"files\":[", 2, 10},
      {"text behind the end", with("") + "\nx", 4, 1},
      {"not UTF-8", "{\"schema\":\n\"caf\xE9\"}", 2, 6},
      {"bare word", "{\"files\":\nnope}", 2, 2},
  };
  for (const Case& one : cases) {
    CAPTURE(one.defect);
    const auto read = read_json(one.text);
    REQUIRE_FALSE(read);
    CAPTURE(shown(read));
    CHECK(read.error().line == one.line);
    CHECK(read.error().column == one.column);
    CHECK(read.error().message.substr(0, 10) == "not JSON: ");
    CHECK(read.error().message.find("exception") == std::string::npos);
    CHECK(read.error().message.substr(0, 22) == "not JSON: syntax error");
  }
}

TEST_CASE("a text with quotes and backslashes is told where it begins") {
  const auto told = [](const std::string& path) {
    return shown(read_json(with(file("\"path\":\"" + path + "\"," + kMd5Member)))).substr(0, 5);
  };
  CHECK(told(R"(../a\"b)") == "2:9: ");
  CHECK(told(R"(\"/../a)") == "2:9: ");
  CHECK(told(R"(../\\)") == "2:9: ");
  CHECK(told(R"(../\\\")") == "2:9: ");
}

TEST_CASE("nesting is bounded") {
  const auto nested = [](std::size_t depth) {
    return R"({"schema":"webcid-catalogue/1","files":[],"x":)" + std::string(depth, '[') + std::string(depth, ']') +
           "}";
  };
  CHECK(read_json(nested(catalogue::kMaxJsonDepth - 1)));
  const auto deep = read_json(nested(catalogue::kMaxJsonDepth));
  REQUIRE_FALSE(deep);
  CHECK(deep.error().message == "nested deeper than 32 levels");
  CHECK_FALSE(read_json(nested(5'000'000)));
  std::string objects;
  for (std::size_t depth = 1; depth < catalogue::kMaxJsonDepth; ++depth) objects += "{\"x\":";
  const std::string head = R"({"schema":"webcid-catalogue/1","files":[],"x":)";
  CHECK(read_json(head + objects + "1" + std::string(catalogue::kMaxJsonDepth, '}')));
  CHECK(shown(read_json(head + objects + "{}" + std::string(catalogue::kMaxJsonDepth, '}')))
            .find("nested deeper than 32 levels") != std::string::npos);
}
