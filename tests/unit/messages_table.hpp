// What holds of every table of messages, wherever it stands.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <webcid/causes/messages.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/statements.hpp>

namespace webcid::test {

// A message filled in either language: names as they are, and a message where one may be.
struct Filled {
  std::string english;
  std::string japanese;
};

inline Filled filled(const causes::Message& row) {
  std::vector<std::string> english, japanese;
  for (std::size_t place = 0; place < causes::count_places(row.english); ++place) {
    const bool is_nested = row.nested.find(static_cast<char>('0' + place)) != std::string_view::npos;
    const bool is_number = row.numbers.find(static_cast<char>('0' + place)) != std::string_view::npos;
    const std::string name = is_number ? "12" : "a b/名前 (" + std::to_string(place) + ").dat";
    english.push_back(is_nested ? "Permission denied" : name);
    japanese.push_back(is_nested ? "アクセスが拒否された" : name);
  }
  return {causes::fill(row.english, english), causes::fill(row.japanese, japanese)};
}

// The places of a text in the order in which they stand there.
inline std::vector<std::size_t> places_of(std::string_view text) {
  std::vector<std::size_t> out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (const auto place = causes::place_at(text.substr(at))) out.push_back(*place);
  }
  return out;
}

inline bool are_places_in_order(const causes::Message& row) {
  const auto english = places_of(row.english);
  auto japanese = places_of(row.japanese);
  std::sort(japanese.begin(), japanese.end());
  for (std::size_t i = 0; i < english.size(); ++i) {
    if (english[i] != i) return false;
  }
  return english == japanese && std::all_of(row.nested.begin(), row.nested.end(), [&](char place) {
           return place >= '0' && static_cast<std::size_t>(place - '0') < english.size();
         });
}

}  // namespace webcid::test
