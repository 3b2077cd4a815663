#include <algorithm>
#include <set>
#include <string>

#include <webcid/iis/names.hpp>

#include "catch.hpp"
#include "testserver/faults.hpp"
#include "testserver/memory_tree.hpp"
#include "testserver/publish.hpp"
#include "testserver/published_tree.hpp"

using namespace webcid;
using namespace webcid::testserver;

namespace {

std::vector<std::string> paths_of(const iis::Tree& tree) {
  std::vector<std::string> paths;
  for_each_file(tree, "", [&](const iis::Node& node) { paths.push_back(node.path); });
  return paths;
}

std::string bytes_of(const ContentTree& tree, std::string_view path, std::size_t piece = 4096) {
  const std::unique_ptr<Content> content = tree.open(path);
  std::string bytes;
  std::string buffer(piece, '\0');
  while (content) {
    const std::size_t count = content->read(bytes.size(), buffer);
    if (count == 0) break;
    bytes.append(buffer, 0, count);
  }
  return bytes;
}

}  // namespace

TEST_CASE("A sample has the files asked for, each name once in any case") {
  for (std::size_t count : {1UL, 2UL, 40UL, 1000UL}) {
    const std::unique_ptr<MemoryTree> tree = sample_tree(count, 0);
    std::set<std::string> folded;
    for (const std::string& path : paths_of(*tree)) folded.insert(iis::fold_name(path));
    CHECK(folded.size() == count);
  }
}

TEST_CASE("A sample's total is spread to the byte") {
  for (std::uint64_t total : {std::uint64_t{1}, std::uint64_t{1000}, std::uint64_t{5} << 30U}) {
    const std::unique_ptr<MemoryTree> tree = sample_tree(300, total);
    std::uint64_t sum = 0;
    for_each_file(*tree, "", [&](const iis::Node& node) { sum += node.size; });
    CHECK(sum == total);
  }
}

TEST_CASE("Forty files show every kind of name that a setting can refuse") {
  const std::vector<std::string> paths = paths_of(*sample_tree(40, 0));
  const auto count = [&](std::string_view pattern) {
    return std::count_if(paths.begin(), paths.end(),
                         [&](const std::string& path) { return matches_pattern(pattern, path); });
  };
  for (const char* pattern : {"*.dat", "*.vdb", "*.ide", "*.upd", "*.so.6", "*/bin/*.dll", "*/bin/x64/*", "*+*",
                              "*%20*", "* *", "*#*", "*&*", "*/README00", "*/bin/agent00", "doc/\xc3\x9c*", "*.txt"}) {
    INFO(pattern);
    CHECK(count(pattern) >= 1);
  }
}

TEST_CASE("A generated file reads the same in any pieces") {
  const std::unique_ptr<MemoryTree> tree = sample_tree(3, 5000);
  const std::string whole = bytes_of(*tree, "setup.exe");
  CHECK(whole.size() == tree->find("SETUP.exe")->size);
  CHECK(bytes_of(*tree, "setup.exe", 1) == whole);
  CHECK(bytes_of(*tree, "setup.exe", 13) == whole);
  std::string tail(10, '\0');
  const std::size_t at = whole.size() - 7;
  CHECK(tree->open("setup.exe")->read(at, tail) == 7);
  CHECK(tail.substr(0, 7) == whole.substr(at));
}

TEST_CASE("Folders are found and listed without regard to case") {
  const std::unique_ptr<MemoryTree> tree = sample_tree(40, 0);
  CHECK(tree->find("CRT/bin")->path == "crt/BIN");
  CHECK(tree->find("")->kind == iis::NodeKind::Folder);
  CHECK_FALSE(tree->find("crt/b"));
  std::set<std::string> children;
  tree->for_each_child("RMS", [&](const iis::Node& node) { children.insert(node.path); });
  CHECK(children == std::set<std::string>{"rms/bin", "rms/certmanager00", "rms/router00.exe"});
}

TEST_CASE("Patterns match whole paths, ignoring case") {
  CHECK(matches_pattern("*", ""));
  CHECK(matches_pattern("*.IDE", "a/b.ide"));
  CHECK(matches_pattern("a?c/*", "abc/d/e"));
  CHECK_FALSE(matches_pattern("*.ide", "a.ide2"));
  CHECK_FALSE(matches_pattern("b*", "ab"));
  CHECK(matches_pattern("*a*b*c", "xxaxxbxbxc"));
  CHECK_FALSE(matches_pattern(std::string(40, '*') + "b", std::string(20000, 'a')));
}

TEST_CASE("Faults choose the same files every time, and no catalogue") {
  PublishedTree tree(sample_tree(60, 0));
  REQUIRE(publish_catalogues(tree, {"manifest.dat", "webcid-catalogue.txt"}));
  const Faults faults({{FaultKind::Missing, {}, 10, 3, 0, 0}}, tree);
  std::vector<std::string> missing;
  const std::vector<std::string> paths = paths_of(tree);
  for (const std::string& path : paths) {
    if (faults.on_disk(path) != nullptr) missing.push_back(path);
  }
  std::vector<std::string> choosable;
  for (const std::string& path : paths) {
    if (path != "cidsync.upd" && path != "manifest.dat" && path != "webcid-catalogue.txt") choosable.push_back(path);
  }
  std::vector<std::string> expected;
  for (std::size_t i = 3; i < choosable.size(); i += 10) expected.push_back(choosable[i]);
  CHECK(missing == expected);
}

TEST_CASE("A wire fault that is limited passes later requests for the same path") {
  const std::unique_ptr<MemoryTree> tree = sample_tree(3, 0);
  Faults faults({{FaultKind::CloseEarly, {"*.exe"}, 0, 0, 0, 2}}, *tree);
  CHECK(faults.on_wire("setup.exe") != nullptr);
  CHECK(faults.on_wire("other.exe") != nullptr);
  CHECK(faults.on_wire("SETUP.exe") != nullptr);
  CHECK(faults.on_wire("setup.exe") == nullptr);
  CHECK(faults.on_wire("cidsync.upd") == nullptr);
}

TEST_CASE("Faults on the disk change what is published, not what the catalogue says") {
  PublishedTree tree(sample_tree(40, 40000));
  const std::string before = bytes_of(tree, "sau/notes00.txt");
  Faults faults({{FaultKind::Alter, {"sau/notes*"}, 0, 0, 0, 0},
                 {FaultKind::Resize, {"sau/policy*"}, 0, 0, 7, 0},
                 {FaultKind::Missing, {"setup.exe"}, 0, 0, 0, 0}},
                tree);
  tree.set_faults(faults);
  const std::string after = bytes_of(tree, "sau/notes00.txt");
  REQUIRE(after.size() == before.size());
  std::size_t differences = 0;
  for (std::size_t i = 0; i < before.size(); ++i) differences += before[i] != after[i] ? 1U : 0U;
  CHECK(differences == 1);
  const std::uint64_t size = tree.base().find("sau/policy00.xml")->size;
  CHECK(tree.find("sau/policy00.xml")->size == size + 7);
  CHECK(bytes_of(tree, "sau/policy00.xml").size() == size + 7);
  CHECK_FALSE(tree.find("setup.exe"));
  const std::vector<std::string> paths = paths_of(tree);
  CHECK(std::find(paths.begin(), paths.end(), "setup.exe") == paths.end());
}
