#include "testserver/served_tree.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>
#include <webcid/base/path.hpp>
#include <webcid/iis/names.hpp>

#include "testserver/publish.hpp"

namespace webcid::testserver {
namespace {

constexpr std::uint64_t kStride = 64;

TreeVersion version_of(FaultKind kind) {
  return kind == FaultKind::Rotate ? TreeVersion::Newer : TreeVersion::Older;
}

// One bit of every 64 bytes differs, another one in each version; an empty file has no versions.
class VersionContent : public Content {
 public:
  VersionContent(std::unique_ptr<Content> inner, std::uint64_t size, std::uint64_t inner_size, TreeVersion version)
      : m_inner(std::move(inner)),
        m_size(size),
        m_inner_size(inner_size),
        m_bit(version == TreeVersion::Older ? 1U : 2U) {}

  std::size_t read(std::uint64_t offset, std::span<char> target) override {
    if (offset >= m_size) return 0;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), m_size - offset));
    std::size_t done = 0;
    if (offset < m_inner_size) {
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(count, m_inner_size - offset));
      done = m_inner->read(offset, target.first(wanted));
      if (done < wanted) return done;  // the inner file cannot be read: neither can this one
    }
    std::fill(target.begin() + static_cast<std::ptrdiff_t>(done), target.begin() + static_cast<std::ptrdiff_t>(count),
              '\0');
    const std::uint64_t phase = (m_size / 2) % kStride;
    for (std::uint64_t at = (phase + kStride - offset % kStride) % kStride; at < count; at += kStride) {
      char& byte = target[static_cast<std::size_t>(at)];
      byte = static_cast<char>(static_cast<unsigned char>(byte) ^ m_bit);
    }
    return count;
  }

 private:
  std::unique_ptr<Content> m_inner;
  std::uint64_t m_size;
  std::uint64_t m_inner_size;
  unsigned m_bit;
};

class TextContent : public Content {
 public:
  explicit TextContent(const std::string& bytes) : m_bytes(bytes) {}
  std::size_t read(std::uint64_t offset, std::span<char> target) override {
    if (offset >= m_bytes.size()) return 0;
    return m_bytes.copy(target.data(), target.size(), static_cast<std::size_t>(offset));
  }

 private:
  const std::string& m_bytes;  // of the tree, which outlives every answer
};

std::uint64_t size_in_version(std::uint64_t size, const Fault& fault) {
  const auto by = static_cast<std::uint64_t>(fault.bytes < 0 ? -fault.bytes : fault.bytes);
  if (fault.bytes >= 0) return size + by;
  return size > by ? size - by : size;
}

iis::Node in_version(iis::Node node, const Fault& fault) {
  constexpr std::chrono::hours kAge{24 * 7};
  node.size = size_in_version(node.size, fault);
  node.modified += version_of(fault.kind) == TreeVersion::Older ? -kAge : kAge;
  return node;
}

std::unique_ptr<Content> open_in_version(const ContentTree& tree, std::string_view path, const Fault& fault) {
  const std::optional<iis::Node> node = tree.find(path);
  std::unique_ptr<Content> content = tree.open(path);
  if (!node || !content) return nullptr;
  return std::make_unique<VersionContent>(std::move(content), size_in_version(node->size, fault), node->size,
                                          version_of(fault.kind));
}

// A whole tree in another version: what its catalogues are written from.
class VersionTree : public ContentTree {
 public:
  VersionTree(const ContentTree& base, const Faults& faults, FaultKind kind)
      : m_base(base), m_faults(faults), m_kind(kind) {}

  std::optional<iis::Node> find(std::string_view path) const override {
    std::optional<iis::Node> node = m_base.find(path);
    return node ? in_its_version(std::move(*node)) : node;
  }

  void for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const override {
    m_base.for_each_child(path, [&](const iis::Node& node) { visit(in_its_version(node)); });
  }

  std::unique_ptr<Content> open(std::string_view path) const override {
    const Fault* fault = m_faults.of_kind(m_kind, path);
    return fault == nullptr ? m_base.open(path) : open_in_version(m_base, path, *fault);
  }

 private:
  iis::Node in_its_version(iis::Node node) const {
    if (node.kind == iis::NodeKind::Folder) return node;
    const Fault* fault = m_faults.of_kind(m_kind, node.path);
    return fault == nullptr ? node : in_version(std::move(node), *fault);
  }

  const ContentTree& m_base;
  const Faults& m_faults;
  FaultKind m_kind;
};

// What configures the server is no part of what is published: no version and no case of it but its own.
bool is_published(std::string_view path) {
  return !base::is_never_published(path.substr(path.rfind('/') + 1));
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

// The name with its ASCII letters in the other case; the folders before it stay.
std::string in_other_case(std::string path) {
  const std::size_t slash = path.rfind('/');
  const auto name = path.begin() + static_cast<std::ptrdiff_t>(slash == std::string::npos ? 0 : slash + 1);
  const bool has_lower = std::any_of(name, path.end(), is_lower);
  std::transform(name, path.end(), name, [has_lower](char c) {
    if (has_lower) return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return path;
}

}  // namespace

base::Result<std::unique_ptr<ServedTree>> ServedTree::create(const PublishedTree& published, const Faults& faults) {
  std::unique_ptr<ServedTree> tree(new ServedTree(published, faults));
  for (FaultKind kind : {FaultKind::Stale, FaultKind::StaleIis, FaultKind::Rotate}) {
    if (base::Result<void> done = tree->write_catalogues(kind); !done) return tl::make_unexpected(done.error());
  }
  return tree;
}

base::Result<void> ServedTree::write_catalogues(FaultKind kind) {
  std::vector<std::string> names;
  for (const std::string& name : publishable_catalogues()) {
    // A cache may hold any of them; a newer tree has a newer catalogue whatever else the fault names.
    const bool is_seen = kind == FaultKind::Rotate ? m_faults.has(kind) : m_faults.of_kind(kind, name) != nullptr;
    if (is_seen && m_published.find(name)) names.push_back(name);
  }
  if (names.empty()) return {};
  PublishedTree other(std::make_unique<VersionTree>(m_published.base(), m_faults, kind));
  if (base::Result<void> done = publish_catalogues(other, names); !done) return done;
  for (const std::string& name : names) {
    const std::optional<iis::Node> node = other.find(name);
    const std::unique_ptr<Content> content = other.open(name);
    if (!node || !content) continue;
    Text text{std::string(static_cast<std::size_t>(node->size), '\0'), node->modified};
    content->read(0, text.bytes);
    m_texts[kind].emplace(iis::fold_name(name), std::move(text));
  }
  return {};
}

const Fault* ServedTree::fault_of(std::string_view path) const {
  if (!is_published(path)) return nullptr;
  if (m_cached) {
    if (const Fault* fault = m_faults.of_kind(*m_cached, path)) return fault;
  }
  return m_faults.is_rotated() ? m_faults.of_kind(FaultKind::Rotate, path) : nullptr;
}

const ServedTree::Text* ServedTree::text_of(std::string_view path) const {
  if (m_texts.empty()) return nullptr;
  const auto find = [&](FaultKind kind) -> const Text* {
    const auto texts = m_texts.find(kind);
    if (texts == m_texts.end()) return nullptr;
    const auto text = texts->second.find(iis::fold_name(path));
    return text == texts->second.end() ? nullptr : &text->second;
  };
  if (m_cached) {
    if (const Text* text = find(*m_cached)) return text;
  }
  return m_faults.is_rotated() ? find(FaultKind::Rotate) : nullptr;
}

iis::Node ServedTree::as_served(iis::Node node) const {
  if (node.kind == iis::NodeKind::Folder) return node;
  if (const Text* text = text_of(node.path)) {
    node.size = text->bytes.size();
    node.modified = text->modified;
  } else if (const Fault* fault = fault_of(node.path)) {
    node = in_version(std::move(node), *fault);
  }
  const bool is_renamed = m_faults.of_kind(FaultKind::CaseSensitive, node.path) != nullptr && is_published(node.path);
  if (is_renamed) node.path = in_other_case(std::move(node.path));
  return node;
}

std::optional<iis::Node> ServedTree::find(std::string_view path) const {
  std::optional<iis::Node> node = m_published.find(path);
  if (!node) return node;
  iis::Node served = as_served(std::move(*node));
  if (m_faults.has(FaultKind::CaseSensitive) && served.path != path) return std::nullopt;
  return served;
}

void ServedTree::for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const {
  m_published.for_each_child(path, [&](const iis::Node& node) { visit(as_served(node)); });
}

std::unique_ptr<Content> ServedTree::open(std::string_view path) const {
  if (const Text* text = text_of(path)) return std::make_unique<TextContent>(text->bytes);
  const Fault* fault = fault_of(path);
  return fault == nullptr ? m_published.open(path) : open_in_version(m_published, path, *fault);
}

}  // namespace webcid::testserver
