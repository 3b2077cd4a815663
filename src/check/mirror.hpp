// What `webcid update` adds to a run: a folder that is to hold what is published, and nothing fetched that it has.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/check/check.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/lock.hpp>
#include <webcid/store/mirror_state.hpp>
#include <webcid/store/partial.hpp>
#include <webcid/store/tree_swap.hpp>
#include <webcid/update/download.hpp>
#include <webcid/update/observer.hpp>
#include <webcid/update/plan.hpp>

namespace webcid::check {

// Whether the entries are all that is published, so that what is not among them is not.
enum class Coverage : std::uint8_t { Whole, Part };

class Mirror {
 public:
  // Makes the folder where missing, and holds its lock. LocalIo: another update of it is running, or the system's
  // reason.
  static base::Result<Mirror> open(const MirrorOptions& options, const base::Cancellation& cancellation);

  // Looks at what is there. `entries` must outlive the mirror; of those that it has not, `most` are wanted.
  base::Result<void> plan(std::span<const model::Entry> entries, std::uint64_t most, std::size_t threads,
                          const base::Cancellation& cancellation);
  const update::Plan& planned() const { return m_plan; }
  // Why what the last run knew was of no use; "" where it was, or there was nothing.
  const std::string& state_problem() const { return m_state_problem; }
  // Indices of the entries that are to be fetched.
  std::span<const std::uint32_t> wanted() const { return m_wanted; }
  // Whether more would have been wanted than was allowed.
  bool is_cut() const { return m_is_cut; }
  // How the entries that are to be fetched are.
  update::DownloadOptions download() const;

  // A catalogue was read: it is part of what is published.
  void keep_catalogue(const std::string& path, std::string_view text);
  // An entry arrived, is verified and has its final name.
  void arrived(const model::Record& record);
  // Once all is in place: what is no more published is removed if that is wished, and known (Coverage::Whole); the next
  // run is told what it need not read.
  base::Result<void> finish(Coverage coverage, std::span<const std::string> catalogues, update::Observer& observer,
                            const base::Cancellation& cancellation);

 private:
  Mirror(const MirrorOptions& options, store::Folder folder, store::Lock lock, store::Partials partials);
  base::Result<void> sync() const;
  // The tag of the copy that an entry without a digest has, where the server decides; "" for any other.
  std::string_view tag_held(std::size_t entry) const;
  const store::Folder& target() const { return m_new ? m_new->folder() : m_folder; }
  base::Result<void> adopt(const base::Cancellation& cancellation);
  base::Result<void> swap(Extra extra);
  base::Result<void> remove_extra(std::span<const std::string> catalogues, update::Observer& observer,
                                  const base::Cancellation& cancellation);
  base::Result<void> publish_catalogues();
  bool is_entry(std::string_view path) const;
  bool is_complete() const { return !m_is_cut && m_arrivals.count() == m_wanted.size() && m_plan.blocked == 0; }

  MirrorOptions m_options;
  store::Folder m_folder;
  store::Lock m_lock;
  std::optional<store::Partials> m_partials;
  std::optional<store::NewTree> m_new;  // --atomic-tree: where all is put meanwhile
  std::string m_state_problem;
  store::MirrorState m_state;
  std::span<const model::Entry> m_entries;
  update::Plan m_plan;
  std::vector<std::uint32_t> m_wanted;
  bool m_is_cut = false;
  update::Arrivals m_arrivals;
  unsigned m_threads = 1;  // that look and hash
  bool m_has_new_catalogue = false;
  // Written, and not published before what they list is there.
  std::vector<std::pair<std::string, store::AtomicFile>> m_catalogues;
};

// Tells the mirror what arrived, and hands everything on.
class ArrivalNotes final : public update::Observer {
 public:
  ArrivalNotes(Mirror& mirror, update::Observer& next) : m_mirror(mirror), m_next(next) {}
  void on_record(model::Record record, const model::Listing* listing) override;
  void on_note(model::Statement note) override { m_next.on_note(std::move(note)); }
  void on_activity(const model::Statement& activity) override { m_next.on_activity(activity); }
  void on_bytes(std::uint64_t count) override { m_next.on_bytes(count); }

 private:
  Mirror& m_mirror;
  update::Observer& m_next;
};

}  // namespace webcid::check
