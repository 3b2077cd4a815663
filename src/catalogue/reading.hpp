// What the readers share: positions, lines, and the collecting of entries.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include <webcid/catalogue/read.hpp>
#include <webcid/model/catalogue.hpp>

namespace webcid::catalogue {

// The problem at byte `offset` of `text`, with line, column and excerpt worked out. Costs a scan of the text.
tl::unexpected<model::ParseProblem> problem_at(std::string_view text, std::size_t offset, std::string message);

// `text` without its BOM; a problem when it is too large, UTF-16, an HTML page or blank.
tl::expected<std::string_view, model::ParseProblem> check_text(std::string_view text);

struct Line {
  std::string_view text;   // without LF or CRLF
  std::size_t offset = 0;  // of its first byte
};

// The lines of a text, in order.
class Lines {
 public:
  explicit Lines(std::string_view text) : m_text(text) {}
  std::optional<Line> next();

 private:
  std::string_view m_text;
  std::size_t m_at = 0;
};

// The numbers from 0 to `count` - 1, sorted by the name that `name_of` says of each; those of one name keep their
// order. 4 bytes a number, where sorting what has the names would move it about, or take it twice.
template <class NameOf>
std::vector<std::uint32_t> sorted_by_name(std::size_t count, NameOf name_of) {
  using Row = std::pair<std::string_view, std::uint32_t>;
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return Row(name_of(a), a) < Row(name_of(b), b); });
  return order;
}

// Makes `from`'s facts part of `into` (the same path). Returns what `from` says otherwise, one text for each fact.
std::vector<std::string> unite(model::Entry& into, const model::Entry& from);

// Gathers a catalogue's entries; finish() settles repeated paths.
class EntryCollector {
 public:
  EntryCollector(model::CatalogueFormat format, std::string_view text) : m_text(text) { m_catalogue.format = format; }

  // Adds the file `path` that stands at byte `offset`. Returns the entry to complete, or nullptr when the path is never
  // published; the message when it is refused.
  tl::expected<model::Entry*, std::string> add(std::string_view path, std::size_t offset);
  void reserve(std::size_t entries);
  void set_signed() { m_catalogue.is_signed = true; }
  bool found_any() const { return !m_catalogue.entries.empty() || !m_catalogue.never_published.empty(); }

  // The catalogue, each path once; a problem when a path is listed twice with different facts.
  ReadResult finish() &&;

 private:
  std::string_view m_text;
  model::Catalogue m_catalogue;
  // Where each entry's path stands; 32 bits do, as kMaxText is smaller.
  std::vector<std::uint32_t> m_offsets;
};
static_assert(kMaxText <= UINT32_MAX);

}  // namespace webcid::catalogue
