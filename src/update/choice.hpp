// Which entries of a tree are chosen, and by what they are told apart.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <webcid/model/catalogue.hpp>

namespace webcid::update {

inline constexpr std::size_t kPerFeature = 2;
using Feature = std::size_t;  // index of its name in alphabetical order

// How hard an entry is to tell from any other, least first: few features, none of them rare, small.
using Plainness = std::tuple<std::size_t, std::size_t, std::uint64_t, std::size_t>;

// Entries by path, which of them are chosen, and what each is told by.
class Choice {
 public:
  explicit Choice(std::vector<model::Entry> entries);

  const std::vector<model::Entry>& entries() const { return m_entries; }
  const std::vector<Feature>& features(std::size_t entry) const { return m_features[entry]; }  // ascending
  std::size_t feature_count() const { return m_names.size(); }
  const std::string& name(Feature feature) const { return m_names[feature]; }
  const std::vector<std::size_t>& with(Feature feature) const { return m_with[feature]; }
  bool is_chosen(std::size_t entry) const { return m_chosen[entry]; }
  const Plainness& plainness(std::size_t entry) const { return m_plainness[entry]; }
  bool lacks(Feature feature) const { return m_count[feature] < std::min(kPerFeature, m_with[feature].size()); }
  bool has(std::size_t entry, Feature feature) const {
    return std::binary_search(m_features[entry].begin(), m_features[entry].end(), feature);
  }
  // How many features would lack entries less with this one.
  std::size_t gain(std::size_t entry) const {
    return static_cast<std::size_t>(std::count_if(m_features[entry].begin(), m_features[entry].end(),
                                                  [&](Feature feature) { return lacks(feature); }));
  }

  void choose(std::size_t entry);
  // The chosen entries, by path.
  std::vector<model::Entry> take() &&;

 private:
  std::vector<model::Entry> m_entries;
  std::vector<std::string> m_names;
  std::vector<std::vector<Feature>> m_features;
  std::vector<std::vector<std::size_t>> m_with;
  std::vector<Plainness> m_plainness;
  std::vector<bool> m_chosen;
  std::vector<std::size_t> m_count;  // of the chosen
};

// The one of `entries` with the least rank; nothing of none.
template <class Entries, class Rank>
std::optional<std::size_t> least_of(const Entries& entries, Rank rank) {
  std::optional<std::pair<decltype(rank(std::size_t{})), std::size_t>> best;
  for (const std::size_t entry : entries) {
    std::pair candidate(rank(entry), entry);
    if (!best || candidate < *best) best = std::move(candidate);
  }
  if (!best) return std::nullopt;
  return best->second;
}

// An entry beside `entry` that is as like it as can be, but without the feature; rather one that is chosen already.
std::optional<std::size_t> contrast_to(const Choice& choice, std::size_t entry, Feature feature);

}  // namespace webcid::update
