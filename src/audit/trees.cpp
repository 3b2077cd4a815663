#include "trees.hpp"

#include <utility>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/iis/configuration.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::audit {
namespace {

constexpr std::size_t kMaxFolders = 20000;  // whose names are remembered

}  // namespace

CatalogueTree::CatalogueTree(const std::vector<model::Entry>& entries) {
  m_nodes.reserve(entries.size() + entries.size() / 8);
  add({"", iis::NodeKind::Folder, 0, {}, false});
  for (const model::Entry& entry : entries) {
    const std::string& path = entry.path.text();
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
      add({path.substr(0, slash), iis::NodeKind::Folder, 0, {}, false});
    }
    add({path, iis::NodeKind::File, entry.size.value_or(0), {}, false});
  }
}

void CatalogueTree::add(iis::Node node) {
  std::string key = iis::fold_name(node.path);
  m_nodes.try_emplace(std::move(key), std::move(node));
}

void CatalogueTree::put(std::string name, std::string text) {
  add({name, iis::NodeKind::File, text.size(), {}, false});
  m_texts[iis::fold_name(name)] = std::move(text);
}

std::optional<iis::Node> CatalogueTree::find(std::string_view path) const {
  const auto found = m_nodes.find(iis::fold_name(path));
  return found == m_nodes.end() ? std::nullopt : std::optional<iis::Node>(found->second);
}

void CatalogueTree::for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const {
  const std::string prefix = path.empty() ? "" : std::string(path) + "/";
  for (const auto& [key, node] : m_nodes) {
    const bool is_below = !node.path.empty() && node.path.compare(0, prefix.size(), prefix) == 0;
    if (is_below && node.path.find('/', prefix.size()) == std::string::npos) visit(node);
  }
}

tl::expected<std::string, std::uint32_t> CatalogueTree::read_text(std::string_view path, std::size_t limit) const {
  const auto found = m_texts.find(iis::fold_name(path));
  return found == m_texts.end() ? std::string() : found->second.substr(0, limit);
}

std::string FolderTree::native_name(std::string_view path) const {
  return base::from_native(path.empty() ? m_root : m_root / base::to_native(path));
}

std::optional<iis::Node> FolderTree::node_at(const std::string& path) const {
  const auto links = path.empty() ? base::Links::Follow : base::Links::Show;
  const base::Status status = base::status_of(base::to_native(native_name(path)), links);
  iis::Node node;
  node.path = path;
  if (status.kind == base::Kind::Folder) {
    node.kind = iis::NodeKind::Folder;
  } else if (status.kind == base::Kind::File) {
    node.size = status.size;
  } else {
    return std::nullopt;
  }
  node.hidden = status.is_hidden;
  return node;
}

const std::string* FolderTree::stored_name(const std::string& folder, std::string_view name) const {
  auto known = m_folders.find(folder);
  if (known == m_folders.end()) {
    if (m_folders.size() >= kMaxFolders) m_folders.clear();
    known = m_folders.try_emplace(folder).first;
    auto children = base::children_of(base::to_native(native_name(folder)));
    if (children) {
      for (base::Child& child : *children) {
        std::string folded = iis::fold_name(child.name);
        known->second.emplace(std::move(folded), std::move(child.name));
      }
    }
  }
  const auto found = known->second.find(iis::fold_name(name));
  return found == known->second.end() ? nullptr : &found->second;
}

std::optional<iis::Node> FolderTree::find(std::string_view path) const {
  if (const auto text = m_texts.find(path); text != m_texts.end()) {
    return iis::Node{text->first, iis::NodeKind::File, text->second.size(), {}, false};
  }
  std::optional<iis::Node> node = node_at("");
  if (path.empty()) return node;
  for (const std::string_view segment : base::split(path, '/')) {
    const bool leads_on = node && node->kind == iis::NodeKind::Folder;
    if (!leads_on || segment.empty() || segment == "." || segment == "..") return std::nullopt;
    const std::string folder = node->path;
    const std::string* const stored = stored_name(folder, segment);
    if (stored == nullptr) return std::nullopt;
    node = node_at(folder.empty() ? *stored : folder + "/" + *stored);
  }
  return node;
}

void FolderTree::for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const {
  static_cast<void>(stored_name(std::string(path), ""));
  for (const auto& [folded, stored] : m_folders[std::string(path)]) {
    const auto node = node_at(path.empty() ? stored : std::string(path) + "/" + stored);
    if (node) visit(*node);
  }
}

tl::expected<std::string, std::uint32_t> FolderTree::read_text(std::string_view path, std::size_t limit) const {
  if (const auto text = m_texts.find(path); text != m_texts.end()) return text->second.substr(0, limit);
  auto read = base::read_file(base::to_native(native_name(path)), limit);
  // More than IIS reads: the configuration system says so itself.
  if (!read && read.error().kind == base::ErrorKind::Malformed) return std::string(limit, ' ');
  if (!read) {
    if (!m_error) m_error = read.error();
    return tl::make_unexpected(iis::kAccessDenied);
  }
  m_read.push_back(native_name(path));
  return std::move(*read);
}

}  // namespace webcid::audit
