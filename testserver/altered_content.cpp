#include "testserver/altered_content.hpp"

#include <utility>

namespace webcid::testserver {
namespace {

class AlteredContent : public Content {
 public:
  AlteredContent(std::unique_ptr<Content> inner, std::uint64_t position)
      : m_inner(std::move(inner)), m_position(position) {}
  std::size_t read(std::uint64_t offset, std::span<char> target) override {
    const std::size_t count = m_inner->read(offset, target);
    if (m_position >= offset && m_position < offset + count) {
      char& byte = target[static_cast<std::size_t>(m_position - offset)];
      byte = static_cast<char>(static_cast<unsigned char>(byte) ^ 1U);
    }
    return count;
  }

 private:
  std::unique_ptr<Content> m_inner;
  std::uint64_t m_position;
};

}  // namespace

std::unique_ptr<Content> altered_content(std::unique_ptr<Content> inner, std::uint64_t position) {
  return std::make_unique<AlteredContent>(std::move(inner), position);
}

}  // namespace webcid::testserver
