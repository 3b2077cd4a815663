#include "testserver/md4.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace webcid::testserver {
namespace {

constexpr std::size_t kBlock = 64;
using State = std::array<std::uint32_t, 4>;

// RFC 1320, 3.4: one round is sixteen steps; step i takes the word order[i] and turns left by shifts[i % 4].
struct Round {
  std::uint32_t (*mix)(std::uint32_t x, std::uint32_t y, std::uint32_t z);
  std::uint32_t added;
  std::array<std::uint8_t, 16> order;
  std::array<std::uint8_t, 4> shifts;
};
constexpr std::array kRounds{
    Round{[](std::uint32_t x, std::uint32_t y, std::uint32_t z) { return (x & y) | (~x & z); },
          0,
          {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
          {3, 7, 11, 19}},
    Round{[](std::uint32_t x, std::uint32_t y, std::uint32_t z) { return (x & y) | (x & z) | (y & z); },
          0x5a827999,
          {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15},
          {3, 5, 9, 13}},
    Round{[](std::uint32_t x, std::uint32_t y, std::uint32_t z) { return x ^ y ^ z; },
          0x6ed9eba1,
          {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15},
          {3, 9, 11, 15}},
};

void add_block(State& state, std::string_view block) {
  std::array<std::uint32_t, 16> words{};
  for (std::size_t i = 0; i < kBlock; ++i) {
    words[i / 4] |= static_cast<std::uint32_t>(static_cast<unsigned char>(block[i])) << (i % 4 * 8);
  }
  auto [a, b, c, d] = state;
  for (const Round& round : kRounds) {
    for (std::size_t i = 0; i < 16; ++i) {
      const std::uint32_t turned =
          std::rotl(a + round.mix(b, c, d) + words[round.order[i]] + round.added, round.shifts[i % 4]);
      a = d;
      d = c;
      c = b;
      b = turned;
    }
  }
  state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d};
}

}  // namespace

std::string md4(std::string_view bytes) {
  // 3.1, 3.2: a one bit, zeros, and the length in bits as 64 bits, up to a whole number of blocks.
  std::string padded(bytes);
  padded.push_back(static_cast<char>(0x80));
  while (padded.size() % kBlock != kBlock - 8) padded.push_back('\0');
  const std::uint64_t bits = static_cast<std::uint64_t>(bytes.size()) * 8;
  for (unsigned i = 0; i < 8; ++i) padded.push_back(static_cast<char>(bits >> (i * 8) & 0xFF));

  State state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  for (std::size_t i = 0; i < padded.size(); i += kBlock) add_block(state, std::string_view(padded).substr(i, kBlock));
  std::string digest;
  for (const std::uint32_t word : state) {
    for (unsigned i = 0; i < 4; ++i) digest.push_back(static_cast<char>(word >> (i * 8) & 0xFF));
  }
  return digest;
}

}  // namespace webcid::testserver
