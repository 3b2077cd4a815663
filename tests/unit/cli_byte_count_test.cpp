#include "../../src/cli/byte_count.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"

TEST_CASE("bytes are counted in powers of 1024, and nothing else is a count") {
  constexpr std::uint64_t kKibi = 1024;
  const std::vector<std::pair<std::string_view, std::optional<std::uint64_t>>> rows{
      {"1", 1},
      {"10k", 10 * kKibi},
      {"2M", 2 * kKibi * kKibi},
      {"1g", kKibi * kKibi * kKibi},
      {"1024T", kKibi * kKibi * kKibi * kKibi * kKibi},
      {"1025T", std::nullopt},
      {"1125899906842624", kKibi * kKibi * kKibi * kKibi * kKibi},
      {"1125899906842625", std::nullopt},
      {"18446744073709551616", std::nullopt},
      {"0", std::nullopt},
      {"0k", std::nullopt},
      {"", std::nullopt},
      {"k", std::nullopt},
      {"-1", std::nullopt},
      {"1.5M", std::nullopt},
      {"1MB", std::nullopt},
      {" 1", std::nullopt},
      {"1P", std::nullopt},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(webcid::cli::parse_bytes(text) == expected);
  }
}
