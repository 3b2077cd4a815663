// A tree whose files can be read: what the server publishes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include <webcid/iis/tree.hpp>

namespace webcid::testserver {

class Content {
 public:
  Content() = default;
  Content(const Content&) = delete;
  Content& operator=(const Content&) = delete;
  virtual ~Content() = default;
  // Fills `target` from `offset` on; returns the bytes read, fewer than asked for only at the end or on an error.
  virtual std::size_t read(std::uint64_t offset, std::span<char> target) = 0;
};

class ContentTree : public iis::Tree {
 public:
  // The bytes of the file at `path` (as stored); null when it cannot be opened.
  virtual std::unique_ptr<Content> open(std::string_view path) const = 0;

  tl::expected<std::string, std::uint32_t> read_text(std::string_view path, std::size_t limit) const override;
};

// Every file below `folder`, in a stable order: names byte-wise within a folder, a folder's files in its place.
void for_each_file(const iis::Tree& tree, std::string_view folder, const std::function<void(const iis::Node&)>& visit);

}  // namespace webcid::testserver
