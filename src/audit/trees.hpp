// What the server's folders hold, as far as it is known here.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/iis/tree.hpp>
#include <webcid/model/catalogue.hpp>

namespace webcid::audit {

// A folder that holds exactly what a catalogue lists, and the texts that are put into it.
class CatalogueTree : public iis::Tree {
 public:
  explicit CatalogueTree(const std::vector<model::Entry>& entries);

  // A file with a text: a web.config.
  void put(std::string name, std::string text);

  std::optional<iis::Node> find(std::string_view path) const override;
  void for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const override;
  tl::expected<std::string, std::uint32_t> read_text(std::string_view path, std::size_t limit) const override;

 private:
  void add(iis::Node node);

  std::unordered_map<std::string, iis::Node> m_nodes;    // by folded path
  std::unordered_map<std::string, std::string> m_texts;  // likewise
};

// A folder of this machine. Links in it are not followed. What cannot be read is remembered: it is ours to tell.
class FolderTree : public iis::Tree {
 public:
  explicit FolderTree(std::filesystem::path root) : m_root(std::move(root)) {}

  // In place of the folder's own file of that name.
  void put(std::string name, std::string text) { m_texts[std::move(name)] = std::move(text); }
  const std::optional<base::Error>& error() const { return m_error; }
  // The files that were read, as this machine names them.
  const std::vector<std::string>& read_files() const { return m_read; }
  std::string native_name(std::string_view path) const;

  std::optional<iis::Node> find(std::string_view path) const override;
  void for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const override;
  tl::expected<std::string, std::uint32_t> read_text(std::string_view path, std::size_t limit) const override;

 private:
  std::optional<iis::Node> node_at(const std::string& path) const;
  // The name that the folder has for `name` in any case; "" when it has none.
  const std::string* stored_name(const std::string& folder, std::string_view name) const;

  std::filesystem::path m_root;
  std::map<std::string, std::string, std::less<>> m_texts;
  mutable std::unordered_map<std::string, std::unordered_map<std::string, std::string>> m_folders;
  mutable std::optional<base::Error> m_error;
  mutable std::vector<std::string> m_read;
};

}  // namespace webcid::audit
