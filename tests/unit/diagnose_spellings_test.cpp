// How listings spell what is asked for in another case.
#include "catch.hpp"

#include <diagnose/spellings.hpp>

namespace webcid::diagnose::testing {
namespace {

Spellings of_share() {
  Spellings spellings;
  const auto is_failing = [](std::string_view path) { return path != "sub/fine.txt"; };
  spellings.add(
      "",
      model::Listing{model::ListingStyle::Iis, {{"Sub", true, {}}, {"Setup.EXE", false, 7}, {"plain.txt", false, 3}}},
      is_failing);
  spellings.add("Sub/",
                model::Listing{model::ListingStyle::Iis,
                               {{"Inner.TXT", false, 9}, {"inner.txt", false, 8}, {"Fine.txt", false, 1}}},
                is_failing);
  return spellings;
}

}  // namespace

TEST_CASE("a listed file in another case is told as it is listed") {
  const Spellings spellings = of_share();
  CHECK(spellings.of("setup.exe") == "Setup.EXE");
  CHECK(spellings.of("Setup.EXE").empty());
  CHECK(spellings.of("plain.txt").empty());
  CHECK(spellings.of("sub/INNER.txt") == "Sub/Inner.TXT");
  CHECK(spellings.of("other.txt").empty());
}

TEST_CASE("what is below a folder of another case is told by the folder") {
  const Spellings spellings = of_share();
  CHECK(spellings.of("sub/new/x.txt") == "Sub/new/x.txt");
  CHECK(spellings.of("Sub/new/x.txt").empty());
  // Of files that arrive nothing is kept; the folder tells.
  CHECK(spellings.of("sub/Fine.txt") == "Sub/Fine.txt");
  CHECK(spellings.of("/x.txt").empty());
}

TEST_CASE("the size of a listing is that of the very name") {
  const Spellings spellings = of_share();
  CHECK(spellings.size_of("Setup.EXE") == 7);
  CHECK_FALSE(spellings.size_of("setup.exe"));
  CHECK_FALSE(spellings.size_of("nope"));
  // The first of two that differ in case stays.
  CHECK(spellings.size_of("Sub/Inner.TXT") == 9);
  CHECK_FALSE(spellings.size_of("Sub/inner.txt"));
}

TEST_CASE("the other case of a name leaves the folders as they are") {
  CHECK(with_other_name_case("Sub/Inner.TXT") == "Sub/inner.txt");
  CHECK(with_other_name_case("Sub/inner.txt") == "Sub/INNER.TXT");
  CHECK(with_other_name_case("a-z0.txt") == "A-Z0.TXT");
  CHECK(with_other_name_case("A") == "a");
}

}  // namespace webcid::diagnose::testing
