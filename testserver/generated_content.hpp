// File contents made up on demand: the same seed gives the same bytes.
#pragma once

#include <cstdint>
#include <span>

#include "testserver/content_tree.hpp"

namespace webcid::testserver {

// The bytes of the endless text of `seed` from `offset` on.
void generate(std::uint64_t seed, std::uint64_t offset, std::span<char> target);

class GeneratedContent : public Content {
 public:
  GeneratedContent(std::uint64_t seed, std::uint64_t size) : m_seed(seed), m_size(size) {}
  std::size_t read(std::uint64_t offset, std::span<char> target) override;

 private:
  std::uint64_t m_seed;
  std::uint64_t m_size;
};

}  // namespace webcid::testserver
