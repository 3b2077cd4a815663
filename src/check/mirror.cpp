#include "mirror.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <webcid/digest/hasher.hpp>
#include <webcid/store/prune.hpp>
#include <webcid/store/sync.hpp>
#include <webcid/update/removal.hpp>

namespace webcid::check {
namespace {

constexpr std::uint32_t kNothing = UINT32_MAX;
constexpr std::size_t kMostOfTag = 256;  // a longer one is not worth keeping

}  // namespace

Mirror::Mirror(const MirrorOptions& options, store::Folder folder, store::Lock lock, store::Partials partials)
    : m_options(options), m_folder(std::move(folder)), m_lock(std::move(lock)), m_partials(std::move(partials)) {
  m_state = store::MirrorState::load(m_folder, m_state_problem);
}

base::Result<Mirror> Mirror::open(const MirrorOptions& options) {
  auto folder = store::Folder::create(options.folder);
  if (!folder) return tl::make_unexpected(std::move(folder.error()));
  auto lock = store::Lock::acquire(*folder);
  if (!lock) return tl::make_unexpected(std::move(lock.error()));
  auto partials = store::Partials::open(*folder);
  if (!partials) return tl::make_unexpected(std::move(partials.error()));
  return Mirror(options, std::move(*folder), std::move(*lock), std::move(*partials));
}

base::Result<void> Mirror::plan(std::span<const model::Entry> entries, std::size_t threads,
                                const base::Cancellation& cancellation) {
  m_entries = entries;
  if (m_lock.last_run() == store::LastRun::Killed) store::remove_temporaries(m_folder, cancellation);
  update::PlanOptions options;
  options.trust = m_options.trust;
  options.threads = static_cast<unsigned>(threads);
  auto planned = update::plan(m_folder, entries, m_state, options, cancellation);
  if (!planned) return tl::make_unexpected(std::move(planned.error()));
  m_plan = std::move(*planned);
  for (std::size_t index = 0; index < m_plan.needs.size(); ++index) {
    const update::Need need = m_plan.needs[index];
    if (need == update::Need::Fetch || need == update::Need::Ask) {
      m_wanted.push_back(static_cast<std::uint32_t>(index));
    }
  }
  return {};
}

update::DownloadOptions Mirror::download() const {
  update::DownloadOptions out;
  out.keep = &m_folder;
  out.partials = &m_partials;
  // One call at the end is worth as much as one for each file, and costs far less.
  out.durability = m_options.durability == store::Durability::Tree ? store::Durability::None : m_options.durability;
  out.retries = m_options.retries;
  out.chosen = m_wanted;
  return out;
}

void Mirror::arrived(const model::Record& record) {
  const auto entry =
      std::lower_bound(m_entries.begin(), m_entries.end(), record.entry->path,
                       [](const model::Entry& each, const base::RelativePath& path) { return each.path < path; });
  if (entry == m_entries.end() || !(entry->path == record.entry->path)) return;
  const std::string_view tag = record.exchange.header("ETag").value_or("");
  if (m_tag_of.empty()) m_tag_of.assign(m_entries.size(), kNothing);
  m_tag_of[static_cast<std::size_t>(entry - m_entries.begin())] = static_cast<std::uint32_t>(m_tags.size());
  if (tag.size() <= kMostOfTag && m_tags.size() < kNothing - kMostOfTag - 1) m_tags += tag;
  m_tags += '\n';
}

base::Result<void> Mirror::sync() const {
  if (m_options.durability != store::Durability::Tree || m_tag_of.empty()) return {};
  std::size_t next = 0;
  return store::sync_written(m_folder, [&]() -> const base::RelativePath* {
    while (next < m_tag_of.size() && m_tag_of[next] == kNothing) ++next;
    return next == m_tag_of.size() ? nullptr : &m_entries[next++].path;
  });
}

base::Result<void> Mirror::finish(std::span<const std::string> catalogues, update::Observer& observer,
                                  const base::Cancellation& cancellation) {
  if (auto synced = sync(); !synced) return synced;
  const bool is_whole = !cancellation.requested();
  if (is_whole && m_options.extra == Extra::Remove) {
    const store::Pruned removed = update::remove_extra(m_folder, m_entries, catalogues, cancellation);
    observer.on_note({"removed", {fmt::format("{}", removed.files), fmt::format("{}", removed.folders)}, std::nullopt});
    if (!removed.problems.empty()) return tl::make_unexpected(removed.problems.front());
  }
  if (is_whole) m_partials.remove_stale(m_entries);
  std::string tag;
  const auto tag_of = [&](std::size_t entry) -> const std::string* {
    if (m_tag_of.empty() || m_tag_of[entry] == kNothing) return nullptr;
    tag.assign(m_tags, m_tag_of[entry], m_tags.find('\n', m_tag_of[entry]) - m_tag_of[entry]);
    return &tag;
  };
  return update::save_state(m_folder, m_entries, m_plan, m_state, tag_of, m_options.durability);
}

void ArrivalNotes::on_record(model::Record record, const model::Listing* listing) {
  const bool is_there = record.purpose == model::Purpose::File && record.outcome == model::Outcome::Verified;
  if (is_there) m_mirror.arrived(record);
  m_next.on_record(std::move(record), listing);
}

}  // namespace webcid::check
