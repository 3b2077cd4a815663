#include <webcid/update/sample.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

#include "choice.hpp"
#include "features.hpp"

namespace webcid::update {
namespace {

// The first of each feature stands for it alone, as far as possible; the second takes along what else is lacking.
void cover(Choice& choice) {
  std::vector<std::pair<std::size_t, Feature>> by_rarity;
  for (Feature feature = 0; feature < choice.feature_count(); ++feature) {
    by_rarity.emplace_back(choice.with(feature).size(), feature);
  }
  std::sort(by_rarity.begin(), by_rarity.end());
  for (const auto& row : by_rarity) {
    const Feature feature = row.second;
    const std::vector<std::size_t>& with = choice.with(feature);
    const std::size_t plainest = *least_of(with, [&](std::size_t entry) { return choice.plainness(entry); });
    choice.choose(plainest);
    while (choice.lacks(feature)) {
      choice.choose(*least_of(with, [&](std::size_t entry) {
        return std::tuple(choice.is_chosen(entry), choice.entries().size() - choice.gain(entry),
                          choice.plainness(entry));
      }));
    }
    if (const auto beside = contrast_to(choice, plainest, feature)) choice.choose(*beside);
  }
}

std::size_t longest_name(const model::Entry& entry) {
  std::size_t longest = 0;
  for (const std::string_view segment : entry.path.segments()) longest = std::max(longest, segment.size());
  return longest;
}

using Measure = std::size_t (*)(const model::Entry&);
constexpr std::array<Measure, 3> kMeasures{[](const model::Entry& entry) { return url_length(entry.path); },
                                           [](const model::Entry& entry) { return entry.path.segments().size(); },
                                           longest_name};

// Limits refuse what is longest, whatever it is called.
void add_extremes(Choice& choice) {
  const auto& entries = choice.entries();
  std::vector<std::size_t> order(entries.size());
  for (const Measure measure : kMeasures) {
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const std::size_t count = std::min(kPerFeature, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                      [&](std::size_t a, std::size_t b) {
                        return std::tuple(measure(entries[b]), a) < std::tuple(measure(entries[a]), b);
                      });
    for (std::size_t i = 0; i < count; ++i) choice.choose(order[i]);
  }
  const auto by_size = [](const model::Entry& a, const model::Entry& b) { return a.size < b.size; };
  const auto [smallest, largest] = std::minmax_element(entries.begin(), entries.end(), by_size);
  choice.choose(static_cast<std::size_t>(smallest - entries.begin()));
  choice.choose(static_cast<std::size_t>(largest - entries.begin()));
}

}  // namespace

std::vector<model::Entry> sample_of(std::vector<model::Entry> entries) {
  if (entries.empty()) return entries;
  Choice choice(std::move(entries));
  cover(choice);
  add_extremes(choice);
  return std::move(choice).take();
}

}  // namespace webcid::update
