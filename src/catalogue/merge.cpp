#include <algorithm>
#include <cstdint>
#include <utility>

#include <webcid/catalogue/merge.hpp>

#include "reading.hpp"

namespace webcid::catalogue {
namespace {

// Entries and, beside each, the number of the source it came from.
struct Pool {
  std::vector<model::Entry> entries;
  std::vector<std::uint32_t> sources;
};

std::string joined(const std::string& folder, std::string_view path) {
  return folder.empty() ? std::string(path) : folder + "/" + std::string(path);
}

void add_source(Source& source, std::uint32_t number, Pool& pool, Merged& merged) {
  merged.is_signed = merged.is_signed || source.catalogue.is_signed;
  for (const std::string& name : source.catalogue.never_published) {
    merged.never_published.push_back(joined(source.folder, name));
  }
  for (model::Entry& entry : source.catalogue.entries) {
    if (!source.folder.empty()) {
      const std::string whole = joined(source.folder, entry.path.text());
      auto path = base::RelativePath::create(whole);
      if (!path) {
        ++merged.refusal_count;
        if (merged.refusals.size() < kMaxReported) {
          merged.refusals.push_back({whole, source.name, path.error().message});
        }
        continue;
      }
      entry.path = std::move(*path);
    }
    pool.entries.push_back(std::move(entry));
    pool.sources.push_back(number);
  }
  source.catalogue.entries = {};
}

// Sorts by path, then by source, moving each entry once: sorting a list of numbers and following its cycles costs
// 4 bytes an entry, where a second list of entries would cost the whole again.
void sort_pool(Pool& pool) {
  auto order = sorted_by_name(pool.entries.size(),
                              [&](std::uint32_t at) -> std::string_view { return pool.entries[at].path.text(); });
  for (std::uint32_t start = 0; start < order.size(); ++start) {
    std::uint32_t at = start;
    while (order[at] != start) {
      const std::uint32_t from = order[at];
      std::swap(pool.entries[at], pool.entries[from]);
      std::swap(pool.sources[at], pool.sources[from]);
      order[at] = at;
      at = from;
    }
    order[at] = at;
  }
}

}  // namespace

Merged merge(std::vector<Source> sources) {
  Merged merged;
  Pool pool;
  std::size_t total = 0;
  for (const Source& source : sources) total += source.catalogue.entries.size();
  if (sources.size() == 1 && sources[0].folder.empty()) {
    pool.entries = std::move(sources[0].catalogue.entries);
    pool.sources.resize(total);
  } else {
    pool.entries.reserve(total);
    pool.sources.reserve(total);
  }
  for (std::size_t at = 0; at < sources.size(); ++at) {
    add_source(sources[at], static_cast<std::uint32_t>(at), pool, merged);
  }
  sort_pool(pool);

  std::size_t kept = 0;
  for (std::size_t at = 0; at < pool.entries.size(); ++at) {
    if (kept == 0 || pool.entries[kept - 1].path != pool.entries[at].path) {
      if (kept != at) {
        pool.entries[kept] = std::move(pool.entries[at]);
        pool.sources[kept] = pool.sources[at];
      }
      ++kept;
      continue;
    }
    for (std::string& what : unite(pool.entries[kept - 1], pool.entries[at])) {
      ++merged.disagreement_count;
      if (merged.disagreements.size() == kMaxReported) continue;
      merged.disagreements.push_back({pool.entries[at].path, sources[pool.sources[kept - 1]].name,
                                      sources[pool.sources[at]].name, std::move(what)});
    }
  }
  pool.entries.erase(pool.entries.begin() + static_cast<std::ptrdiff_t>(kept), pool.entries.end());
  merged.entries = std::move(pool.entries);
  std::sort(merged.never_published.begin(), merged.never_published.end());
  merged.never_published.erase(std::unique(merged.never_published.begin(), merged.never_published.end()),
                               merged.never_published.end());
  return merged;
}

}  // namespace webcid::catalogue
