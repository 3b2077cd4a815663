// Which requests a handler is for: Microsoft's "Handlers <handlers>" and "Adding Handlers <add>", iis.md e.4.
#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

// Whether a handler with these attributes is the one for the request: one whose module is not there answers 500.21
// (a.2).
bool takes(std::string_view attributes, std::string_view target, std::string_view method = "GET") {
  World world;
  world.config = web_config(
      fmt::format(R"(<handlers><add name="Own" modules="OwnModule" requireAccess="None" {}/></handlers>)", attributes));
  return seen(world.ask(target, method)) == "500.21 1208";
}

bool fits(std::string_view path, std::string_view target) {
  return takes(fmt::format(R"(path="{}" verb="*")", path), target);
}

}  // namespace

TEST_CASE("A handler's path is compared with the last segment, one with a slash with all of it") {
  for (const char* path : {"*", "*.txt", "A.TXT", "a.*", "a*t", "*.q, *.txt", "*/a.txt", "/SophosUpdate/a.txt",
                           "/sophosupdate/*", "*.t*t"}) {
    INFO(path);
    CHECK(fits(path, "/SophosUpdate/a.txt"));
  }
  for (const char* path :
       {"a", "*.tx", "b.*", "a.txt.*", "*.q,*.r", "/a.txt", "*/sub/*", "a.txt*txt", "*q*", "a*q*t", "*."}) {
    INFO(path);
    CHECK_FALSE(fits(path, "/SophosUpdate/a.txt"));
  }
  CHECK(fits("*/sub/*", "/SophosUpdate/sub/Inner.TXT"));
  CHECK(fits("*.", "/SophosUpdate/noext"));
}

TEST_CASE("A handler's verbs are a list, in any case") {
  CHECK(takes(R"(path="*" verb="GET")", "/SophosUpdate/a.txt"));
  CHECK(takes(R"(path="*" verb="post,get")", "/SophosUpdate/a.txt"));
  CHECK_FALSE(takes(R"(path="*" verb="POST,HEAD")", "/SophosUpdate/a.txt"));
  CHECK(takes(R"(path="*" verb="POST,HEAD")", "/SophosUpdate/a.txt", "HEAD"));
}

TEST_CASE("A handler is for a kind of resource") {
  const auto is_for = [](const char* type, const char* target) {
    return takes(fmt::format(R"(path="*" verb="*" resourceType="{}")", type), target);
  };
  constexpr const char* kFile = "/SophosUpdate/a.txt";
  constexpr const char* kFolder = "/SophosUpdate/sub/";
  constexpr const char* kNothing = "/SophosUpdate/nope";
  CHECK(is_for("File", kFile));
  CHECK_FALSE(is_for("File", kFolder));
  CHECK_FALSE(is_for("File", kNothing));
  CHECK(is_for("Directory", kFolder));
  CHECK_FALSE(is_for("Directory", kFile));
  CHECK(is_for("Either", kFile));
  CHECK(is_for("Either", kFolder));
  CHECK_FALSE(is_for("Either", kNothing));
  CHECK(is_for("Unspecified", kNothing));
}

TEST_CASE("A handler is for pools of a kind") {
  // The pool of a fresh server: integrated, of 64 bits, .NET 4.
  const auto is_for = [](const char* condition) {
    return takes(fmt::format(R"(path="*" verb="*" preCondition="{}")", condition), "/SophosUpdate/a.txt");
  };
  CHECK(is_for("integratedMode"));
  CHECK_FALSE(is_for("classicMode"));
  CHECK(is_for("bitness64"));
  CHECK_FALSE(is_for("bitness32"));
  CHECK(is_for("runtimeVersionv4.0"));
  CHECK_FALSE(is_for("runtimeVersionv2.0"));
  CHECK(is_for("integratedMode,bitness64,runtimeVersionv4.0"));
  CHECK_FALSE(is_for("integratedMode,bitness32"));
  CHECK(is_for(""));
}

TEST_CASE("Default documents and listings have handlers of their own for folders") {
  World world;
  world.config = web_config(
      R"(<handlers><clear/><add name="Own" path="*" verb="*" modules="DefaultDocumentModule" requireAccess="Read"/></handlers>)");
  world.tree.file("sub/default.htm");
  CHECK(seen(world.ask("/SophosUpdate/sub/")) == "200.0 1000");
  world.config = web_config(
      R"(<handlers><clear/><add name="Own" path="*" verb="*" modules="DirectoryListingModule" requireAccess="Read"/></handlers>)");
  CHECK(seen(world.ask("/SophosUpdate/binary/")) == "403.14 1233");
}
