#include <webcid/evidence/har_reader.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

#include "record_json.hpp"

namespace webcid::evidence {
namespace {

constexpr std::size_t kMaxDepth = 16;
constexpr std::uint64_t kMaxEntries = 20'000'000;
constexpr std::uint64_t kMaxEntryValues = 200'000;
// Of one text or entry: a body kept whole (kKeptWhole), with every character escaped, and its headers.
constexpr std::uint64_t kMaxEntryBytes = 160ULL * 1024 * 1024;
constexpr std::size_t kMaxExcerpt = 120;

// The bytes of the file with their position, one by one as the parser wants them.
class Source {
 public:
  explicit Source(const Input& input) : m_input(input) { refill(); }

  bool at_end() const { return m_next == m_end; }
  char current() const { return m_buffer[m_next]; }
  void advance() {
    const char c = m_buffer[m_next++];
    if (c == '\n') {
      ++m_line;
      m_column = 1;
      m_excerpt.clear();
    } else {
      ++m_column;
      if (m_excerpt.size() == kMaxExcerpt) m_excerpt.erase(0, kMaxExcerpt / 2);
      m_excerpt.push_back(c);
    }
    // More than fits in memory would otherwise be gathered before anybody is asked.
    if (++m_since_mark > kMaxEntryBytes) {
      m_too_large = true;
      m_end = m_next;
      return;
    }
    if (m_next == m_end) refill();
  }

  void mark() { m_since_mark = 0; }
  std::size_t line() const { return m_line; }
  std::size_t column() const { return m_column > 1 ? m_column - 1 : 1; }  // of the byte read last
  std::string_view excerpt() const { return m_excerpt; }
  bool too_large() const { return m_too_large; }
  const std::optional<base::Error>& input_error() const { return m_input_error; }

 private:
  void refill() {
    m_next = 0;
    m_end = 0;
    if (m_ended) return;
    auto got = m_input(m_buffer.data(), m_buffer.size());
    if (!got) m_input_error = got.error();
    m_end = got ? std::min(*got, m_buffer.size()) : 0;
    m_ended = m_end == 0;
  }

  const Input& m_input;
  std::array<char, 64 * 1024> m_buffer{};
  std::size_t m_next = 0;
  std::size_t m_end = 0;
  bool m_ended = false;
  bool m_too_large = false;
  std::uint64_t m_since_mark = 0;
  std::size_t m_line = 1;
  std::size_t m_column = 1;
  std::string m_excerpt;
  std::optional<base::Error> m_input_error;
};

// What nlohmann's parser takes its bytes from.
class SourceIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  SourceIterator() = default;
  explicit SourceIterator(Source& source) : m_source(&source) {}
  char operator*() const { return m_source->current(); }
  SourceIterator& operator++() {
    m_source->advance();
    return *this;
  }
  SourceIterator operator++(int) {
    m_source->advance();
    return *this;
  }
  friend bool operator==(const SourceIterator& a, const SourceIterator& b) { return a.is_end() == b.is_end(); }
  friend bool operator!=(const SourceIterator& a, const SourceIterator& b) { return !(a == b); }

 private:
  bool is_end() const { return m_source == nullptr || m_source->at_end(); }
  Source* m_source = nullptr;
};

// Walks the file, builds log._webcid and one element of log.entries at a time, and skips the rest.
class Walker : public nlohmann::json_sax<Json> {
 public:
  Walker(Source& source, const HarHandlers& handlers) : m_source(source), m_handlers(handlers) {}

  bool null() override { return value(nullptr); }
  bool boolean(bool each) override { return value(each); }
  bool number_integer(number_integer_t each) override { return value(each); }
  bool number_unsigned(number_unsigned_t each) override { return value(each); }
  bool number_float(number_float_t each, const string_t& /*text*/) override { return value(each); }
  bool string(string_t& each) override { return value(std::move(each)); }
  bool binary(binary_t& /*each*/) override { return fail("no JSON"); }
  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& each) override {
    if (m_building.empty()) {
      m_source.mark();
      if (m_depth < m_keys.size()) m_keys[m_depth] = each;
    } else {
      m_key = std::move(each);
    }
    return true;
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/, const Json::exception& error) override {
    std::string_view words = error.what();
    // "[json.exception...] parse error at line 1, column 2: what": where is said by us, in bytes.
    if (const std::size_t at = words.find("column "); at != std::string_view::npos) {
      if (const std::size_t colon = words.find(": ", at); colon != std::string_view::npos)
        words.remove_prefix(colon + 2);
    }
    return fail(fmt::format("not JSON: {}", base::printable(words)));
  }

  bool has_run() const { return m_has_run; }
  const std::optional<base::Error>& error() const { return m_error; }

 private:
  bool fail(std::string why) {
    if (m_error) return false;
    m_error = base::Error{base::ErrorKind::Malformed,
                          fmt::format("line {}, column {}: {}", m_source.line(), m_source.column(), std::move(why))};
    return false;
  }

  // "log" is m_keys[1], its members m_keys[2]; an entry begins at depth 3.
  bool is_wanted() const {
    if (m_keys[1] != "log") return false;
    return (m_depth == 2 && (m_keys[2] == "_webcid" || m_keys[2] == "_webcid_end")) ||
           (m_depth == 3 && m_keys[2] == "entries" && m_in_entries);
  }

  bool open(Json container) {
    if (m_depth >= kMaxDepth) return fail(fmt::format("nested deeper than {} levels", kMaxDepth));
    if (!m_building.empty()) {
      Json* placed = place(std::move(container));
      if (placed == nullptr) return false;
      m_building.push_back(placed);
    } else if (is_wanted()) {
      m_source.mark();
      m_values = 0;
      m_line = m_source.line();
      m_column = m_source.column();
      m_root = std::move(container);
      m_building.push_back(&m_root);
    } else if (m_depth == 2 && m_keys[1] == "log" && m_keys[2] == "entries") {
      m_in_entries = container.is_array();
    }
    ++m_depth;
    return true;
  }

  bool close() {
    --m_depth;
    if (m_building.empty()) {
      if (m_depth == 2) m_in_entries = false;
      return true;
    }
    m_building.pop_back();
    return !m_building.empty() || hand_over();
  }

  template <class T>
  bool value(T&& each) {
    if (!m_building.empty()) return place(Json(std::forward<T>(each))) != nullptr;
    if (is_wanted()) return fail("must be an object");
    m_source.mark();
    return true;
  }

  // Hangs a value into what is being built. Pointers stay good: a container gets no sibling while it is open.
  Json* place(Json each) {
    if (++m_values > kMaxEntryValues) {
      fail(fmt::format("more than {} values in one entry", kMaxEntryValues));
      return nullptr;
    }
    Json& parent = *m_building.back();
    if (parent.is_array()) {
      parent.push_back(std::move(each));
      return &parent.back();
    }
    // An object of many members would make the look-up of each key quadratic.
    if (parent.size() >= kMaxMembers) {
      fail(fmt::format("an object of more than {} members", kMaxMembers));
      return nullptr;
    }
    Json& slot = parent[m_key];
    slot = std::move(each);
    return &slot;
  }

  bool hand_over() {
    Json built = std::exchange(m_root, nullptr);
    m_source.mark();
    if (m_depth == 2) return m_keys[2] == "_webcid_end" ? hand_over_end(built) : hand_over_run(built);
    if (!m_has_run) return fail("log.entries comes before log._webcid, which says what the run was");
    if (++m_entries > kMaxEntries) return fail(fmt::format("more than {} entries", kMaxEntries));
    auto record = record_of_json(built);
    if (!record) return reject(fmt::format("entry {}: {}", m_entries, record.error().message));
    auto taken = m_handlers.record ? m_handlers.record(std::move(*record)) : base::Result<void>{};
    if (!taken) m_error = taken.error();
    return taken.has_value();
  }

  bool hand_over_run(const Json& built) {
    if (m_has_run) return reject("log._webcid is there twice");
    auto run = run_of_json(built);
    if (!run) return reject(run.error().message);
    m_has_run = true;
    auto taken = m_handlers.run ? m_handlers.run(std::move(*run)) : base::Result<void>{};
    if (!taken) m_error = taken.error();
    return taken.has_value();
  }

  bool hand_over_end(const Json& built) {
    auto completion = completion_of_json(built);
    if (!completion) return reject(completion.error().message);
    if (m_handlers.end) m_handlers.end(std::move(*completion));
    return true;
  }

  // About what began at m_line, m_column.
  bool reject(const std::string& why) {
    m_error = base::Error{base::ErrorKind::Malformed, fmt::format("line {}, column {}: {}", m_line, m_column, why)};
    return false;
  }

  static constexpr std::size_t kMaxMembers = 64;

  Source& m_source;
  const HarHandlers& m_handlers;
  std::size_t m_depth = 0;            // containers that are open
  std::array<std::string, 3> m_keys;  // the key in use at depths 1 and 2
  std::string m_key;                  // within what is being built
  bool m_in_entries = false;
  Json m_root;
  std::vector<Json*> m_building;  // from m_root down to the innermost open container
  std::uint64_t m_values = 0;
  std::size_t m_line = 0;
  std::size_t m_column = 0;
  std::uint64_t m_entries = 0;
  bool m_has_run = false;
  std::optional<base::Error> m_error;
};

base::Error error_at(const Source& source, std::string_view why) {
  return {base::ErrorKind::Malformed, fmt::format("line {}, column {}: {}", source.line(), source.column(), why)};
}

}  // namespace

base::Result<void> read_har(const Input& input, const HarHandlers& handlers) {
  const auto source = std::make_unique<Source>(input);
  Walker walker(*source, handlers);
  std::optional<base::Error> error;
  try {
    if (!Json::sax_parse(SourceIterator(*source), SourceIterator(), &walker)) error = walker.error();
    if (!error && !walker.has_run()) error = error_at(*source, "no evidence of webcid: log._webcid is missing");
  } catch (const std::exception& thrown) {
    error = error_at(*source, base::printable(thrown.what()));
  }
  if (source->input_error()) return tl::make_unexpected(*source->input_error());
  if (source->too_large()) {
    error = error_at(*source, fmt::format("a text or entry of more than {} bytes", kMaxEntryBytes));
  }
  if (!error) return {};
  if (error->kind == base::ErrorKind::Malformed && !source->excerpt().empty()) {
    error->message += fmt::format(", near \"{}\"",
                                  base::printable(source->excerpt().substr(
                                      source->excerpt().size() - std::min<std::size_t>(source->excerpt().size(), 40))));
  }
  return tl::make_unexpected(std::move(*error));
}

base::Result<void> read_har(std::string_view text, const HarHandlers& handlers) {
  return read_har(
      [rest = text](char* buffer, std::size_t size) mutable -> base::Result<std::size_t> {
        const std::size_t piece = std::min(size, rest.size());
        std::memcpy(buffer, rest.data(), piece);
        rest.remove_prefix(piece);
        return piece;
      },
      handlers);
}

}  // namespace webcid::evidence
