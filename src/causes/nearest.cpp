#include <algorithm>
#include <numeric>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>

namespace webcid::causes {
namespace {

// Levenshtein's distance: how many characters have to be put, taken or changed.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
    }
  }
  return row.back();
}

// Fewer letters than this begin too many ids.
constexpr std::size_t kBeginning = 6;

// Of the whole id, of it without its layer, of as much of it as was written, and 1 where that is a part of it.
std::size_t remoteness(std::string_view written, std::string_view id) {
  const std::string_view name = id.substr(id.find('.') + 1);
  const std::size_t whole = std::min(distance(written, id), distance(written, name));
  const std::size_t beginning = 1 + distance(written, id.substr(0, written.size()));
  const std::size_t letters = written.size() < kBeginning ? whole : std::min(whole, beginning);
  const bool is_part = !written.empty() && id.find(written) != std::string_view::npos;
  return is_part ? std::min<std::size_t>(letters, 1) : letters;
}

}  // namespace

std::vector<std::string_view> nearest(std::string_view id, std::size_t most) {
  // No id is longer; what is comes from no slip of a finger.
  constexpr std::size_t kLongest = 64;
  const std::string written = base::to_lower(id.substr(0, kLongest));
  std::vector<std::pair<std::size_t, std::string_view>> found;
  for (const Cause& cause : all()) {
    const std::size_t far = remoteness(written, cause.id);
    // More than half of it wrong is another word.
    if (far <= cause.id.size() / 2) found.emplace_back(far, cause.id);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string_view> ids;
  for (const auto& [far, name] : found) {
    if (ids.size() < most) ids.push_back(name);
  }
  return ids;
}

}  // namespace webcid::causes
