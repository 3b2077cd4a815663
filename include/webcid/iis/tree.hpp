// The published files as IIS's rules see them. The test server and `audit` implement it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include <webcid/base/clock.hpp>

namespace webcid::iis {

enum class NodeKind : std::uint8_t { File, Folder };

struct Node {
  std::string path;  // bytes as stored, '/' between segments, "" for the root
  NodeKind kind = NodeKind::File;
  std::uint64_t size = 0;  // bytes, files only
  base::Time modified{};
  bool hidden = false;  // the file attribute "hidden" (404.9)
};

class Tree {
 public:
  Tree() = default;
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  virtual ~Tree() = default;

  // The node at `path` ('/' between segments, "" = the root), found without regard to case as on Windows.
  virtual std::optional<Node> find(std::string_view path) const = 0;

  // Every node directly below the folder `path` (as stored), in any order.
  virtual void for_each_child(std::string_view path, const std::function<void(const Node&)>& visit) const = 0;

  // The text of the file at `path` (as stored), at most `limit` bytes of it; the HRESULT when it cannot be read.
  virtual tl::expected<std::string, std::uint32_t> read_text(std::string_view path, std::size_t limit) const = 0;

  // Whether the NTFS permissions of the node at `path` (as stored) let `user` read it (401.3 otherwise).
  virtual bool may_read(std::string_view path, std::string_view user) const {
    static_cast<void>(path);
    static_cast<void>(user);
    return true;
  }
};

}  // namespace webcid::iis
