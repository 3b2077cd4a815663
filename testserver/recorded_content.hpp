// The bytes of a recorded body as they are served.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "testserver/content_tree.hpp"
#include "testserver/recorded.hpp"

namespace webcid::testserver {

// What was kept, then made-up bytes, up to the recorded length.
class RecordedContent : public Content {
 public:
  explicit RecordedContent(std::shared_ptr<const RecordedBody> body) : m_body(std::move(body)) {}
  std::size_t read(std::uint64_t offset, std::span<char> target) override;

 private:
  std::shared_ptr<const RecordedBody> m_body;
};

}  // namespace webcid::testserver
