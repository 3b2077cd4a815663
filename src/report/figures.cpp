#include "figures.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

namespace webcid::report {

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string byte_size(std::uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  constexpr std::array<std::string_view, 6> kUnits{"kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes) / 1000.0;
  std::size_t unit = 0;
  // 999.95 would be shown as 1000.0.
  while (value >= 999.95 && unit + 1 < kUnits.size()) {
    value /= 1000.0;
    ++unit;
  }
  return fmt::format("{:.1f} {}", value, kUnits.at(unit));
}

std::string seconds(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "0";
  if (seconds < 1) return fmt::format("{:.2f}", seconds);
  if (seconds < 100) return fmt::format("{:.1f}", seconds);
  return fmt::format("{:.0f}", seconds);
}

std::string duration(double milliseconds) {
  if (milliseconds < 0) return "";
  if (milliseconds < 10) return fmt::format("{:.1f} ms", milliseconds);
  return milliseconds < 1000 ? fmt::format("{:.0f} ms", milliseconds) : fmt::format("{:.2f} s", milliseconds / 1000);
}

}  // namespace webcid::report
