#include <webcid/update/plan.hpp>

#include <algorithm>
#include <atomic>
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

struct Candidate {
  std::size_t entry = 0;
  std::optional<model::Digest> verified;  // of the state: what an entry without digests is compared with
};

class Planner {
 public:
  Planner(const store::Folder& folder, std::span<const model::Entry> entries, const store::MirrorState& state,
          Trust trust)
      : m_folder(folder), m_entries(entries), m_state(state), m_trust(trust), m_tree(folder) {
    m_plan.needs.reserve(entries.size());
    m_plan.stamps.resize(entries.size());
  }

  void look(const base::Cancellation& cancellation) {
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
      m_plan.needs.push_back(cancellation.requested() ? Need::Fetch : need_of(look_at(i)));
    }
  }

  base::Result<void> hash(unsigned threads, const base::Cancellation& cancellation) {
    if (m_candidates.empty()) return {};
    const std::size_t most = std::min<std::size_t>(std::max(threads, 1U), m_candidates.size());
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < most; ++i) others.emplace_back([&] { hash_some(cancellation); });
    hash_some(cancellation);
    for (std::thread& other : others) other.join();
    if (m_error) return tl::make_unexpected(std::move(*m_error));
    return {};
  }

  Plan finish(const base::Cancellation& cancellation) && {
    m_plan.interrupted = cancellation.requested();
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
  // What is hashed is fetched unless the hash says otherwise.
  static Need need_of(Look look) { return look == Look::Hash ? Need::Fetch : static_cast<Need>(look); }

  Look block(std::size_t index, std::string reason) {
    m_plan.obstacles.push_back({index, std::move(reason)});
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
      return known->digest ? hash_later(index, known->digest) : Look::Fetch;
    }
    const bool is_known = m_trust == Trust::Stamps && known && known->digest && m_state.is_same(*known, stamp);
    const auto is_verified = [&](const model::Digest& digest) { return digest == *known->digest; };
    if (is_known && std::any_of(entry.digests.begin(), entry.digests.end(), is_verified)) return Look::Nothing;
    return hash_later(index, std::nullopt);
  }

  Look hash_later(std::size_t index, const std::optional<model::Digest>& verified) {
    m_candidates.push_back({index, verified});
    return Look::Hash;
  }

  // Run by each thread; takes what no other has taken.
  void hash_some(const base::Cancellation& cancellation) {
    store::LocalTree tree(m_folder);
    HasherShelf shelf;
    for (std::size_t next = m_next++; next < m_candidates.size(); next = m_next++) {
      if (cancellation.requested()) return;
      const Candidate& candidate = m_candidates[next];
      if (auto hashed = hash_one(candidate, tree, shelf, cancellation); !hashed) {
        const std::lock_guard lock(m_mutex);
        m_error = std::move(hashed.error());
        m_next = m_candidates.size();
        return;
      }
    }
  }

  base::Result<void> hash_one(const Candidate& candidate, store::LocalTree& tree, HasherShelf& shelf,
                              const base::Cancellation& cancellation) {
    const model::Entry& entry = m_entries[candidate.entry];
    std::span<const model::Digest> expected = entry.digests;
    if (candidate.verified) expected = {&*candidate.verified, 1};
    const auto hasher = shelf.take(expected);
    if (!hasher) return tl::make_unexpected(hasher.error());
    std::uint64_t bytes = 0;
    const auto stamp = tree.read(entry.path, [&](std::string_view piece) {
      (*hasher)->update(piece);
      bytes += piece.size();
      return !cancellation.requested();
    });
    if (cancellation.requested()) return {};
    const bool is_right = stamp && bytes == stamp->size && digest::agree(expected, (*hasher)->finish());
    const std::lock_guard lock(m_mutex);
    ++m_plan.hashed;
    m_plan.hashed_bytes += bytes;
    // Unreadable or changing: fetching it anew mends either, or says why not.
    if (!is_right || (entry.size && bytes != *entry.size)) return {};
    m_plan.stamps[candidate.entry] = *stamp;
    m_plan.needs[candidate.entry] = candidate.verified ? Need::Ask : Need::Nothing;
    return {};
  }

  const store::Folder& m_folder;
  std::span<const model::Entry> m_entries;
  const store::MirrorState& m_state;
  Trust m_trust;
  store::LocalTree m_tree;
  std::size_t m_near = 0;
  std::vector<Candidate> m_candidates;
  std::atomic<std::size_t> m_next{0};
  std::mutex m_mutex;  // m_plan and m_error while several threads hash
  std::optional<base::Error> m_error;
  Plan m_plan;
};

}  // namespace

base::Result<Plan> plan(const store::Folder& folder, std::span<const model::Entry> entries,
                        const store::MirrorState& state, const PlanOptions& options,
                        const base::Cancellation& cancellation) {
  Planner planner(folder, entries, state, options.trust);
  planner.look(cancellation);
  if (auto hashed = planner.hash(options.threads, cancellation); !hashed) {
    return tl::make_unexpected(std::move(hashed.error()));
  }
  return std::move(planner).finish(cancellation);
}

base::Result<void> save_state(const store::Folder& folder, std::span<const model::Entry> entries, const Plan& plan,
                              const store::MirrorState& old, const ArrivedTag& arrived, store::Durability durability) {
  auto writer = store::MirrorStateWriter::create(folder);
  if (!writer) return tl::make_unexpected(std::move(writer.error()));
  store::LocalTree tree(folder);
  std::size_t near = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const model::Entry& entry = entries[i];
    const model::Digest* const digest = strongest(entry.digests);
    store::FileStamp stamp = plan.stamps[i];
    std::optional<model::Digest> verified;
    if (digest != nullptr) verified = *digest;
    std::string_view tag;
    if (const std::string* const of_arrived = arrived(i)) {
      const store::Seen seen = tree.look(entry.path);
      if (seen.what != Found::File || (entry.size && *entry.size != seen.stamp.size)) continue;
      stamp = seen.stamp;
      tag = *of_arrived;
    } else if (plan.needs[i] == Need::Nothing || plan.needs[i] == Need::Ask) {
      if (const auto known = old.find(entry.path, near)) {
        tag = known->entity_tag;
        if (!verified) verified = known->digest;
      }
    } else {
      continue;
    }
    if (auto added = writer->add(entry.path, stamp, verified, tag); !added) return added;
  }
  return writer->commit(durability);
}

const model::Digest* strongest(std::span<const model::Digest> digests) {
  const auto by_algorithm = [](const model::Digest& a, const model::Digest& b) { return a.algorithm < b.algorithm; };
  const auto found = std::max_element(digests.begin(), digests.end(), by_algorithm);
  return found == digests.end() ? nullptr : &*found;
}

}  // namespace webcid::update
