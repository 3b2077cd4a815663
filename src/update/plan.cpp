#include <webcid/update/plan.hpp>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

#include "hasher_shelf.hpp"

namespace webcid::update {
namespace {

using store::Found;

// What looking alone tells; Hash where it does not.
enum class Look : std::uint8_t { Nothing, Fetch, Ask, Blocked, Hash };

// Looks at a stretch of the entries: one a thread, so that what it keeps open and where it is in the state are its own.
class Looker {
 public:
  Looker(const store::Folder& folder, std::span<const model::Entry> entries, const store::MirrorState& state,
         Trust trust, Plan& plan)
      : m_folder(folder), m_entries(entries), m_state(state), m_trust(trust), m_plan(plan), m_tree(folder) {}

  void look(std::size_t first, std::size_t end, const base::Cancellation& cancellation) {
    for (std::size_t i = first; i < end && !cancellation.requested(); ++i) {
      const Look look = look_at(i);
      // What is hashed is fetched unless the hash says otherwise.
      m_plan.needs[i] = look == Look::Hash ? Need::Fetch : static_cast<Need>(look);
    }
  }

  std::vector<Obstacle> obstacles;
  std::vector<std::uint32_t> candidates;  // indices of entries that only hashing decides

 private:
  Look block(std::size_t index, std::string reason) {
    obstacles.push_back({index, std::move(reason)});
    return Look::Blocked;
  }

  std::string shown(const base::RelativePath& path) const {
    return base::printable(base::from_native(m_folder.root() / base::to_native(path.text())));
  }

  Look look_at(std::size_t index) {
    const base::RelativePath& path = m_entries[index].path;
    if (store::is_own(path)) return block(index, fmt::format("{} is webcid's own", shown(path)));
    store::Seen seen = m_tree.look(path);
    switch (seen.what) {
      case Found::File:
        m_plan.stamps[index] = seen.stamp;
        return judge(index, seen.stamp);
      case Found::Missing:
      case Found::Link:  // publishing replaces it, not what it points to
        return Look::Fetch;
      case Found::Folder:
        return block(index, fmt::format("{} is a folder", shown(path)));
      case Found::Other:
        return block(index, fmt::format("{} is a device, pipe or socket", shown(path)));
      case Found::Blocked:
      case Found::Failed:
        break;
    }
    return block(index, std::move(seen.problem));
  }

  Look judge(std::size_t index, const store::FileStamp& stamp) {
    const model::Entry& entry = m_entries[index];
    if (entry.size && *entry.size != stamp.size) return Look::Fetch;
    const auto known = m_state.find(entry.path, m_near);
    if (entry.digests.empty()) {
      // Nothing is promised but the size: only the tag of the same file can spare the fetching.
      if (!known || known->entity_tag.empty()) return Look::Fetch;
      if (m_trust == Trust::Stamps && m_state.is_same(*known, stamp)) return Look::Ask;
      return known->digest ? hash_later(index) : Look::Fetch;
    }
    const bool is_known = m_trust == Trust::Stamps && known && known->digest && m_state.is_same(*known, stamp);
    const auto is_verified = [&](const model::Digest& digest) { return digest == *known->digest; };
    if (is_known && std::any_of(entry.digests.begin(), entry.digests.end(), is_verified)) return Look::Nothing;
    return hash_later(index);
  }

  Look hash_later(std::size_t index) {
    candidates.push_back(static_cast<std::uint32_t>(index));
    return Look::Hash;
  }

  const store::Folder& m_folder;
  std::span<const model::Entry> m_entries;
  const store::MirrorState& m_state;
  Trust m_trust;
  Plan& m_plan;
  store::LocalTree m_tree;
  std::size_t m_near = 0;
};

// Runs `work(i)` for each i below `count` on a thread of its own, the first on this one.
template <class Work>
void in_parallel(std::size_t count, Work work) {
  std::vector<std::thread> others;
  if (count == 0) return;
  for (std::size_t i = 1; i < count; ++i) others.emplace_back([&work, i] { work(i); });
  work(std::size_t{0});
  for (std::thread& other : others) other.join();
}

// A thread costs more than it saves on a few hundred files.
std::size_t threads_for(std::size_t files, unsigned most) {
  constexpr std::size_t kWorthAThread = 1000;
  return std::clamp<std::size_t>(files / kWorthAThread, 1, std::max(most, 1U));
}

class Planner {
 public:
  Planner(const store::Folder& folder, std::span<const model::Entry> entries, const store::MirrorState& state,
          const base::Cancellation& cancellation)
      : m_folder(folder), m_entries(entries), m_state(state), m_cancellation(cancellation) {
    m_plan.needs.assign(entries.size(), Need::Fetch);
    m_plan.stamps.resize(entries.size());
  }

  void look(const PlanOptions& options) {
    const std::size_t count = threads_for(m_entries.size(), options.threads);
    std::vector<std::unique_ptr<Looker>> lookers;
    for (std::size_t i = 0; i < count; ++i) {
      lookers.push_back(std::make_unique<Looker>(m_folder, m_entries, m_state, options.trust, m_plan));
    }
    in_parallel(count, [&](std::size_t i) {
      lookers[i]->look(m_entries.size() * i / count, m_entries.size() * (i + 1) / count, m_cancellation);
    });
    for (auto& looker : lookers) {
      std::move(looker->obstacles.begin(), looker->obstacles.end(), std::back_inserter(m_plan.obstacles));
      m_candidates.insert(m_candidates.end(), looker->candidates.begin(), looker->candidates.end());
      looker.reset();
    }
  }

  base::Result<void> hash(unsigned threads) {
    if (m_candidates.empty()) return {};
    const std::size_t count = std::min<std::size_t>(std::max(threads, 1U), m_candidates.size());
    in_parallel(count, [&](std::size_t) { hash_some(); });
    if (m_error) return tl::make_unexpected(std::move(*m_error));
    return {};
  }

  Plan finish() && {
    m_plan.interrupted = m_cancellation.requested();
    for (std::size_t i = 0; i < m_plan.needs.size(); ++i) {
      switch (m_plan.needs[i]) {
        case Need::Nothing:
          ++m_plan.unchanged;
          break;
        case Need::Fetch:
          ++m_plan.fetch;
          m_plan.fetch_bytes += m_entries[i].size.value_or(0);
          break;
        case Need::Ask:
          ++m_plan.ask;
          break;
        case Need::Blocked:
          ++m_plan.blocked;
          break;
      }
    }
    return std::move(m_plan);
  }

 private:
  // Run by each thread; takes what no other has taken.
  void hash_some() {
    store::LocalTree tree(m_folder);
    HasherShelf shelf;
    for (std::size_t next = m_next++; next < m_candidates.size(); next = m_next++) {
      if (m_cancellation.requested()) return;
      auto hashed = hash_one(m_candidates[next], tree, shelf);
      if (hashed) continue;
      const std::lock_guard lock(m_mutex);
      m_error = std::move(hashed.error());
      m_next = m_candidates.size();
      return;
    }
  }

  base::Result<void> hash_one(std::size_t index, store::LocalTree& tree, HasherShelf& shelf) {
    const model::Entry& entry = m_entries[index];
    std::span<const model::Digest> expected = entry.digests;
    // Without a promise it is compared with what was fetched.
    std::optional<store::MirrorState::Known> known;
    std::size_t near = 0;
    const bool is_compared = expected.empty();
    if (is_compared) known = m_state.find(entry.path, near);
    if (known && known->digest) expected = {&*known->digest, 1};
    const auto hasher = shelf.take(expected);
    if (!hasher) return tl::make_unexpected(hasher.error());
    std::uint64_t bytes = 0;
    const auto stamp = tree.read(entry.path, [&](std::string_view piece) {
      (*hasher)->update(piece);
      bytes += piece.size();
      return !m_cancellation.requested();
    });
    if (m_cancellation.requested()) return {};
    const bool is_right = stamp && bytes == stamp->size && digest::agree(expected, (*hasher)->finish());
    const std::lock_guard lock(m_mutex);
    ++m_plan.hashed;
    m_plan.hashed_bytes += bytes;
    // Unreadable or changing: fetching it anew mends either, or says why not.
    if (!is_right || (entry.size && bytes != *entry.size)) return {};
    m_plan.stamps[index] = *stamp;
    m_plan.needs[index] = is_compared ? Need::Ask : Need::Nothing;
    return {};
  }

  const store::Folder& m_folder;
  std::span<const model::Entry> m_entries;
  const store::MirrorState& m_state;
  const base::Cancellation& m_cancellation;
  std::vector<std::uint32_t> m_candidates;
  std::atomic<std::size_t> m_next{0};
  std::mutex m_mutex;  // m_plan and m_error while several threads hash
  std::optional<base::Error> m_error;
  Plan m_plan;
};

// Writes the stamps of what arrived; of anything but a file of the entry's size a stamp of the epoch.
void look_at_arrived(std::vector<store::FileStamp>& stamps, const store::Folder& folder,
                     std::span<const model::Entry> entries, const Arrivals& arrivals, unsigned threads) {
  const std::size_t count = threads_for(arrivals.count(), threads);
  in_parallel(arrivals.count() == 0 ? 0 : count, [&](std::size_t part) {
    store::LocalTree tree(folder);
    const std::size_t end = entries.size() * (part + 1) / count;
    for (std::size_t i = entries.size() * part / count; i < end; ++i) {
      if (!arrivals.has(i)) continue;
      const store::Seen seen = tree.look(entries[i].path);
      const bool is_right = seen.what == Found::File && (!entries[i].size || *entries[i].size == seen.stamp.size);
      stamps[i] = is_right ? seen.stamp : store::FileStamp{};
    }
  });
}

}  // namespace

base::Result<Plan> plan(const store::Folder& folder, std::span<const model::Entry> entries,
                        const store::MirrorState& state, const PlanOptions& options,
                        const base::Cancellation& cancellation) {
  Planner planner(folder, entries, state, cancellation);
  planner.look(options);
  if (auto hashed = planner.hash(options.threads); !hashed) return tl::make_unexpected(std::move(hashed.error()));
  return std::move(planner).finish();
}

void Arrivals::add(std::size_t entry, std::string_view tag) {
  constexpr std::size_t kMostOfTag = 256;
  static_assert(kMostOfTag < kBlock);
  if (m_begins.empty()) m_begins.assign(m_entries, kNothing);
  if (m_begins[entry] == kNothing) ++m_count;
  const std::string_view kept = tag.size() <= kMostOfTag ? tag : std::string_view();
  if (m_tags.empty() || m_tags.back().size() + kept.size() + 1 > kBlock) {
    // Beyond 4 GiB of tags there is no room to say where they are.
    if ((m_tags.size() + 1) * kBlock >= kNothing) {
      m_begins[entry] = kNoTag;
      return;
    }
    m_tags.emplace_back().reserve(kBlock);
  }
  m_begins[entry] = static_cast<std::uint32_t>((m_tags.size() - 1) * kBlock + m_tags.back().size());
  m_tags.back() += kept;
  m_tags.back() += '\n';
}

std::string_view Arrivals::tag(std::size_t entry) const {
  if (!has(entry) || m_begins[entry] == kNoTag) return {};
  const std::string_view from = std::string_view(m_tags[m_begins[entry] / kBlock]).substr(m_begins[entry] % kBlock);
  return from.substr(0, from.find('\n'));
}

base::Result<void> save_state(const store::Folder& folder, std::span<const model::Entry> entries, Plan& plan,
                              const store::MirrorState& old, const Arrivals& arrivals, store::Durability durability,
                              unsigned threads) {
  auto writer = store::MirrorStateWriter::create(folder);
  if (!writer) return tl::make_unexpected(std::move(writer.error()));
  look_at_arrived(plan.stamps, folder, entries, arrivals, threads);
  std::size_t near = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const model::Entry& entry = entries[i];
    const model::Digest* digest = strongest(entry.digests);
    const store::FileStamp& stamp = plan.stamps[i];
    std::string_view tag;
    std::optional<store::MirrorState::Known> known;
    if (arrivals.has(i)) {
      if (stamp == store::FileStamp{}) continue;
      tag = arrivals.tag(i);
    } else if (plan.needs[i] == Need::Nothing || plan.needs[i] == Need::Ask) {
      known = old.find(entry.path, near);
      if (known) tag = known->entity_tag;
      if (known && known->digest && digest == nullptr) digest = &*known->digest;
    } else {
      continue;
    }
    if (auto added = writer->add(entry.path, stamp, digest, tag); !added) return added;
  }
  return writer->commit(durability);
}

const model::Digest* strongest(std::span<const model::Digest> digests) {
  const auto by_algorithm = [](const model::Digest& a, const model::Digest& b) { return a.algorithm < b.algorithm; };
  const auto found = std::max_element(digests.begin(), digests.end(), by_algorithm);
  return found == digests.end() ? nullptr : &*found;
}

}  // namespace webcid::update
