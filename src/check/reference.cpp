#include "reference.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/catalogue/merge.hpp>
#include <webcid/catalogue/well_known.hpp>
#include <webcid/digest/hasher.hpp>
#include <webcid/update/published_files.hpp>

namespace webcid::check {
namespace {

constexpr std::size_t kExamples = 5;

// Files that two lists do not agree about: how many, and the first.
class Differences {
 public:
  void add(const std::string& path) {
    if (m_count++ >= kExamples) return;
    m_examples += (m_examples.empty() ? "" : ", ") + path;
  }
  void note(const char* statement, update::Observer& observer) const {
    if (m_count == 0) return;
    const std::string examples = m_count > kExamples ? m_examples + ", ..." : m_examples;
    observer.on_note({statement, {fmt::format("{}", m_count), examples}, std::nullopt});
  }

 private:
  std::uint64_t m_count = 0;
  std::string m_examples;
};

bool has_digests(const std::vector<model::Entry>& entries) {
  return std::any_of(entries.begin(), entries.end(), [](const model::Entry& entry) { return !entry.digests.empty(); });
}

// To the second, as Last-Modified is.
std::optional<base::Time> written(const std::filesystem::path& file) {
  const base::Status status = base::status_of(file, base::Links::Follow);
  if (status.kind != base::Kind::File) return std::nullopt;
  return base::Time(std::chrono::floor<std::chrono::seconds>(status.modified.time_since_epoch()));
}

}  // namespace

ReferenceReader::ReferenceReader(ReferenceOptions options) : m_options(std::move(options)) {}

base::Result<ReferenceReader> ReferenceReader::open(const ReferenceOptions& options,
                                                    const base::Cancellation& cancellation) {
  ReferenceReader reader(options);
  if (reader.is_folder()) {
    auto found = update::published_files(options.folder, cancellation);
    if (!found) return tl::make_unexpected(std::move(found.error()));
    reader.m_entries = std::move(found->entries);
  } else {
    std::vector<catalogue::Source> sources{*options.list};
    reader.m_entries = catalogue::merge(std::move(sources)).entries;
    std::erase_if(reader.m_entries, [](const model::Entry& entry) { return !update::is_published(entry.path); });
  }
  reader.m_by_lower.reserve(reader.m_entries.size());
  for (std::size_t i = 0; i < reader.m_entries.size(); ++i) {
    reader.m_by_lower.emplace(base::to_lower(reader.m_entries[i].path.text()), i);
  }
  return reader;
}

const model::Entry* ReferenceReader::find(std::string_view path) const {
  const auto exact =
      std::lower_bound(m_entries.begin(), m_entries.end(), path,
                       [](const model::Entry& entry, auto wanted) { return entry.path.text() < wanted; });
  if (exact != m_entries.end() && exact->path.text() == path) return &*exact;
  const auto found = m_by_lower.find(base::to_lower(path));
  return found == m_by_lower.end() ? nullptr : &m_entries[found->second];
}

std::uint64_t ReferenceReader::common_with(const std::vector<model::Entry>& published) const {
  return static_cast<std::uint64_t>(std::count_if(published.begin(), published.end(), [&](const model::Entry& entry) {
    return find(entry.path.text()) != nullptr;
  }));
}

base::Result<std::vector<model::Entry>> ReferenceReader::join(std::vector<model::Entry> published,
                                                              update::Observer& observer,
                                                              const base::Cancellation& cancellation) {
  observer.on_note({"reference-used", {m_options.name, fmt::format("{}", m_entries.size())}, std::nullopt});
  m_is_foreign = !published.empty() && common_with(published) == 0;
  if (m_is_foreign) {
    observer.on_note({"reference-foreign", {m_options.name}, std::nullopt});
    return published;
  }
  note_missing(published, observer);
  std::vector<model::Entry> entries;
  if (has_digests(published)) {
    note_differences(published, observer);
    entries = std::move(published);
  } else {
    entries = united(std::move(published), observer);
  }
  auto completed = complete(entries, observer, cancellation);
  if (!completed) return tl::make_unexpected(std::move(completed.error()));
  return entries;
}

void ReferenceReader::note_missing(const std::vector<model::Entry>& published, update::Observer& observer) const {
  Differences less;
  for (const model::Entry& entry : published) {
    const bool is_compared = update::is_published(entry.path) && catalogue::find(entry.path.name()) == nullptr;
    if (is_compared && find(entry.path.text()) == nullptr) less.add(entry.path.text());
  }
  less.note("reference-has-less", observer);
}

void ReferenceReader::note_differences(const std::vector<model::Entry>& published, update::Observer& observer) const {
  Differences more;
  Differences other;
  std::vector<bool> is_published(m_entries.size());
  for (const model::Entry& entry : published) {
    const model::Entry* const held = find(entry.path.text());
    if (held == nullptr) continue;
    is_published[static_cast<std::size_t>(held - m_entries.data())] = true;
    const bool is_same =
        !(entry.size && held->size && entry.size != held->size) && digest::agree(entry.digests, held->digests);
    if (!is_same) other.add(entry.path.text());
  }
  for (std::size_t i = 0; i < m_entries.size(); ++i) {
    // No catalogue lists itself.
    if (!is_published[i] && catalogue::find(m_entries[i].path.name()) == nullptr) more.add(m_entries[i].path.text());
  }
  more.note("reference-has-more", observer);
  other.note("reference-differs", observer);
}

std::vector<model::Entry> ReferenceReader::united(std::vector<model::Entry> listed, update::Observer& observer) const {
  std::vector<catalogue::Source> sources;
  // Facts of the first one count: what a listing says of a file is what the server has, not what it should have.
  sources.push_back({{model::CatalogueFormat::Listing, m_entries, {}, false}, "", m_options.name});
  // Where the two spell a name differently, the server is asked for its own.
  for (const model::Entry& entry : listed) {
    const auto found = m_by_lower.find(base::to_lower(entry.path.text()));
    if (found != m_by_lower.end()) sources.front().catalogue.entries[found->second].path = entry.path;
  }
  sources.push_back({{model::CatalogueFormat::Listing, std::move(listed), {}, false}, "", "listing"});
  catalogue::Merged merged = catalogue::merge(std::move(sources));
  for (const catalogue::Disagreement& row : merged.disagreements) {
    observer.on_note({"catalogue-disagrees", {row.path.text(), row.source_a, row.source_b, row.what}, std::nullopt});
  }
  return std::move(merged.entries);
}

base::Result<void> ReferenceReader::complete(std::vector<model::Entry>& entries, update::Observer& observer,
                                             const base::Cancellation& cancellation) const {
  constexpr std::array kAlgorithms{model::DigestAlgorithm::Sha256};
  for (model::Entry& entry : entries) {
    if (cancellation.requested()) break;
    const model::Entry* const held = find(entry.path.text());
    if (!entry.digests.empty() || held == nullptr) continue;
    entry.digests = held->digests;
    if (!is_folder() || entry.size != held->size) continue;
    observer.on_activity({"activity-reference", {entry.path.text()}, std::nullopt});
    auto digests = digests_of(*held, {kAlgorithms.begin(), kAlgorithms.end()}, cancellation);
    if (!digests && digests.error().kind != base::ErrorKind::LocalIo) {
      return tl::make_unexpected(std::move(digests.error()));
    }
    // One that cannot be read is compared by its size only.
    if (digests) entry.digests = std::move(*digests);
  }
  return {};
}

base::Result<std::vector<model::Digest>> ReferenceReader::digests_of(
    const model::Entry& entry, const std::vector<model::DigestAlgorithm>& algorithms,
    const base::Cancellation& cancellation) const {
  auto hasher = digest::Hasher::create(algorithms);
  if (!hasher) return tl::make_unexpected(std::move(hasher.error()));
  const auto file = m_options.folder / base::to_native(entry.path.text());
  auto read = base::read_in_pieces(file, [&](std::string_view piece) {
    hasher->update(piece);
    return !cancellation.requested();
  });
  if (!read) return tl::make_unexpected(std::move(read.error()));
  if (cancellation.requested()) return std::vector<model::Digest>{};
  return hasher->finish();
}

model::Reference ReferenceReader::answer(const std::vector<diagnose::Case::Doubt>& doubts, update::Observer& observer,
                                         const base::Cancellation& cancellation) const {
  model::Reference out{m_options.name, is_folder() ? model::ReferenceKind::Folder : model::ReferenceKind::List, {}};
  if (m_is_foreign) return out;
  for (const diagnose::Case::Doubt& doubt : doubts) {
    if (out.facts.size() == model::kMaxReferenceFacts || cancellation.requested()) break;
    const model::Entry* const held = find(doubt.path);
    model::ReferenceFact fact;
    fact.path = doubt.path;
    fact.is_there = held != nullptr;
    if (held != nullptr) {
      fact.size = held->size;
      fact.digests = held->digests;
      if (is_folder()) fact.modified = written(m_options.folder / base::to_native(held->path.text()));
      if (is_folder() && doubt.is_about_bytes) {
        observer.on_activity({"activity-reference", {doubt.path}, std::nullopt});
        if (auto digests = digests_of(*held, doubt.digests, cancellation)) fact.digests = std::move(*digests);
      }
    }
    out.facts.push_back(std::move(fact));
  }
  return out;
}

}  // namespace webcid::check
