#include <webcid/update/sample.hpp>

#include <algorithm>
#include <string>

#include <webcid/base/text.hpp>

#include "catch.hpp"

using namespace webcid;

namespace {

model::Entry entry(const std::string& path, std::uint64_t size = 10) {
  return {*base::RelativePath::create(path), size, {}};
}

std::vector<std::string> paths_of(const std::vector<model::Entry>& entries) {
  std::vector<std::string> paths;
  for (const model::Entry& one : entries) paths.push_back(one.path.text());
  return paths;
}

bool has(const std::vector<std::string>& paths, const std::string& path) {
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

std::size_t count_with(const std::vector<std::string>& paths, const std::string& part) {
  return static_cast<std::size_t>(std::count_if(
      paths.begin(), paths.end(), [&](const std::string& path) { return path.find(part) != std::string::npos; }));
}

// 300 plain files in three folders, sizes ascending.
std::vector<model::Entry> plain_tree() {
  std::vector<model::Entry> entries;
  for (unsigned number = 0; number < 300; ++number) {
    const std::string folder(1, "abc"[number % 3]);
    entries.push_back(entry(folder + "/file" + std::to_string(1000 + number) + ".txt", 100 + number));
  }
  return entries;
}

}  // namespace

TEST_CASE("a sample of alike files is small, in order of paths, with the largest and the smallest file") {
  const auto sample = paths_of(update::sample_of(plain_tree()));
  CHECK(sample.size() <= 12);
  CHECK(std::is_sorted(sample.begin(), sample.end()));
  CHECK(has(sample, "a/file1000.txt"));
  CHECK(has(sample, "c/file1299.txt"));
}

TEST_CASE("a sample has two entries of each extension, folder and odd character, as far as there are two") {
  auto entries = plain_tree();
  for (const char* path :
       {"a/one.dat",        "a/two.dat",        "a/three.dat", "a/bin/x.txt",        "a/bin/y.txt",
        "a/bin/z.txt",      "b/p+q.txt",        "b/r+s.txt",   "b/t+u.txt",          "b/100%.txt",
        "b/none1",          "b/none2",          "b/none3",     "c/\xE6\x97\xA5.txt", "c/\xE6\x9C\xAC.txt",
        "c/with blank.txt", "c/two blanks.txt", "c/a#b.txt",   "c/c#d.txt",          "c/only.one"}) {
    entries.push_back(entry(path));
  }
  const auto sample = paths_of(update::sample_of(entries));
  for (const char* part : {".dat", "/bin/", "+", "b/none", "\xE6", " ", "#"}) {
    INFO(part);
    CHECK(count_with(sample, part) >= 2);
  }
  for (const char* path : {"b/100%.txt", "c/only.one"}) CHECK(has(sample, path));
  CHECK(sample.size() <= 40);
}

TEST_CASE("beside each feature the sample has an entry of the same folder without it") {
  // Without a contrast in their folder nothing tells whether the name or the folder is refused.
  const std::vector<model::Entry> entries{entry("x/a+1.txt"), entry("x/a+2.txt"),        entry("x/plain.txt"),
                                          entry("y/1.dat"),   entry("y/2.dat"),          entry("y/3.txt"),
                                          entry("z/bin/1"),   entry("z/bin/2"),          entry("z/lib/1"),
                                          entry("z/lib/2"),   entry("z/other/deep/er/1")};
  const auto sample = paths_of(update::sample_of(entries));
  CHECK(has(sample, "x/plain.txt"));
  CHECK(has(sample, "y/3.txt"));
  CHECK(count_with(sample, "z/lib/") + count_with(sample, "z/other/") >= 1);
}

TEST_CASE("the longest URL, the longest name and the deepest path are in the sample") {
  auto entries = plain_tree();
  // 60 bytes of UTF-8 are 180 in a URL: longer than 100 letters.
  std::string wide;
  for (int i = 0; i < 20; ++i) wide += "\xE6\x97\xA5";
  const std::vector<std::string> extremes{"a/" + wide + ".txt", "a/" + wide + "2.txt", "b/" + std::string(100, 'n'),
                                          "a/b/c/a/b/c/a/b/c/deep.txt"};
  for (const std::string& path : extremes) entries.push_back(entry(path));
  const auto sample = paths_of(update::sample_of(entries));
  for (const std::string& path : extremes) CHECK(has(sample, path));
}

TEST_CASE("folders that differ in digits only are one feature") {
  auto entries = plain_tree();
  for (int number = 100; number < 200; ++number) entries.push_back(entry("a/1.2." + std::to_string(number) + "/f.txt"));
  CHECK(update::sample_of(entries).size() <= 16);
}

TEST_CASE("the order of the catalogue does not matter") {
  auto entries = plain_tree();
  for (const char* path : {"a/one.dat", "b/p+q.txt", "b/none1", "c/bin/x", "c/with blank.txt"}) {
    entries.push_back(entry(path));
  }
  const auto sample = paths_of(update::sample_of(entries));
  std::reverse(entries.begin(), entries.end());
  CHECK(paths_of(update::sample_of(entries)) == sample);
  std::rotate(entries.begin(), entries.begin() + 97, entries.end());
  CHECK(paths_of(update::sample_of(entries)) == sample);
}

TEST_CASE("a sample of nothing is nothing, of one file that file") {
  CHECK(update::sample_of({}).empty());
  CHECK(paths_of(update::sample_of({entry("only")})) == std::vector<std::string>{"only"});
}

TEST_CASE("a catalogue of nothing but different names ends soon") {
  std::vector<model::Entry> entries;
  for (int number = 0; number < 20'000; ++number) {
    std::string letters;
    for (int left = number; left > 0; left /= 26) letters += static_cast<char>('a' + left % 26);
    entries.push_back(entry("f" + letters + "/x." + letters));
  }
  CHECK(update::sample_of(entries).size() >= 20'000 - 26);
}

namespace {

model::Finding finding(std::vector<std::string> parameters, std::uint64_t count, std::vector<std::string> examples) {
  model::Finding out;
  out.about = {"iis.some-cause", std::move(parameters)};
  out.affected = {count, std::move(examples)};
  return out;
}

// One thing of each kind beside plain files.
std::vector<model::Entry> mixed_tree() {
  std::vector<model::Entry> entries;
  for (const char* path : {"a/1.dat", "a/1.txt", "a/2.txt", "a/3.txt", "a/bin/1.txt", "a/bin/2.txt", "a/binary/1.txt",
                           "b/1+.txt", "b/1.dat", "b/1.txt", "b/2+.txt", "b/3+.txt", "b/4+.txt"}) {
    entries.push_back(entry(path));
  }
  return entries;
}

std::vector<std::string> like(const model::Finding& earlier) {
  return paths_of(update::entries_like(mixed_tree(), {&earlier, 1}));
}

}  // namespace

TEST_CASE("an earlier finding about extensions selects their files and a contrast") {
  CHECK(like(finding({".dat"}, 2, {"a/1.dat", "b/1.dat"})) ==
        std::vector<std::string>{"a/1.dat", "a/1.txt", "b/1.dat"});
}

TEST_CASE("an earlier finding about a folder's name selects that name only") {
  CHECK(like(finding({"bin"}, 2, {"a/bin/1.txt", "a/bin/2.txt"})) ==
        std::vector<std::string>{"a/1.txt", "a/bin/1.txt", "a/bin/2.txt"});
}

TEST_CASE("an earlier finding about a part of names selects all that hold it") {
  const auto selected = like(finding({"bin"}, 3, {"a/bin/1.txt", "a/bin/2.txt", "a/binary/1.txt"}));
  for (const char* path : {"a/bin/1.txt", "a/bin/2.txt", "a/binary/1.txt"}) CHECK(has(selected, path));
  CHECK(selected.size() <= 4);
}

TEST_CASE("an earlier finding without parameters selects what all its examples share") {
  const auto selected = like(finding({}, 4, {"b/1+.txt", "b/2+.txt"}));
  CHECK(selected == std::vector<std::string>{"b/1+.txt", "b/1.txt", "b/2+.txt", "b/3+.txt", "b/4+.txt"});
}

TEST_CASE("an earlier error without files selects everything, a note nothing") {
  model::Finding whole = finding({}, 0, {});
  CHECK(like(whole).size() == mixed_tree().size());
  whole.severity = model::Severity::Note;
  CHECK(like(whole).empty());
}

TEST_CASE("a file that an earlier finding names is found by its printed name") {
  std::vector<model::Entry> entries{entry("a/plain.txt"), entry("a/bad\xFF.txt")};
  const model::Finding earlier = finding({}, 1, {base::printable("a/bad\xFF.txt")});
  CHECK(has(paths_of(update::entries_like(entries, {&earlier, 1})), "a/bad\xFF.txt"));
}
