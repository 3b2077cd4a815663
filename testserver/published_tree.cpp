#include "testserver/published_tree.hpp"

#include <algorithm>
#include <cstring>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "testserver/altered_content.hpp"

namespace webcid::testserver {
namespace {

class TextContent : public Content {
 public:
  explicit TextContent(std::shared_ptr<const std::string> bytes) : m_bytes(std::move(bytes)) {}
  std::size_t read(std::uint64_t offset, std::span<char> target) override {
    if (offset >= m_bytes->size()) return 0;
    const auto start = static_cast<std::size_t>(offset);
    const std::size_t count = std::min(target.size(), m_bytes->size() - start);
    std::memcpy(target.data(), m_bytes->data() + start, count);
    return count;
  }

 private:
  std::shared_ptr<const std::string> m_bytes;
};

// Another size than the inner one: cut, or filled up with zeros.
class ResizedContent : public Content {
 public:
  ResizedContent(std::unique_ptr<Content> inner, std::uint64_t size) : m_inner(std::move(inner)), m_size(size) {}
  std::size_t read(std::uint64_t offset, std::span<char> target) override {
    if (offset >= m_size) return 0;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), m_size - offset));
    const std::size_t given = m_inner->read(offset, target.first(count));
    std::fill(target.begin() + static_cast<std::ptrdiff_t>(given), target.begin() + static_cast<std::ptrdiff_t>(count),
              '\0');
    return count;
  }

 private:
  std::unique_ptr<Content> m_inner;
  std::uint64_t m_size;
};

std::uint64_t resized(std::uint64_t size, std::int64_t by) {
  if (by >= 0) return size + static_cast<std::uint64_t>(by);
  const auto less = static_cast<std::uint64_t>(-by);
  return size > less ? size - less : size + less;
}

}  // namespace

void PublishedTree::add_text(const std::string& name, std::string text, base::Time modified) {
  m_texts[iis::fold_name(name)] = {name, std::make_shared<const std::string>(std::move(text)), modified};
}

iis::Node PublishedTree::node_of(const Text& text) {
  return {text.name, iis::NodeKind::File, text.bytes->size(), text.modified, false};
}

const Fault* PublishedTree::fault_of(std::string_view path) const {
  return m_faults == nullptr ? nullptr : m_faults->on_disk(path);
}

std::optional<iis::Node> PublishedTree::with_faults(iis::Node node) const {
  if (node.kind == iis::NodeKind::Folder) return node;
  const Fault* fault = fault_of(node.path);
  if (fault == nullptr) return node;
  if (fault->kind == FaultKind::Missing) return std::nullopt;
  if (fault->kind == FaultKind::Resize) node.size = resized(node.size, fault->bytes);
  if (fault->kind == FaultKind::Hidden) node.hidden = true;
  return node;
}

std::optional<iis::Node> PublishedTree::find(std::string_view path) const {
  if (const auto text = m_texts.find(iis::fold_name(path)); text != m_texts.end()) {
    return with_faults(node_of(text->second));
  }
  std::optional<iis::Node> node = m_base->find(path);
  return node ? with_faults(std::move(*node)) : std::nullopt;
}

void PublishedTree::for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const {
  const auto visit_fault_free = [&](iis::Node node) {
    if (const std::optional<iis::Node> seen = with_faults(std::move(node))) visit(*seen);
  };
  if (path.empty()) {
    for (const auto& [folded, text] : m_texts) visit_fault_free(node_of(text));
  }
  m_base->for_each_child(path, [&](const iis::Node& node) {
    if (path.empty() && m_texts.contains(iis::fold_name(node.path))) return;
    visit_fault_free(node);
  });
}

bool PublishedTree::may_read(std::string_view path, std::string_view user) const {
  const Fault* fault = fault_of(path);
  if (fault == nullptr || fault->kind != FaultKind::Acl) return true;
  return fault->user != "*" && !base::equals_ignoring_case(fault->user, user);
}

std::unique_ptr<Content> PublishedTree::open(std::string_view path) const {
  std::unique_ptr<Content> content;
  std::uint64_t size = 0;
  if (const auto text = m_texts.find(iis::fold_name(path)); text != m_texts.end()) {
    size = text->second.bytes->size();
    content = std::make_unique<TextContent>(text->second.bytes);
  } else {
    const std::optional<iis::Node> node = m_base->find(path);
    if (!node) return nullptr;
    size = node->size;
    content = m_base->open(path);
  }
  const Fault* fault = content ? fault_of(path) : nullptr;
  if (fault == nullptr) return content;
  if (fault->kind == FaultKind::Alter) return altered_content(std::move(content), size / 2);
  if (fault->kind == FaultKind::Resize) {
    return std::make_unique<ResizedContent>(std::move(content), resized(size, fault->bytes));
  }
  return content;
}

}  // namespace webcid::testserver
