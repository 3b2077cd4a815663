// What of a catalogue is to be fetched into a folder, and what is there already.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/local_tree.hpp>
#include <webcid/store/mirror_state.hpp>

namespace webcid::update {

enum class Need : std::uint8_t {
  Nothing,  // there and right: known from the state, or hashed just now
  Fetch,    // missing, or not what the catalogue promises
  Ask,      // there as it was fetched, but the catalogue has no digest: the server knows, by the state's entity tag
  Blocked,  // something of this machine is in its way: an Obstacle says what
};

// Whether a file that the state knows, by its stamp, is believed or read.
enum class Trust : std::uint8_t { Stamps, Nothing };

struct PlanOptions {
  Trust trust = Trust::Stamps;
  unsigned threads = 1;  // that look and hash
};

struct Obstacle {
  std::size_t entry = 0;  // index
  std::string reason;     // where and what: "DIR/a is a folder"
};

struct Plan {
  std::vector<Need> needs;               // one an entry
  std::vector<store::FileStamp> stamps;  // one an entry; of what needs Nothing or Ask
  std::vector<Obstacle> obstacles;       // one for each Blocked, by entry
  std::uint64_t unchanged = 0, fetch = 0, ask = 0, blocked = 0;
  std::uint64_t fetch_bytes = 0;   // as far as the catalogue has sizes
  std::uint64_t hashed = 0;        // files that were read, right or wrong
  std::uint64_t hashed_bytes = 0;  // of them
  bool interrupted = false;        // Ctrl-C: what was not hashed stands under Fetch
};

// A file is right when it is no link, has the size of the entry and either is known to the state, unchanged since, with
// a digest that the entry has, or has all the entry's digests when it is hashed. Entries that name what is ours
// (.webcid) are Blocked. Looks fastest when entries stand in the order of their paths. Bug when a digest cannot be
// computed on this machine. 25 bytes an entry; with `state` about 130.
base::Result<Plan> plan(const store::Folder& folder, std::span<const model::Entry> entries,
                        const store::MirrorState& state, const PlanOptions& options,
                        const base::Cancellation& cancellation);

// Which entries arrived in this run, and their entity tags: in few texts, as a string for each would cost more than all
// else that is known of a file.
class Arrivals {
 public:
  // Of `entries` entries; none has arrived.
  explicit Arrivals(std::size_t entries = 0) : m_entries(entries) {}

  // A tag that is too long to be worth keeping counts as none.
  void add(std::size_t entry, std::string_view tag);
  bool has(std::size_t entry) const { return !m_begins.empty() && m_begins[entry] != kNothing; }
  // "" when the server sent none, and of what has not arrived.
  std::string_view tag(std::size_t entry) const;
  std::size_t count() const { return m_count; }

 private:
  static constexpr std::uint32_t kNothing = UINT32_MAX;
  static constexpr std::uint32_t kNoTag = UINT32_MAX - 1;
  static constexpr std::size_t kBlock = 64 * 1024;  // bytes
  std::size_t m_entries;
  std::vector<std::string> m_tags;      // each tag with '\n' at its end; blocks, which need no copy to grow
  std::vector<std::uint32_t> m_begins;  // in all of m_tags, by entry
  std::size_t m_count = 0;
};

// Writes the state for the next run: what needed nothing, and what arrived. To be called once all files have their
// final names; looks at those that arrived on `threads` threads, and leaves their stamps in the plan.
base::Result<void> save_state(const store::Folder& folder, std::span<const model::Entry> entries, Plan& plan,
                              const store::MirrorState& old, const Arrivals& arrivals, store::Durability durability,
                              unsigned threads);

// The digest that a state keeps of several: the one hardest to forge; null of none.
const model::Digest* strongest(std::span<const model::Digest> digests);

}  // namespace webcid::update
