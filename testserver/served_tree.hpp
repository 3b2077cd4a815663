// The published tree as requests see it: in another version, or with regard to case, where a fault says so.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>

#include "testserver/published_tree.hpp"

namespace webcid::testserver {

// Files differ between versions in one bit of every 64 bytes, in their time and, where the fault says so, in size.
enum class TreeVersion : std::uint8_t { Older, Published, Newer };

class ServedTree : public ContentTree {
 public:
  // Both must outlive the tree. Catalogues of the other versions are written at once where a fault can show them;
  // LocalIo when a file cannot be read for that.
  static base::Result<std::unique_ptr<ServedTree>> create(const PublishedTree& published, const Faults& faults);

  // What a cache still holds of a file that has a fault of this kind (Stale, StaleIis), until the block ends.
  class OlderCopy {
   public:
    OlderCopy(ServedTree& tree, FaultKind kind) : m_tree(tree) { m_tree.m_cached = kind; }
    ~OlderCopy() { m_tree.m_cached.reset(); }
    OlderCopy(const OlderCopy&) = delete;
    OlderCopy& operator=(const OlderCopy&) = delete;

   private:
    ServedTree& m_tree;
  };

  std::optional<iis::Node> find(std::string_view path) const override;
  void for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const override;
  std::unique_ptr<Content> open(std::string_view path) const override;
  bool may_read(std::string_view path, std::string_view user) const override {
    return m_published.may_read(path, user);
  }

 private:
  struct Text {
    std::string bytes;
    base::Time modified;
  };
  using Texts = std::map<std::string, Text, std::less<>>;  // by folded name

  ServedTree(const PublishedTree& published, const Faults& faults) : m_published(published), m_faults(faults) {}
  base::Result<void> write_catalogues(FaultKind kind);
  // The fault whose version of the file is served now; null for the published one.
  const Fault* fault_of(std::string_view path) const;
  const Text* text_of(std::string_view path) const;
  iis::Node as_served(iis::Node node) const;

  const PublishedTree& m_published;
  const Faults& m_faults;
  std::optional<FaultKind> m_cached;
  std::map<FaultKind, Texts> m_texts;
};

}  // namespace webcid::testserver
