#include "testserver/memory_tree.hpp"

#include <algorithm>
#include <utility>
#include <webcid/iis/names.hpp>

#include "testserver/generated_content.hpp"

namespace webcid::testserver {
namespace {

std::string parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash));
}

}  // namespace

MemoryTree::MemoryTree(std::vector<File> files) : m_files(std::move(files)) {
  m_folders[""];
  m_by_path.reserve(m_files.size());
  for (std::size_t i = 0; i < m_files.size(); ++i) {
    m_by_path.emplace(iis::fold_name(m_files[i].path), i);
    add_folders_of(i);
  }
}

void MemoryTree::add_folders_of(std::size_t file) {
  std::string path = parent_of(m_files[file].path);
  std::string folded = iis::fold_name(path);
  bool is_new = !m_folders.contains(folded);
  m_folders[folded].files.push_back(file);
  while (is_new) {
    m_folders[folded].path = path;
    path = parent_of(path);
    const std::string parent = iis::fold_name(path);
    is_new = !m_folders.contains(parent);
    m_folders[parent].folders.push_back(folded);
    folded = parent;
  }
}

iis::Node MemoryTree::node_of(const File& file) const {
  return {file.path, iis::NodeKind::File, file.size, file.modified, false};
}

std::optional<iis::Node> MemoryTree::find(std::string_view path) const {
  const std::string folded = iis::fold_name(path);
  if (const auto file = m_by_path.find(folded); file != m_by_path.end()) return node_of(m_files[file->second]);
  const auto folder = m_folders.find(folded);
  if (folder == m_folders.end()) return std::nullopt;
  const base::Time modified = m_files.empty() ? base::Time{} : m_files.front().modified;
  return iis::Node{folder->second.path, iis::NodeKind::Folder, 0, modified, false};
}

void MemoryTree::for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const {
  const auto folder = m_folders.find(iis::fold_name(path));
  if (folder == m_folders.end()) return;
  for (std::size_t index : folder->second.files) visit(node_of(m_files[index]));
  for (const std::string& child : folder->second.folders) {
    if (const std::optional<iis::Node> node = find(child)) visit(*node);
  }
}

std::unique_ptr<Content> MemoryTree::open(std::string_view path) const {
  const auto file = m_by_path.find(iis::fold_name(path));
  if (file == m_by_path.end()) return nullptr;
  return std::make_unique<GeneratedContent>(m_files[file->second].seed, m_files[file->second].size);
}

}  // namespace webcid::testserver
