// Each seed, and each input that once broke something, through its target.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <webcid/base/file.hpp>

#include "catch.hpp"
#include "target.hpp"

using namespace webcid;

namespace {

std::vector<std::filesystem::path> inputs_of(std::string_view target) {
  std::vector<std::filesystem::path> out;
  for (const char* const folder : {"seeds", "found"}) {
    const auto place = std::filesystem::path(WEBCID_SOURCE_DIR) / "tests" / "fuzz" / folder / target;
    if (!std::filesystem::is_directory(place)) continue;
    for (const auto& each : std::filesystem::directory_iterator(place)) out.push_back(each.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("every fuzz target takes its seeds, their beginnings, and nothing at all") {
  for (const fuzz::Target& target : fuzz::targets()) {
    CAPTURE(target.name);
    const auto inputs = inputs_of(target.name);
    CHECK(!inputs.empty());
    target.run("");
    for (const std::filesystem::path& path : inputs) {
      CAPTURE(path.filename().string());
      const auto text = base::read_file(path, 1 << 20);
      REQUIRE(text);
      CHECK(text->size() <= target.longest);
      target.run(*text);
      target.run(std::string_view(*text).substr(0, text->size() / 2));
    }
  }
}
