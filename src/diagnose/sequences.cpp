#include "sequences.hpp"

#include <algorithm>
#include <set>

#include <webcid/base/text.hpp>

#include "explanation.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::string_view kBefore = "zz-";
constexpr std::string_view kAfter = "-zz.txt";

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

// Where its characters begin.
std::vector<std::size_t> characters_of(std::string_view path) {
  std::vector<std::size_t> characters;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (begins_character(path[i])) characters.push_back(i);
  }
  return characters;
}

// Beginnings keep their place at the root of the share; a path must not begin with "/".
std::string beginning_of(std::string_view path, std::size_t end) {
  return std::string(path.substr(0, end)) + std::string(kAfter);
}

enum class Filtered { Unknown, Refused, Passed, Void };

Filtered asked(const Observations& seen, const FilterVerb& verb, const std::string& path) {
  const Seen* const answer = seen.probe(verb.method, path);
  if (answer == nullptr) return Filtered::Unknown;
  if (answer->status == 404) return Filtered::Refused;
  return answer->status == verb.passes ? Filtered::Passed : Filtered::Void;
}

}  // namespace

std::string around_sequence(std::string_view sequence) {
  return std::string(kBefore) + std::string(sequence) + std::string(kAfter);
}

SequenceSearch search_sequence(const Observations& seen, std::string_view refused_path) {
  const FilterVerb* const verb = filter_verb(seen);
  if (verb == nullptr) return {};
  const std::string path = base::to_lower(refused_path);
  const std::vector<std::size_t> characters = characters_of(path);
  // Where the path may be cut without splitting a character; behind the last one as well.
  const auto cut = [&](std::size_t index) { return index < characters.size() ? characters[index] : path.size(); };
  // The shortest beginning that is refused ends where the sequence does.
  std::size_t passed = 0;
  std::size_t refused = characters.size();  // with the made-up ending that is to be seen
  bool is_refused = false;
  while (!is_refused || refused - passed > 1) {
    const std::size_t middle = is_refused ? (passed + refused) / 2 : refused;
    const std::string name = beginning_of(path, cut(middle));
    const Filtered answer = asked(seen, *verb, name);
    if (answer == Filtered::Unknown) return {name, {}};
    if (answer == Filtered::Void || (!is_refused && answer == Filtered::Passed)) return {};
    is_refused = true;
    (answer == Filtered::Refused ? refused : passed) = middle;
  }
  const std::size_t end = refused;
  // The latest start that is still refused is where it begins.
  std::size_t first = 0;     // refused from here; for the path as a whole that is to be seen
  std::size_t beyond = end;  // passes from here
  bool is_whole_refused = false;
  while (!is_whole_refused || beyond - first > 1) {
    const std::size_t middle = is_whole_refused ? (first + beyond) / 2 : 0;
    const std::string name = around_sequence(std::string_view(path).substr(cut(middle), cut(end) - cut(middle)));
    const Filtered answer = asked(seen, *verb, name);
    if (answer == Filtered::Unknown) return {name, {}};
    if (answer == Filtered::Void || (!is_whole_refused && answer == Filtered::Passed)) return {};
    is_whole_refused = true;
    (answer == Filtered::Refused ? first : beyond) = middle;
  }
  return {{}, path.substr(cut(first), cut(end) - cut(first))};
}

std::vector<std::string> found_sequences(const Observations& seen) {
  const FilterVerb* const verb = filter_verb(seen);
  if (verb == nullptr) return {};
  std::set<std::string_view> refused;
  for (const auto& [key, answer] : seen.probes()) {
    const bool is_usual = key.method == verb->method && key.manner == model::Manner::Usual;
    if (is_usual && answer.status == 404) refused.insert(key.path);
  }
  std::set<std::string> found;
  if (refused.empty()) return {};
  for (const Symptom& symptom : seen.symptoms()) {
    const bool is_below = symptom.asked == Asked::File || symptom.asked == Asked::Folder;
    if (!is_below || refused.count(symptom.path) == 0) continue;
    const SequenceSearch search = search_sequence(seen, symptom.path);
    if (!search.found.empty()) found.insert(search.found);
  }
  return {found.begin(), found.end()};
}

}  // namespace webcid::diagnose
