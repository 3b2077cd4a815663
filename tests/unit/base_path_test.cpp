#include <webcid/base/path.hpp>

#include "catch.hpp"

using namespace webcid::base;

TEST_CASE("a published path is taken byte for byte") {
  for (const std::string path :
       {"savxp/vdl.dat", "a b/c++/x%20y#1.txt", "日本語/名.upd", "std::list.3.gz", ".hidden", "name.", "latin\xe9",
        "con-text/auxiliary.c", "lpt$vpn.123", "c/com0", "com\u2074", "com¹0"}) {
    CAPTURE(path);
    REQUIRE(RelativePath::create(path));
    CHECK(RelativePath::create(path)->text() == path);
  }
}

TEST_CASE("a path that could leave its folder is refused with the rule it breaks") {
  struct Row {
    std::string path, why;
  };
  const Row rows[] = {
      {"", "path \"\" is empty"},
      {"/etc/passwd", "path \"/etc/passwd\" is absolute"},
      {"\\\\srv\\x", "path \"\\\\srv\\x\" is absolute"},
      {"C:/x", "path \"C:/x\" names a drive"},
      {"a/../b", "path \"a/../b\" has a \".\" or \"..\" segment"},
      {"..", "path \"..\" has a \".\" or \"..\" segment"},
      {"./a", "path \"./a\" has a \".\" or \"..\" segment"},
      {"a//b", "path \"a//b\" has an empty segment"},
      {"a/", "path \"a/\" has an empty segment"},
      {"a\\..\\b", "path \"a\\..\\b\" has a backslash"},
      {std::string("a\0b", 3), "path \"a\\x00b\" has a control character"},
      {"a\x1b[2J", "path \"a\\x1b[2J\" has a control character"},
      {"x/AUX", "path \"x/AUX\" is a device name on Windows"},
      {"nul.txt", "path \"nul.txt\" is a device name on Windows"},
      {"com\u00B9", "path \"com\u00B9\" is a device name on Windows"},
      {"a/LPT\u00B2.dat", "path \"a/LPT\u00B2.dat\" is a device name on Windows"},
      {"Com\u00B3 .x", "path \"Com\u00B3 .x\" is a device name on Windows"},
      {"CONIN$", "path \"CONIN$\" is a device name on Windows"},
      {"Com1 .log", "path \"Com1 .log\" is a device name on Windows"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    const auto path = RelativePath::create(row.path);
    REQUIRE_FALSE(path);
    CHECK(path.error().message == row.why);
  }
  CHECK_FALSE(RelativePath::create(std::string(256, 'x')));
  CHECK(RelativePath::create(std::string(255, 'x')));
  std::string deep = "a";
  for (int i = 1; i < 255; ++i) deep += "/a";
  CHECK(RelativePath::create(deep));
  CHECK_FALSE(RelativePath::create(deep + "/a"));
}

TEST_CASE("the extension is what IIS reads: from the last dot of the last segment") {
  CHECK(extension_of("a/libfoo.so.6") == ".6");
  CHECK(extension_of("a.b/Makefile") == "");
  CHECK(extension_of(".profile") == ".profile");
  CHECK(extension_of("VDL.DAT") == ".dat");
  CHECK(extension_of("name.") == ".");
}

TEST_CASE("name, parent and segments") {
  const auto path = *RelativePath::create("a/b/c.txt");
  CHECK(path.name() == "c.txt");
  CHECK(path.parent() == "a/b");
  CHECK(path.segments() == std::vector<std::string_view>{"a", "b", "c.txt"});
  CHECK(RelativePath::create("top")->parent() == "");
}
