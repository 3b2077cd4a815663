#include <webcid/base/windows_path.hpp>

#include "catch.hpp"

using namespace webcid::base;

// Microsoft, "Naming Files, Paths, and Namespaces": "Win32 File Namespaces" and "Win32 Device Namespaces".
TEST_CASE("a long path is handed over behind the prefix that takes it literally") {
  CHECK(with_long_prefix(u"C:\\Updates\\更新.dat") == u"\\\\?\\C:\\Updates\\更新.dat");
  CHECK(with_long_prefix(u"\\\\srv\\SophosUpdate\\CIDs") == u"\\\\?\\UNC\\srv\\SophosUpdate\\CIDs");
  CHECK(with_long_prefix(u"\\\\?\\C:\\a") == u"\\\\?\\C:\\a");
  CHECK(with_long_prefix(u"\\\\.\\NUL") == u"\\\\.\\NUL");
  // Nothing that GetFullPathNameW gives.
  CHECK(with_long_prefix(u"a\\b") == u"a\\b");
  CHECK(with_long_prefix(u"\\a") == u"\\a");
}

TEST_CASE("what is shown has no prefix and one kind of separator") {
  CHECK(as_plain_path(u"\\\\?\\C:\\a\\b") == u"C:\\a\\b");
  CHECK(as_plain_path(u"\\\\?\\UNC\\srv\\share\\a") == u"\\\\srv\\share\\a");
  CHECK(as_plain_path(u"\\\\?\\unc\\srv\\share") == u"\\\\srv\\share");
  CHECK(as_plain_path(u"C:/a/b.dat") == u"C:\\a\\b.dat");
  CHECK(as_plain_path(u"//srv/share") == u"\\\\srv\\share");
  CHECK(as_plain_path(u"C:a") == u"C:a");
  CHECK(as_plain_path(u"") == u"");
  CHECK(as_plain_path(u"a") == u"a");
  // No other name.
  CHECK(as_plain_path(u"\\\\?\\Volume{b75e2c83-0000-0000-0000-602f00000000}\\a") ==
        u"\\\\?\\Volume{b75e2c83-0000-0000-0000-602f00000000}\\a");
  CHECK(as_plain_path(u"\\\\.\\pipe\\a") == u"\\\\.\\pipe\\a");
}

TEST_CASE("a plain path and its long form lead back and forth") {
  for (const std::u16string& path : {std::u16string(u"C:\\"), std::u16string(u"d:\\a\\b"),
                                     std::u16string(u"\\\\srv\\share"), std::u16string(u"\\\\10.0.0.1\\C$\\a")}) {
    CHECK(as_plain_path(with_long_prefix(path)) == path);
  }
}

// The same page, "Naming Conventions". Its device names are refused by RelativePath, on every system.
TEST_CASE("a name that Windows would take for another file, or for none, is refused with the rule") {
  struct Row {
    std::string name;
    std::string_view why;
  };
  const Row rows[] = {{"a:b", "Windows allows no colon in a name"},
                      {"file.txt::$DATA", "Windows allows no colon in a name"},
                      {"name.", "Windows allows no dot or blank at the end of a name"},
                      {"name ", "Windows allows no dot or blank at the end of a name"},
                      {"a<b", "Windows allows none of < > \" | ? * in a name"},
                      {"a\"b", "Windows allows none of < > \" | ? * in a name"},
                      {"what?", "Windows allows none of < > \" | ? * in a name"},
                      {"*", "Windows allows none of < > \" | ? * in a name"},
                      {"a|b", "Windows allows none of < > \" | ? * in a name"},
                      {"caf\xE9", "Windows allows only Unicode in a name"},
                      {"a\xED\xA0\x80", "Windows allows only Unicode in a name"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(refused_on_windows(row.name) == row.why);
  }
  for (const std::string_view name :
       {"vdl.dat", ".hidden", "a b", "日本語", "c++", "50%", "a;b=c,d", "[1]", "~$x", " a"}) {
    CAPTURE(name);
    CHECK(refused_on_windows(name).empty());
  }
}
