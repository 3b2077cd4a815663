// The one table behind the names of an enum, read in both directions.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace webcid::model {

template <class Enum>
struct NameRow {
  Enum value;
  std::string_view name;
};

template <class Enum, std::size_t N>
using NameTable = std::array<NameRow<Enum>, N>;

// The name of `value`; empty when the table lacks it.
template <class Enum, std::size_t N>
constexpr std::string_view name_in(const NameTable<Enum, N>& table, Enum value) {
  for (const auto& row : table) {
    if (row.value == value) return row.name;
  }
  return {};
}

// The value called `name`, letter for letter.
template <class Enum, std::size_t N>
constexpr std::optional<Enum> value_in(const NameTable<Enum, N>& table, std::string_view name) {
  for (const auto& row : table) {
    if (row.name == name) return row.value;
  }
  return std::nullopt;
}

}  // namespace webcid::model
