#include "reading.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>

namespace webcid::catalogue {
namespace {

constexpr std::size_t kMaxExcerpt = 120;  // bytes, as model::ParseProblem promises

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// The line around byte `column` (from 0), printable, within kMaxExcerpt.
std::string excerpt_of(std::string_view line, std::size_t column) {
  constexpr std::size_t kLead = 60;  // bytes shown before the place itself when a line is cut
  if (line.size() > kMaxExcerpt && column > kLead) {
    std::size_t start = column - kLead;
    while (start < column && is_continuation(line[start])) ++start;
    line.remove_prefix(start);
  }
  std::string shown = base::printable(line.substr(0, 2 * kMaxExcerpt));
  if (shown.size() > kMaxExcerpt) {
    std::size_t end = kMaxExcerpt;
    while (end > 0 && is_continuation(shown[end])) --end;
    shown.resize(end);
  }
  return shown;
}

std::string_view without_bom(std::string_view text) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  return text.substr(0, kBom.size()) == kBom ? text.substr(kBom.size()) : text;
}

}  // namespace

tl::unexpected<model::ParseProblem> problem_at(std::string_view text, std::size_t offset, std::string message) {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const std::size_t last_feed = before.rfind('\n');
  const std::size_t start = last_feed == std::string_view::npos ? 0 : last_feed + 1;
  std::string_view line = text.substr(start, text.find('\n', start) - start);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  model::ParseProblem problem;
  problem.line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  problem.column = 1 + offset - start;
  problem.message = std::move(message);
  problem.excerpt = excerpt_of(line, offset - start);
  return tl::make_unexpected(std::move(problem));
}

tl::expected<std::string_view, model::ParseProblem> check_text(std::string_view text) {
  if (text.size() > kMaxText) {
    return problem_at(text.substr(0, kMaxLine), 0, fmt::format("the catalogue is larger than {} bytes", kMaxText));
  }
  // What PowerShell's ">" writes.
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    return problem_at(text.substr(0, kMaxLine), 0, "the catalogue is UTF-16, not UTF-8");
  }
  text = without_bom(text);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return problem_at({}, 0, "the catalogue is empty");
  // No catalogue format can begin so; a block page, a login page or a soft 404 does.
  if (text[first] == '<') return problem_at(text, first, "this is an HTML page, not a catalogue");
  return text;
}

std::optional<Line> Lines::next() {
  if (m_at >= m_text.size()) return std::nullopt;
  const std::size_t feed = m_text.find('\n', m_at);
  Line line{m_text.substr(m_at, feed - m_at), m_at};
  m_at = feed == std::string_view::npos ? m_text.size() : feed + 1;
  if (!line.text.empty() && line.text.back() == '\r') line.text.remove_suffix(1);
  return line;
}

std::vector<std::string> unite(model::Entry& into, const model::Entry& from) {
  std::vector<std::string> differences;
  if (!into.size) {
    into.size = from.size;
  } else if (from.size && *from.size != *into.size) {
    differences.push_back(fmt::format("size {}, not {}", *from.size, *into.size));
  }
  for (const model::Digest& digest : from.digests) {
    const auto same = std::find_if(into.digests.begin(), into.digests.end(),
                                   [&](const model::Digest& known) { return known.algorithm == digest.algorithm; });
    if (same == into.digests.end()) {
      into.digests.push_back(digest);
    } else if (*same != digest) {
      differences.push_back(fmt::format("{} {}, not {}", model::name_of(digest.algorithm), digest.hex(), same->hex()));
    }
  }
  return differences;
}

void EntryCollector::reserve(std::size_t entries) {
  m_catalogue.entries.reserve(entries);
  m_offsets.reserve(entries);
}

tl::expected<model::Entry*, std::string> EntryCollector::add(std::string_view path, std::size_t offset) {
  auto relative = base::RelativePath::create(path);
  if (!relative) return tl::make_unexpected(std::move(relative.error().message));
  if (base::is_never_published(relative->name())) {
    auto& names = m_catalogue.never_published;
    if (names.size() < kMaxNeverPublished) names.push_back(relative->text());
    return nullptr;
  }
  if (m_catalogue.entries.size() == kMaxEntries) {
    return tl::make_unexpected(fmt::format("the catalogue lists more than {} files", kMaxEntries));
  }
  m_catalogue.entries.push_back(model::Entry{std::move(*relative), std::nullopt, {}});
  m_offsets.push_back(static_cast<std::uint32_t>(offset));
  return &m_catalogue.entries.back();
}

// Repetitions are found by sorting, not by a hash table: 4 bytes an entry, and no input makes it quadratic.
ReadResult EntryCollector::finish() && {
  auto& names = m_catalogue.never_published;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  auto& entries = m_catalogue.entries;
  const auto order =
      sorted_by_name(entries.size(), [&](std::uint32_t at) -> std::string_view { return entries[at].path.text(); });
  std::vector<bool> repeated;
  std::size_t first = 0;
  for (std::size_t at = 1; at < order.size(); ++at) {
    model::Entry& known = entries[order[first]];
    const model::Entry& other = entries[order[at]];
    if (known.path != other.path) {
      first = at;
      continue;
    }
    const auto differences = unite(known, other);
    if (!differences.empty()) {
      return problem_at(m_text, m_offsets[order[at]],
                        fmt::format("\"{}\" is listed twice: {}", base::printable(other.path.text()), differences[0]));
    }
    repeated.resize(entries.size());
    repeated[order[at]] = true;
  }
  if (!repeated.empty()) {
    std::size_t kept = 0;
    for (std::size_t at = 0; at < entries.size(); ++at) {
      if (repeated[at]) continue;
      if (kept != at) entries[kept] = std::move(entries[at]);
      ++kept;
    }
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(kept), entries.end());
  }
  return std::move(m_catalogue);
}

}  // namespace webcid::catalogue
