// What a stock IIS serves, denies and hides is written down twice on purpose: once for judging, once for serving. Here
// the two are held to each other.
#include <algorithm>
#include <string>
#include <vector>

#include <webcid/base/text.hpp>
#include <webcid/iis/defaults.hpp>

#include "../../src/diagnose/defaults.hpp"
#include "catch.hpp"

namespace webcid::diagnose::testing {
namespace {

using Names = std::vector<std::string>;

Names sorted(Names names) {
  std::sort(names.begin(), names.end());
  return names;
}

Names names_of(std::span<const std::string_view> all) {
  return {all.begin(), all.end()};
}

Names lower(Names names) {
  for (std::string& name : names) name = base::to_lower(name);
  return sorted(std::move(names));
}

Names served_extensions(iis::Version version) {
  Names names;
  for (const iis::MimeType& row : iis::default_mime_types(version)) names.emplace_back(row.extension);
  return sorted(std::move(names));
}

}  // namespace

TEST_CASE("both sides know the same MIME map of a stock server") {
  CHECK(names_of(extensions_mapped_by_default()) == served_extensions(iis::Version::V10_0));
}

TEST_CASE("both sides know the same denied extensions of a stock server") {
  CHECK(names_of(extensions_denied_by_default()) == lower(names_of(iis::default_denied_extensions())));
  CHECK(extensions_denied_by_default().size() == 43);
}

TEST_CASE("both sides know the same hidden segments of a stock server") {
  CHECK(lower(names_of(segments_hidden_by_default())) == lower(names_of(iis::default_hidden_segments())));
  CHECK(segments_hidden_by_default().size() == 8);
}

TEST_CASE("the lists are sorted and in lower case, as their lookup needs") {
  for (const auto& list : {extensions_mapped_by_default(), extensions_denied_by_default()}) {
    const Names names = names_of(list);
    CHECK(names == lower(names));
    CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
  }
}

TEST_CASE("a stock server serves and refuses what the reference names") {
  // iis.md e.2: present ... and absent (checked).
  for (const char* const name :
       {".bin", ".cab", ".dll", ".exe", ".gz", ".inf", ".js", ".json", ".msi", ".tar", ".txt", ".xml", ".zip"}) {
    INFO(name);
    CHECK(is_mapped_by_default(name));
  }
  for (const char* const name : {".dat", ".upd", ".vdb", ".ide", ".mpkg", ".pkg", ".dmg", ".ini", ".*", ".", ""}) {
    INFO(name);
    CHECK_FALSE(is_mapped_by_default(name));
  }
  // iis.md c.4: plausible in a vendor's tree.
  for (const char* const name : {".cd", ".ad", ".dd", ".sd", ".rules", ".exclude", ".resources", ".config", ".java"}) {
    INFO(name);
    CHECK(is_denied_by_default(name));
  }
  CHECK_FALSE(is_denied_by_default(".dat"));
  CHECK_FALSE(is_denied_by_default(""));
}

TEST_CASE("a hidden segment is known in any case and only as a whole") {
  CHECK(is_hidden_by_default("bin"));
  CHECK(is_hidden_by_default("BIN"));
  CHECK(is_hidden_by_default("App_Code"));
  CHECK(spelling_of_hidden_default("app_data") == "App_Data");
  CHECK_FALSE(is_hidden_by_default("binary"));
  CHECK_FALSE(is_hidden_by_default("bi"));
  CHECK_FALSE(is_hidden_by_default(""));
}

}  // namespace webcid::diagnose::testing
