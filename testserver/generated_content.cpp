#include "testserver/generated_content.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace webcid::testserver {
namespace {

// splitmix64: any word of the stream can be made without the ones before it.
std::uint64_t word_at(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t z = seed + (index + 1) * 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

std::uint64_t to_little_endian(std::uint64_t word) {
  if constexpr (std::endian::native == std::endian::little) return word;
  std::uint64_t swapped = 0;
  for (unsigned i = 0; i < 8; ++i) swapped |= ((word >> (8 * i)) & 0xffU) << (56 - 8 * i);
  return swapped;
}

}  // namespace

void generate(std::uint64_t seed, std::uint64_t offset, std::span<char> target) {
  std::size_t done = 0;
  while (done < target.size()) {
    const std::uint64_t position = offset + done;
    const std::uint64_t word = to_little_endian(word_at(seed, position / 8));
    const auto skip = static_cast<std::size_t>(position % 8);
    const std::size_t piece = std::min(8 - skip, target.size() - done);
    if (piece == 8) {  // all but the ends: a fixed size is one store
      std::memcpy(target.data() + done, &word, 8);
    } else {
      std::memcpy(target.data() + done, reinterpret_cast<const char*>(&word) + skip, piece);
    }
    done += piece;
  }
}

std::size_t GeneratedContent::read(std::uint64_t offset, std::span<char> target) {
  if (offset >= m_size) return 0;
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), m_size - offset));
  generate(m_seed, offset, target.first(count));
  return count;
}

}  // namespace webcid::testserver
