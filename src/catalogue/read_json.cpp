// "webcid-catalogue/1" (design section 6), read as a stream of events: no tree is ever built.
#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <webcid/base/text.hpp>
#include <webcid/catalogue/read.hpp>

#include "reading.hpp"

namespace webcid::catalogue {
namespace {

using nlohmann::json;
constexpr std::string_view kSchema = "webcid-catalogue/1";

// Walks the text and leaves behind how far the parser has come: its events carry no positions of their own.
class TrackedIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TrackedIterator(const char* at, const char** reached) : m_at(at), m_reached(reached) {}
  reference operator*() const { return *m_at; }
  TrackedIterator& operator++() {
    *m_reached = ++m_at;
    return *this;
  }
  TrackedIterator operator++(int) {
    const TrackedIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator!=(const TrackedIterator& a, const TrackedIterator& b) { return a.m_at != b.m_at; }

 private:
  const char* m_at;
  const char** m_reached;
};

enum class Key : std::uint8_t { Schema, Files, Path, Size, Digest, Unknown };

struct KnownKey {
  std::string_view name;
  Key key;
};
constexpr std::array<KnownKey, 2> kTopKeys{{{"schema", Key::Schema}, {"files", Key::Files}}};
constexpr std::array<KnownKey, 2> kEntryKeys{{{"path", Key::Path}, {"size", Key::Size}}};

template <std::size_t N>
Key key_named(const std::array<KnownKey, N>& keys, std::string_view name) {
  const auto row = std::find_if(keys.begin(), keys.end(), [&](const KnownKey& one) { return one.name == name; });
  return row == keys.end() ? Key::Unknown : row->key;
}

// nlohmann's SAX interface; every handler returns false to end the parse with m_problem set.
class JsonReader {
 public:
  using number_integer_t = json::number_integer_t;
  using number_unsigned_t = json::number_unsigned_t;
  using number_float_t = json::number_float_t;
  using string_t = json::string_t;
  using binary_t = json::binary_t;

  explicit JsonReader(std::string_view text)
      : m_text(text), m_reached(text.data()), m_entries(model::CatalogueFormat::Json, text) {}

  ReadResult read() {
    const TrackedIterator begin(m_text.data(), &m_reached);
    const TrackedIterator end(m_text.data() + m_text.size(), &m_reached);
    const bool done = json::sax_parse(begin, end, this);
    if (!done) return problem_at(m_text, m_problem_offset, std::move(m_problem));
    if (!m_top_seen.test(index(Key::Schema))) return problem_at(m_text, 0, "no \"schema\"");
    if (!m_top_seen.test(index(Key::Files))) return problem_at(m_text, 0, "no \"files\"");
    return std::move(m_entries).finish();
  }

  bool null() { return scalar("null"); }
  bool boolean(bool) { return scalar("true or false"); }
  bool number_integer(number_integer_t) { return scalar("a negative number"); }
  bool number_float(number_float_t, const string_t&) { return scalar("a fraction"); }
  bool binary(binary_t&) { return scalar("binary"); }

  bool number_unsigned(number_unsigned_t value) {
    if (m_place == Place::Entry && m_key == Key::Size) {
      m_size = value;
      return true;
    }
    return scalar("a number");
  }

  bool string(string_t& value) {
    if (m_place == Place::Top && m_key == Key::Schema) {
      if (value == kSchema) return true;
      return refuse(token_start(), fmt::format("the schema is not \"{}\"", kSchema));
    }
    if (m_place == Place::Entry && m_key == Key::Path) {
      m_path = std::move(value);
      m_path_offset = token_start();
      return true;
    }
    if (m_place == Place::Entry && m_key == Key::Digest) return add_digest(value);
    return scalar("a string", token_start());
  }

  bool key(string_t& name) {
    if (m_place == Place::Top) {
      m_key = key_named(kTopKeys, name);
      return note_seen(m_top_seen, index(m_key), name);
    }
    if (m_place == Place::Entry) {
      m_key = key_named(kEntryKeys, name);
      if (m_key != Key::Unknown) return note_seen(m_entry_seen, index(m_key), name);
      m_algorithm = model::digest_algorithm(name);
      if (!m_algorithm) return true;
      m_key = Key::Digest;
      return note_seen(m_entry_seen, index(Key::Unknown) + 1 + static_cast<std::size_t>(*m_algorithm), name);
    }
    return true;
  }

  bool start_object(std::size_t) {
    if (!deepen()) return false;
    if (m_place == Place::Outside) {
      m_place = Place::Top;
      return true;
    }
    if (m_place == Place::Files) {
      m_place = Place::Entry;
      m_entry_seen.reset();
      m_path.clear();
      m_size.reset();
      m_digests.clear();
      return true;
    }
    return skip("an object");
  }

  bool end_object() {
    if (leave_skipped()) return true;
    if (m_place == Place::Entry) {
      m_place = Place::Files;
      return finish_entry();
    }
    m_place = Place::Outside;
    return true;
  }

  bool start_array(std::size_t) {
    if (!deepen()) return false;
    if (m_place == Place::Top && m_key == Key::Files) {
      m_place = Place::Files;
      return true;
    }
    return skip("an array");
  }

  bool end_array() {
    if (leave_skipped()) return true;
    m_place = Place::Top;
    return true;
  }

  template <class Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ...; last read: '...'"
    std::string_view what = error.what();
    const std::size_t colon = what.find(": ");
    if (colon != std::string_view::npos) what.remove_prefix(colon + 2);
    what = what.substr(0, what.find("; last read"));
    // Input::position counts the byte that is wrong, from 1.
    return refuse(position > 0 ? position - 1 : 0, fmt::format("not JSON: {}", base::printable(what.substr(0, 200))));
  }

 private:
  enum class Place : std::uint8_t { Outside, Top, Files, Entry, Skipped };

  static constexpr std::size_t index(Key key) { return static_cast<std::size_t>(key); }

  // Where the parser stands: behind the string token that it has just reported, or one byte behind another token.
  std::size_t reached() const { return static_cast<std::size_t>(m_reached - m_text.data()); }

  // The opening quote of the string that has just been read: all those within it have a backslash before them.
  std::size_t token_start() const {
    std::size_t at = m_text.rfind('"', reached() - 2);
    while (at > 0 && m_text[at - 1] == '\\') at = m_text.rfind('"', at - 1);
    return at;
  }

  bool refuse(std::size_t offset, std::string message) {
    m_problem = std::move(message);
    m_problem_offset = offset;
    return false;
  }

  bool refuse_here(std::string message) { return refuse(reached() - 1, std::move(message)); }

  bool deepen() {
    if (++m_depth <= kMaxJsonDepth) return true;
    return refuse_here(fmt::format("nested deeper than {} levels", kMaxJsonDepth));
  }

  // What the current place and key ask for; empty when anything may stand there.
  std::string_view wanted() const {
    switch (m_place) {
      case Place::Outside:
        return "the catalogue is no object";
      case Place::Files:
        return "\"files\" holds something that is no object";
      case Place::Skipped:
        return {};
      case Place::Top:
      case Place::Entry:
        break;
    }
    switch (m_key) {
      case Key::Schema:
        return "\"schema\" is no string";
      case Key::Files:
        return "\"files\" is no array";
      case Key::Path:
        return "\"path\" is no string";
      case Key::Size:
        return "\"size\" is no whole number";
      case Key::Digest:
        return "a digest is no string";
      case Key::Unknown:
        break;
    }
    return {};
  }

  // A value that no rule above took: right below an unknown key, wrong anywhere else.
  bool scalar(std::string_view found) { return scalar(found, reached() - 1); }
  bool scalar(std::string_view found, std::size_t offset) {
    const std::string_view want = wanted();
    return want.empty() || refuse(offset, fmt::format("{} but {}", want, found));
  }

  bool skip(std::string_view found) {
    if (!scalar(found)) return false;
    if (m_place != Place::Skipped) {
      m_skipped_from = m_place;
      m_skipped_depth = m_depth;
      m_place = Place::Skipped;
    }
    return true;
  }

  // At the end of an object or array: true when it belongs to a skipped value.
  bool leave_skipped() {
    const std::size_t depth = m_depth--;
    if (m_place != Place::Skipped) return false;
    if (depth == m_skipped_depth) m_place = m_skipped_from;
    return true;
  }

  bool note_seen(std::bitset<16>& seen, std::size_t bit, std::string_view name) {
    if (bit == index(Key::Unknown)) return true;
    if (seen.test(bit)) return refuse(token_start(), fmt::format("\"{}\" stands twice in one object", name));
    seen.set(bit);
    return true;
  }

  bool add_digest(const std::string& value) {
    const auto digest = model::Digest::from_hex(*m_algorithm, value);
    if (!digest) {
      return refuse(token_start(), fmt::format("the {} is not {} hex digits", model::name_of(*m_algorithm),
                                               2 * model::size_of(*m_algorithm)));
    }
    m_digests.push_back(*digest);
    return true;
  }

  bool finish_entry() {
    if (!m_entry_seen.test(index(Key::Path))) return refuse_here("a file without \"path\"");
    if (m_digests.empty()) {
      return refuse(m_path_offset, fmt::format("\"{}\" has no digest", base::printable(m_path.substr(0, 200))));
    }
    const auto entry = m_entries.add(m_path, m_path_offset);
    if (!entry) return refuse(m_path_offset, entry.error());
    if (*entry == nullptr) return true;
    (*entry)->size = m_size;
    (*entry)->digests.assign(m_digests.begin(), m_digests.end());  // exactly as large as needed
    return true;
  }

  std::string_view m_text;
  const char* m_reached;
  EntryCollector m_entries;
  Place m_place = Place::Outside;
  Key m_key = Key::Unknown;
  std::size_t m_depth = 0;
  Place m_skipped_from = Place::Outside;
  std::size_t m_skipped_depth = 0;
  std::bitset<16> m_top_seen;
  std::bitset<16> m_entry_seen;
  std::string m_path;
  std::size_t m_path_offset = 0;
  std::optional<std::uint64_t> m_size;
  std::optional<model::DigestAlgorithm> m_algorithm;
  std::vector<model::Digest> m_digests;
  std::string m_problem;
  std::size_t m_problem_offset = 0;
};

}  // namespace

ReadResult read_json(std::string_view text) {
  const auto checked = check_text(text);
  if (!checked) return tl::make_unexpected(checked.error());
  return JsonReader(*checked).read();
}

}  // namespace webcid::catalogue
