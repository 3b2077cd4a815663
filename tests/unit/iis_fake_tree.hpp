// A folder of the server, in memory.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/iis/configuration.hpp>
#include <webcid/iis/names.hpp>
#include <webcid/iis/tree.hpp>

namespace webcid::iis::testing {

inline base::Time at(int year, unsigned month, unsigned day, int hour, int minute, int second = 0) {
  using namespace std::chrono;
  return base::Time(sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}}) +
         hours{hour} + minutes{minute} + seconds{second};
}

class FakeTree : public Tree {
 public:
  FakeTree() { m_nodes[""] = Node{"", NodeKind::Folder, 0, at(2026, 1, 5, 9, 30), false}; }

  // Adds the file and the folders above it.
  FakeTree& file(const std::string& path, std::uint64_t size = 1000, bool hidden = false) {
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
      const std::string folder = path.substr(0, slash);
      m_nodes.try_emplace(fold_name(folder), Node{folder, NodeKind::Folder, 0, at(2026, 1, 5, 9, 30), false});
    }
    m_nodes[fold_name(path)] = Node{path, NodeKind::File, size, at(2026, 1, 5, 9, 30), hidden};
    return *this;
  }

  // Nothing but the folder itself.
  void clear() {
    m_nodes.clear();
    m_nodes[""] = Node{"", NodeKind::Folder, 0, at(2026, 1, 5, 9, 30), false};
  }

  // Somebody deleted the folder itself.
  void vanish() { m_is_gone = true; }

  // A file with that content.
  FakeTree& text(const std::string& path, const std::string& content) {
    file(path, content.size());
    m_texts[fold_name(path)] = content;
    return *this;
  }

  // The account may not read the file or folder.
  FakeTree& deny(const std::string& path, const std::string& user) {
    m_denied[fold_name(path)] = user;
    return *this;
  }

  tl::expected<std::string, std::uint32_t> read_text(std::string_view path, std::size_t) const override {
    const auto denied = m_denied.find(fold_name(path));
    if (denied != m_denied.end() && denied->second == "*") return tl::make_unexpected(kAccessDenied);
    const auto found = m_texts.find(fold_name(path));
    return found == m_texts.end() ? std::string() : found->second;
  }

  bool may_read(std::string_view path, std::string_view user) const override {
    const auto denied = m_denied.find(fold_name(path));
    return denied == m_denied.end() || (denied->second != "*" && denied->second != user);
  }

  std::optional<Node> find(std::string_view path) const override {
    const auto found = m_nodes.find(fold_name(path));
    return m_is_gone || found == m_nodes.end() ? std::nullopt : std::optional<Node>(found->second);
  }

  void for_each_child(std::string_view path, const std::function<void(const Node&)>& visit) const override {
    const std::string prefix = path.empty() ? "" : std::string(path) + "/";
    for (const auto& [key, node] : m_nodes) {
      if (node.path.empty() || node.path.substr(0, prefix.size()) != prefix) continue;
      if (node.path.find('/', prefix.size()) == std::string::npos) visit(node);
    }
  }

 private:
  std::map<std::string, Node> m_nodes;
  std::map<std::string, std::string> m_texts;
  std::map<std::string, std::string> m_denied;
  bool m_is_gone = false;
};

}  // namespace webcid::iis::testing
