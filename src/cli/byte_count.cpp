#include "byte_count.hpp"

#include <webcid/base/text.hpp>

namespace webcid::cli {

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  constexpr std::string_view kUnits = "kmgt";
  constexpr std::uint64_t kMost = std::uint64_t{1} << 50;
  std::string_view digits = text;
  std::uint64_t factor = 1;
  if (!digits.empty()) {
    const auto unit = kUnits.find(base::to_lower(digits.substr(digits.size() - 1)));
    if (unit != std::string_view::npos) {
      factor = std::uint64_t{1} << (10 * (unit + 1));
      digits.remove_suffix(1);
    }
  }
  const auto number = base::parse_unsigned(digits);
  if (!number || *number == 0 || *number > kMost / factor) return std::nullopt;
  return *number * factor;
}

}  // namespace webcid::cli
