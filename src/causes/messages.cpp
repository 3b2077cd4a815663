#include <webcid/causes/messages.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <webcid/causes/places.hpp>

#include "concatenate.hpp"
#include "messages/accounts.hpp"
#include "messages/catalogues.hpp"
#include "messages/files.hpp"
#include "messages/open_ended.hpp"
#include "messages/readers.hpp"
#include "messages/server_files.hpp"
#include "messages/settings.hpp"
#include "messages/system.hpp"
#include "messages/transport.hpp"

namespace webcid::causes {
namespace {

// The first row that fits counts: a new house is a file in messages/ and a name here, before the last one.
constexpr auto kMessages =
    concatenate(messages::kSystem, messages::kFiles, messages::kAccounts, messages::kTransport, messages::kReaders,
                messages::kSettings, messages::kCatalogues, messages::kServerFiles, messages::kOpenEnded);

// Names come from servers, and one can be made to have very many readings; nothing honest needs a tenth of these. It is
// the depth of the recursion, too, that ends with them.
constexpr std::size_t kMostAttempts = 200'000;

constexpr std::string_view kColon = ": ";

// A row, cut at its places: "{0}: {1}!" is "", ": ", "!".
struct Pattern {
  explicit Pattern(const Message& message) : row(message) {
    std::size_t begin = 0;
    for (std::size_t at = 0; at < row.english.size(); ++at) {
      if (!place_at(row.english.substr(at))) continue;
      literals.push_back(row.english.substr(begin, at - begin));
      at += 2;
      begin = at + 1;
    }
    literals.push_back(row.english.substr(begin));
  }

  std::size_t count() const { return literals.size() - 1; }
  bool is_nested(std::size_t place) const { return has(row.nested, place); }
  bool is_number(std::size_t place) const { return has(row.numbers, place); }
  // A message with something behind it, or a name with something behind it.
  bool is_wrapper() const { return literals.front().empty() && is_nested(0); }
  bool is_open_ended() const { return literals.front().empty() && !is_nested(0); }

  const Message& row;
  std::vector<std::string_view> literals;

 private:
  static bool has(std::string_view places, std::size_t place) {
    return places.find(static_cast<char>('0' + place)) != std::string_view::npos;
  }
};

bool is_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

enum class Nested { Known, AsItIs };

class Translation {
 public:
  explicit Translation(std::initializer_list<std::span<const Message>> tables) {
    for (const std::span<const Message> table : tables) {
      for (const Message& row : table) m_patterns.emplace_back(row);
    }
  }

  std::string of(std::string_view text) {
    if (auto whole = known(text)) return *whole;
    for (const Pattern& pattern : m_patterns) {
      if (pattern.literals.front().empty()) continue;
      if (auto fitting = by(pattern, text, Nested::AsItIs)) return *fitting;
    }
    const std::size_t colon = text.find(kColon);
    if (colon == std::string_view::npos || m_attempts > kMostAttempts) return std::string(text);
    return std::string(text.substr(0, colon + kColon.size())) + of(text.substr(colon + kColon.size()));
  }

 private:
  struct Reading {
    const Pattern& pattern;
    Nested nested;
    std::vector<std::string_view> places;  // the ones so far
  };

  // What begins with a name would swallow whatever stands before the rest, so it comes last.
  std::optional<std::string> known(std::string_view text) {
    if (auto closed = behind_names(text)) return closed;
    for (const Pattern& pattern : m_patterns) {
      if (!pattern.is_open_ended()) continue;
      if (auto fitting = by(pattern, text, Nested::Known)) return fitting;
    }
    return std::nullopt;
  }

  std::optional<std::string> behind_names(std::string_view text) {
    for (const Pattern& pattern : m_patterns) {
      if (pattern.is_open_ended()) continue;
      if (auto fitting = by(pattern, text, Nested::Known)) return fitting;
    }
    const std::size_t colon = text.find(kColon);
    if (colon == std::string_view::npos || m_attempts > kMostAttempts) return std::nullopt;
    auto rest = behind_names(text.substr(colon + kColon.size()));
    if (rest) rest->insert(0, text.substr(0, colon + kColon.size()));
    return rest;
  }

  std::optional<std::string> by(const Pattern& pattern, std::string_view text, Nested nested) {
    const std::string_view begin = pattern.literals.front();
    if (++m_attempts > kMostAttempts || !text.starts_with(begin)) return std::nullopt;
    Reading reading{pattern, nested, {}};
    return read_on(reading, text.substr(begin.size()));
  }

  // What may end the next place, from the first one that is tried to the last. A name before a nested message is taken
  // as long as possible: it may look like a message itself. What is in the last place ends with the text.
  static std::vector<std::size_t> ends_of(const Reading& reading, std::string_view text) {
    const std::size_t place = reading.places.size();
    const std::string_view literal = reading.pattern.literals[place + 1];
    if (place + 1 == reading.pattern.count()) {
      if (!text.ends_with(literal) || text.size() == literal.size()) return {};
      return {text.size() - literal.size()};
    }
    std::vector<std::size_t> ends;
    for (auto end = text.find(literal, 1); end != std::string_view::npos; end = text.find(literal, end + 1)) {
      ends.push_back(end);
    }
    if (reading.pattern.is_nested(reading.pattern.count() - 1) && !reading.pattern.is_nested(place)) {
      std::reverse(ends.begin(), ends.end());
    }
    return ends;
  }

  std::optional<std::string> read_on(Reading& reading, std::string_view text) {
    const std::size_t place = reading.places.size();
    if (place == reading.pattern.count()) return text.empty() ? filled(reading) : std::nullopt;
    for (const std::size_t end : ends_of(reading, text)) {
      if (++m_attempts > kMostAttempts) return std::nullopt;
      if (reading.pattern.is_number(place) && !is_digits(text.substr(0, end))) continue;
      reading.places.push_back(text.substr(0, end));
      if (auto whole = read_on(reading, text.substr(end + reading.pattern.literals[place + 1].size()))) return whole;
      reading.places.pop_back();
    }
    return std::nullopt;
  }

  std::optional<std::string> filled(const Reading& reading) {
    std::vector<std::string> places;
    for (const std::string_view text : reading.places) {
      std::optional<std::string> place = std::string(text);
      if (reading.pattern.is_nested(places.size())) {
        place = places.empty() && reading.pattern.is_wrapper() ? known(text) : behind_names(text);
      }
      if (!place && reading.nested == Nested::Known) return std::nullopt;
      places.push_back(place ? std::move(*place) : of(text));
    }
    return fill(reading.pattern.row.japanese, places);
  }

  std::vector<Pattern> m_patterns;
  std::size_t m_attempts = 0;
};

}  // namespace

std::span<const Message> all_messages() {
  return kMessages;
}

std::string in_japanese(std::string_view english, std::initializer_list<std::span<const Message>> tables) {
  return Translation(tables).of(english);
}

std::string message_in(std::string_view english, Language language) {
  return language == Language::Japanese ? in_japanese(english, {all_messages()}) : std::string(english);
}

}  // namespace webcid::causes
