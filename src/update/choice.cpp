#include "choice.hpp"

#include <iterator>
#include <limits>
#include <map>

#include "features.hpp"

namespace webcid::update {
namespace {

// In all; where there would be more, every so manyth entry of a folder is looked at. An honest tree stays far below, a
// hostile catalogue must not cost minutes.
constexpr std::size_t kMostComparisons = 10'000'000;

// Entries below a folder, which lie together in the order of paths; "" is the top. Not each of very many.
std::vector<std::size_t> entries_below(const Choice& choice, std::string_view folder) {
  const auto& entries = choice.entries();
  auto begin = entries.begin();
  auto end = entries.end();
  if (!folder.empty()) {
    const auto less = [](const model::Entry& entry, const std::string& text) { return entry.path.text() < text; };
    begin = std::lower_bound(entries.begin(), entries.end(), std::string(folder) + '/', less);
    // '0' is the byte after '/'.
    end = std::lower_bound(begin, entries.end(), std::string(folder) + '0', less);
  }
  const auto first = static_cast<std::size_t>(begin - entries.begin());
  const auto last = static_cast<std::size_t>(end - entries.begin());
  const std::size_t stride = 1 + (last - first) * choice.feature_count() / kMostComparisons;
  std::vector<std::size_t> below;
  for (std::size_t entry = first; entry < last; entry += stride) below.push_back(entry);
  return below;
}

}  // namespace

Choice::Choice(std::vector<model::Entry> entries) : m_entries(std::move(entries)), m_chosen(m_entries.size()) {
  std::sort(m_entries.begin(), m_entries.end(),
            [](const model::Entry& a, const model::Entry& b) { return a.path < b.path; });
  std::map<std::string, Feature> numbers;
  for (const model::Entry& entry : m_entries) {
    for (std::string& name : features_of(entry.path)) numbers.emplace(std::move(name), 0);
  }
  for (auto& [name, number] : numbers) {
    number = m_names.size();
    m_names.push_back(name);
  }
  m_with.resize(m_names.size());
  m_count.resize(m_names.size());
  for (std::size_t entry = 0; entry < m_entries.size(); ++entry) {
    std::vector<Feature> own;
    for (const std::string& name : features_of(m_entries[entry].path)) own.push_back(numbers.find(name)->second);
    for (const Feature feature : own) m_with[feature].push_back(entry);
    m_features.push_back(std::move(own));
  }
  constexpr std::uint64_t kUnknown = std::numeric_limits<std::uint64_t>::max();
  for (std::size_t entry = 0; entry < m_entries.size(); ++entry) {
    std::size_t rarest = m_entries.size();
    for (const Feature feature : m_features[entry]) rarest = std::min(rarest, m_with[feature].size());
    m_plainness.emplace_back(m_features[entry].size(), m_entries.size() - rarest,
                             m_entries[entry].size.value_or(kUnknown), entry);
  }
}

void Choice::choose(std::size_t entry) {
  if (m_chosen[entry]) return;
  m_chosen[entry] = true;
  for (const Feature feature : m_features[entry]) ++m_count[feature];
}

std::vector<model::Entry> Choice::take() && {
  std::vector<model::Entry> taken;
  for (std::size_t entry = 0; entry < m_entries.size(); ++entry) {
    if (m_chosen[entry]) taken.push_back(std::move(m_entries[entry]));
  }
  return taken;
}

std::optional<std::size_t> contrast_to(const Choice& choice, std::size_t entry, Feature feature) {
  std::vector<std::size_t> beside = entries_below(choice, place_of(choice.entries()[entry].path, choice.name(feature)));
  std::erase_if(beside, [&](std::size_t other) { return choice.has(other, feature); });
  const std::vector<Feature>& own = choice.features(entry);
  return least_of(beside, [&](std::size_t other) {
    std::vector<Feature> apart;
    std::set_symmetric_difference(own.begin(), own.end(), choice.features(other).begin(), choice.features(other).end(),
                                  std::back_inserter(apart));
    return std::tuple(!choice.is_chosen(other), apart.size(), choice.plainness(other));
  });
}

}  // namespace webcid::update
