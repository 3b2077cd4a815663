// A folder of this machine as the published tree.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>

#include "testserver/content_tree.hpp"

namespace webcid::testserver {

// Symbolic links are neither followed nor listed: nothing outside the folder can be reached.
class DiskTree : public ContentTree {
 public:
  static base::Result<std::unique_ptr<DiskTree>> create(std::string_view root);

  std::optional<iis::Node> find(std::string_view path) const override;
  void for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const override;
  std::unique_ptr<Content> open(std::string_view path) const override;

 private:
  explicit DiskTree(std::filesystem::path root) : m_root(std::move(root)) {}
  std::filesystem::path native(std::string_view path) const;
  std::optional<iis::Node> node_at(std::string path) const;
  // The stored name in `folder` that equals `name` without regard to case; "" when there is none.
  std::string stored_name(std::string_view folder, std::string_view name) const;

  // The folder that was looked through last: default documents are asked for six at a time.
  struct FolderNames {
    std::string path;
    std::filesystem::file_time_type modified;
    std::map<std::string, std::string, std::less<>> stored_by_folded;
  };

  std::filesystem::path m_root;
  mutable std::optional<FolderNames> m_last;
};

}  // namespace webcid::testserver
