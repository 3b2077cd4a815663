#include "testserver/content_tree.hpp"

#include <algorithm>
#include <string>
#include <vector>
#include <webcid/iis/configuration.hpp>

namespace webcid::testserver {

tl::expected<std::string, std::uint32_t> ContentTree::read_text(std::string_view path, std::size_t limit) const {
  const std::unique_ptr<Content> content = open(path);
  if (!content) return tl::make_unexpected(iis::kAccessDenied);
  constexpr std::size_t kPiece = 64UL * 1024UL;
  std::string text;
  while (text.size() < limit) {
    const std::size_t before = text.size();
    text.resize(before + std::min(kPiece, limit - before));
    const std::size_t count = content->read(before, {text.data() + before, text.size() - before});
    text.resize(before + count);
    if (count == 0) break;
  }
  return text;
}

void for_each_file(const iis::Tree& tree, std::string_view folder, const std::function<void(const iis::Node&)>& visit) {
  std::vector<iis::Node> pending;  // a stack: the next node to visit is the last
  const auto push_children = [&](std::string_view path) {
    std::vector<iis::Node> children;
    tree.for_each_child(path, [&](const iis::Node& node) { children.push_back(node); });
    std::sort(children.begin(), children.end(), [](const iis::Node& a, const iis::Node& b) { return a.path > b.path; });
    for (iis::Node& child : children) pending.push_back(std::move(child));
  };
  push_children(folder);
  while (!pending.empty()) {
    const iis::Node node = std::move(pending.back());
    pending.pop_back();
    if (node.kind == iis::NodeKind::File) {
      visit(node);
    } else {
      push_children(node.path);
    }
  }
}

}  // namespace webcid::testserver
