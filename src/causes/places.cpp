#include <webcid/causes/places.hpp>

#include <algorithm>

#include <webcid/causes/statements.hpp>

namespace webcid::causes {

std::optional<std::size_t> place_at(std::string_view text) {
  if (text.size() < 3 || text[0] != '{' || text[2] != '}') return std::nullopt;
  if (text[1] < '0' || text[1] > '9') return std::nullopt;
  return static_cast<std::size_t>(text[1] - '0');
}

std::size_t count_places(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (const auto place = place_at(text.substr(at))) count = std::max(count, *place + 1);
  }
  return count;
}

std::string fill(std::string_view text, std::span<const std::string> arguments) {
  std::string filled;
  filled.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto place = place_at(text.substr(at));
    if (!place) {
      filled += text[at++];
      continue;
    }
    filled += *place < arguments.size() ? arguments[*place] : std::string("?");
    at += 3;
  }
  return filled;
}

}  // namespace webcid::causes
