#include "mirror.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <webcid/digest/hasher.hpp>
#include <webcid/store/prune.hpp>
#include <webcid/store/sync.hpp>
#include <webcid/update/removal.hpp>

namespace webcid::check {
Mirror::Mirror(const MirrorOptions& options, store::Folder folder, store::Lock lock, store::Partials partials)
    : m_options(options), m_folder(std::move(folder)), m_lock(std::move(lock)), m_partials(std::move(partials)) {}

base::Result<Mirror> Mirror::open(const MirrorOptions& options, const base::Cancellation& cancellation) {
  if (auto mended = store::finish_cut_swap(options.folder); !mended)
    return tl::make_unexpected(std::move(mended.error()));
  auto folder = store::Folder::create(options.folder);
  if (!folder) return tl::make_unexpected(std::move(folder.error()));
  auto lock = store::Lock::acquire(*folder);
  if (!lock) return tl::make_unexpected(std::move(lock.error()));
  // Before any is made by this run.
  if (lock->last_run() == store::LastRun::Killed) store::remove_temporaries(*folder, cancellation);
  auto partials = store::Partials::open(*folder);
  if (!partials) return tl::make_unexpected(std::move(partials.error()));
  Mirror out(options, std::move(*folder), std::move(*lock), std::move(*partials));
  if (options.tree == Tree::InPlace) {
    if (auto removed = store::remove_left_tree(out.m_folder); !removed) {
      return tl::make_unexpected(std::move(removed.error()));
    }
    return out;
  }
  auto beside = store::NewTree::open(out.m_folder);
  if (!beside) return tl::make_unexpected(std::move(beside.error()));
  out.m_new = std::move(*beside);
  return out;
}

base::Result<void> Mirror::plan(std::span<const model::Entry> entries, std::uint64_t most, std::size_t threads,
                                const base::Cancellation& cancellation) {
  m_entries = entries;
  m_arrivals = update::Arrivals(entries.size());
  m_threads = static_cast<unsigned>(threads);
  // Not before the catalogue's text is done with: the two need not be in memory at once.
  m_state = store::MirrorState::load(m_folder, m_state_problem);
  update::PlanOptions options;
  options.trust = m_options.trust;
  options.threads = m_threads;
  auto planned = update::plan(m_folder, entries, m_state, options, cancellation);
  if (!planned) return tl::make_unexpected(std::move(planned.error()));
  m_plan = std::move(*planned);
  if (m_new && m_plan.fetch + m_plan.ask == 0 && !m_has_new_catalogue) {
    // The tree in use is the new version: what links to its files would only cost the next run the trust in them.
    m_catalogues.clear();
    m_new.reset();
    if (auto removed = store::remove_left_tree(m_folder); !removed) return removed;
  }
  if (auto adopted = m_new ? adopt(cancellation) : base::Result<void>{}; !adopted) return adopted;
  // What is missing comes first, or runs that ask about the same files each time would never reach it.
  for (const update::Need need : {update::Need::Fetch, update::Need::Ask}) {
    for (std::size_t index = 0; index < m_plan.needs.size() && !m_is_cut; ++index) {
      if (m_plan.needs[index] != need) continue;
      m_is_cut = m_wanted.size() == most;
      if (!m_is_cut) m_wanted.push_back(static_cast<std::uint32_t>(index));
    }
  }
  std::sort(m_wanted.begin(), m_wanted.end());
  return {};
}

// What is right in the tree in use goes over to the new one; what a killed run had put there already stays.
base::Result<void> Mirror::adopt(const base::Cancellation& cancellation) {
  update::PlanOptions options;
  options.trust = update::Trust::Nothing;
  const auto left = update::plan(m_new->folder(), m_entries, {}, options, cancellation);
  if (!left) return tl::make_unexpected(left.error());
  for (std::size_t index = 0; index < m_entries.size(); ++index) {
    update::Need& need = m_plan.needs[index];
    const bool is_left = left->needs[index] == update::Need::Nothing;
    // What the server is asked about stays unless it has another.
    if ((need == update::Need::Nothing || need == update::Need::Ask) && !is_left) {
      if (auto adopted = m_new->adopt(m_entries[index].path); !adopted) return adopted;
    } else if (need == update::Need::Fetch && is_left) {
      need = update::Need::Nothing;
      ++m_plan.unchanged;
      --m_plan.fetch;
    }
  }
  return {};
}

bool Mirror::is_entry(std::string_view path) const {
  const auto entry = std::lower_bound(
      m_entries.begin(), m_entries.end(), path,
      [](const model::Entry& each, std::string_view wanted) { return std::string_view(each.path.text()) < wanted; });
  return entry != m_entries.end() && entry->path.text() == path;
}

base::Result<void> Mirror::swap(Extra extra) {
  if (extra == Extra::Keep) {
    const auto is_new = [&](std::string_view path) {
      return is_entry(path) || std::any_of(m_catalogues.begin(), m_catalogues.end(),
                                           [&](const auto& each) { return each.first == path; });
    };
    if (auto adopted = m_new->adopt_others(is_new); !adopted) return adopted;
  }
  m_partials.reset();
  m_catalogues.clear();
  auto swapped = store::NewTree::swap(std::move(*m_new), std::move(m_folder), std::move(m_lock));
  if (!swapped) return tl::make_unexpected(std::move(swapped.error()));
  m_new.reset();
  m_folder = std::move(swapped->folder);
  m_lock = std::move(swapped->lock);
  store::LocalTree tree(m_folder);
  for (std::size_t index = 0; index < m_entries.size(); ++index) {
    if (m_plan.needs[index] != update::Need::Nothing) continue;
    m_plan.stamps[index] = tree.look(m_entries[index].path).stamp;
  }
  return {};
}

update::DownloadOptions Mirror::download() const {
  update::DownloadOptions out;
  out.keep = &target();
  out.partials = &*m_partials;
  // One call at the end is worth as much as one for each file, and costs far less.
  out.durability = m_options.durability == store::Durability::Tree ? store::Durability::None : m_options.durability;
  out.retries = m_options.retries;
  out.held = [this](std::size_t entry) { return tag_held(entry); };
  out.chosen = m_wanted;
  return out;
}

std::string_view Mirror::tag_held(std::size_t entry) const {
  if (m_plan.needs[entry] != update::Need::Ask) return {};
  std::size_t near = 0;
  const auto known = m_state.find(m_entries[entry].path, near);
  return known ? known->entity_tag : std::string_view();
}

void Mirror::keep_catalogue(const std::string& path, std::string_view text) {
  const auto relative = base::RelativePath::create(path);
  if (!relative) return;  // above the address: no part of the mirror
  std::string_view left = text;
  const auto same = store::LocalTree(m_folder).read(*relative, [&](std::string_view piece) {
    const bool is_same = left.substr(0, piece.size()) == piece;
    left.remove_prefix(is_same ? piece.size() : 0);
    return is_same;
  });
  const bool is_known = same && left.empty() && same->size == text.size();
  m_has_new_catalogue = m_has_new_catalogue || !is_known;
  if (is_known && !m_new) return;
  auto file = target().begin(*relative);
  // What is wrong with the folder shows with the files, which are what matters.
  if (file && file->write(text)) m_catalogues.emplace_back(path, std::move(*file));
}

// But for those that list themselves: they came as entries.
base::Result<void> Mirror::publish_catalogues() {
  for (auto& [path, file] : m_catalogues) {
    if (is_entry(path)) continue;
    if (auto done = file.commit(m_options.durability); !done) return done;
  }
  return {};
}

void Mirror::arrived(const model::Record& record) {
  const auto entry =
      std::lower_bound(m_entries.begin(), m_entries.end(), record.entry->path,
                       [](const model::Entry& each, const base::RelativePath& path) { return each.path < path; });
  if (entry == m_entries.end() || !(entry->path == record.entry->path)) return;
  const auto index = static_cast<std::size_t>(entry - m_entries.begin());
  m_arrivals.add(index, record.exchange.header("ETag").value_or(tag_held(index)));
}

base::Result<void> Mirror::sync() const {
  if (m_options.durability != store::Durability::Tree || m_arrivals.count() == 0) return {};
  std::size_t next = 0;
  return store::sync_written(target(), [&]() -> const base::RelativePath* {
    while (next < m_entries.size() && !m_arrivals.has(next)) ++next;
    return next == m_entries.size() ? nullptr : &m_entries[next++].path;
  });
}

base::Result<void> Mirror::remove_extra(std::span<const std::string> catalogues, update::Observer& observer,
                                        const base::Cancellation& cancellation) {
  const store::Pruned removed = update::remove_extra(m_folder, m_entries, catalogues, cancellation);
  observer.on_note({"removed", {fmt::format("{}", removed.files), fmt::format("{}", removed.folders)}, std::nullopt});
  if (!removed.problems.empty()) return tl::make_unexpected(removed.problems.front());
  return {};
}

base::Result<void> Mirror::finish(Coverage coverage, std::span<const std::string> catalogues,
                                  update::Observer& observer, const base::Cancellation& cancellation) {
  const bool has_all = !cancellation.requested() && is_complete();
  // The tree in use stays as it is until the new one is complete.
  if (m_new && !has_all) return {};
  if (auto synced = sync(); !synced) return synced;
  if (has_all) {
    if (auto published = publish_catalogues(); !published) return published;
  }
  if (m_is_cut) coverage = Coverage::Part;
  Extra extra = m_options.extra;
  if (extra == Extra::Remove && coverage == Coverage::Part) {
    extra = Extra::Keep;
    observer.on_note({"nothing-removed", {}, std::nullopt});
  }
  const bool is_swapped = m_new.has_value();
  if (is_swapped) {
    if (auto swapped = swap(extra); !swapped) return swapped;
  } else if (!cancellation.requested() && coverage == Coverage::Whole) {
    if (extra == Extra::Remove) {
      if (auto removed = remove_extra(catalogues, observer, cancellation); !removed) return removed;
    }
    m_partials->remove_stale(m_entries);
  }
  // The state says so already; links in a new tree have new stamps.
  if (!is_swapped && m_plan.hashed == 0 && m_plan.unchanged == m_entries.size() && m_state.size() == m_entries.size())
    return {};
  return update::save_state(m_folder, m_entries, m_plan, m_state, m_arrivals, m_options.durability, m_threads);
}

void ArrivalNotes::on_record(model::Record record, const model::Listing* listing) {
  const bool is_there = record.purpose == model::Purpose::File && record.outcome == model::Outcome::Verified;
  if (is_there) m_mirror.arrived(record);
  const bool is_catalogue = record.purpose == model::Purpose::Catalogue && record.outcome == model::Outcome::Verified;
  if (is_catalogue) m_mirror.keep_catalogue(record.path, record.exchange.body.kept);
  m_next.on_record(std::move(record), listing);
}

}  // namespace webcid::check
