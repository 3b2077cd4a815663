// What is really there to be fetched: a tree, the catalogues written beside it, and the faults of its disk.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "testserver/content_tree.hpp"
#include "testserver/faults.hpp"

namespace webcid::testserver {

class PublishedTree : public ContentTree {
 public:
  explicit PublishedTree(std::unique_ptr<ContentTree> base) : m_base(std::move(base)) {}

  const ContentTree& base() const { return *m_base; }
  // A text file in the root, in place of one of that name that the tree has.
  void add_text(const std::string& name, std::string text, base::Time modified);
  // `faults` must outlive the tree.
  void set_faults(const Faults& faults) { m_faults = &faults; }

  std::optional<iis::Node> find(std::string_view path) const override;
  void for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const override;
  std::unique_ptr<Content> open(std::string_view path) const override;
  bool may_read(std::string_view path, std::string_view user) const override;

 private:
  struct Text {
    std::string name;
    std::shared_ptr<const std::string> bytes;
    base::Time modified;
  };
  static iis::Node node_of(const Text& text);
  const Fault* fault_of(std::string_view path) const;
  // The node as the faults leave it; nothing when it is missing.
  std::optional<iis::Node> with_faults(iis::Node node) const;

  std::unique_ptr<ContentTree> m_base;
  std::map<std::string, Text> m_texts;  // folded name
  const Faults* m_faults = nullptr;
};

}  // namespace webcid::testserver
