// A tree held in memory: names and sizes only; what the files contain is made up on demand.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "testserver/content_tree.hpp"

namespace webcid::testserver {

class MemoryTree : public ContentTree {
 public:
  struct File {
    std::string path;
    std::uint64_t size = 0;
    std::uint64_t seed = 0;  // decides the bytes
    base::Time modified{};
  };

  explicit MemoryTree(std::vector<File> files);

  std::optional<iis::Node> find(std::string_view path) const override;
  void for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const override;
  std::unique_ptr<Content> open(std::string_view path) const override;

 private:
  struct Folder {
    std::string path;
    std::vector<std::size_t> files;    // indexes into m_files
    std::vector<std::string> folders;  // folded paths
  };
  void add_folders_of(std::size_t file);
  iis::Node node_of(const File& file) const;

  std::vector<File> m_files;
  std::unordered_map<std::string, std::size_t> m_by_path;  // folded
  std::unordered_map<std::string, Folder> m_folders;       // folded
};

// `count` files shaped like a real CID, the same for the same arguments: every kind of name that an IIS setting can
// refuse, in every multiple of the table's length. `total_bytes` is spread over them exactly; 0: small files.
std::unique_ptr<MemoryTree> sample_tree(std::size_t count, std::uint64_t total_bytes);

// A folder that is not the published tree: what a wrong physical path shows.
std::unique_ptr<MemoryTree> other_tree();

}  // namespace webcid::testserver
