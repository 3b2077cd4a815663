// Tables in several files, read as one.
#pragma once

#include <array>
#include <cstddef>

namespace webcid::causes {

template <class Row, std::size_t... Sizes>
constexpr auto concatenate(const std::array<Row, Sizes>&... parts) {
  std::array<Row, (Sizes + ...)> whole{};
  std::size_t at = 0;
  const auto append = [&](const auto& part) {
    for (const Row& row : part) whole[at++] = row;
  };
  (append(parts), ...);
  return whole;
}

}  // namespace webcid::causes
