// Texts with places {0}, {1}, ... that arguments fill.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace webcid::causes {

// The text with each place replaced by its argument. Arguments go in as they are and are never searched for places;
// a place without an argument becomes "?".
std::string fill(std::string_view text, std::span<const std::string> arguments);

// The number of the place at the start of `text` ("{3}..." is 3), nothing where there is none. One digit: no text of
// ours has more than ten places.
std::optional<std::size_t> place_at(std::string_view text);

}  // namespace webcid::causes
