#include "mirror.hpp"

#include <algorithm>
#include <utility>

namespace webcid::check {

Mirror::Mirror(const MirrorOptions& options, store::Folder folder, store::Lock lock)
    : m_options(options), m_folder(std::move(folder)), m_lock(std::move(lock)) {
  m_state = store::MirrorState::load(m_folder, m_state_problem);
}

base::Result<Mirror> Mirror::open(const MirrorOptions& options) {
  auto folder = store::Folder::create(options.folder);
  if (!folder) return tl::make_unexpected(std::move(folder.error()));
  auto lock = store::Lock::acquire(*folder);
  if (!lock) return tl::make_unexpected(std::move(lock.error()));
  return Mirror(options, std::move(*folder), std::move(*lock));
}

base::Result<void> Mirror::plan(std::span<const model::Entry> entries, std::size_t threads,
                                const base::Cancellation& cancellation) {
  m_entries = entries;
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

void Mirror::arrived(const model::Record& record) {
  const auto entry =
      std::lower_bound(m_entries.begin(), m_entries.end(), record.entry->path,
                       [](const model::Entry& each, const base::RelativePath& path) { return each.path < path; });
  if (entry == m_entries.end() || !(entry->path == record.entry->path)) return;
  m_tags[static_cast<std::size_t>(entry - m_entries.begin())] = record.exchange.header("ETag").value_or("");
}

base::Result<void> Mirror::finish() {
  const auto tag_of = [this](std::size_t entry) -> const std::string* {
    const auto found = m_tags.find(entry);
    return found == m_tags.end() ? nullptr : &found->second;
  };
  return update::save_state(m_folder, m_entries, m_plan, m_state, tag_of, m_options.durability);
}

void ArrivalNotes::on_record(model::Record record, const model::Listing* listing) {
  const bool is_there = record.purpose == model::Purpose::File && record.outcome == model::Outcome::Verified;
  if (is_there) m_mirror.arrived(record);
  m_next.on_record(std::move(record), listing);
}

}  // namespace webcid::check
