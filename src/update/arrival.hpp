// The body of one entry on its way: digested while it arrives, and written where it is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <webcid/digest/hasher.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/model/evidence.hpp>
#include <webcid/net/client.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/partial.hpp>
#include <webcid/update/observer.hpp>

#include "hasher_shelf.hpp"

namespace webcid::update {

// Serves one entry after the other, so that nothing is set up anew for each.
class Arrival final : public net::BodySink {
 public:
  explicit Arrival(Observer& observer) : m_observer(observer) {}

  // `keep`: null discards what arrives. `partials`: where unfinished large files outlive the run; null: nowhere.
  void expect(const model::Entry& entry, store::FolderWriter* keep, const store::Partials* partials);
  // What an earlier attempt left to be fetched; nothing: the whole.
  std::optional<net::ByteRange> missing() const;

  // Whether a copy of the entry is there that the server was asked about: "not modified" is then as good as the file.
  void set_held(bool is_held) { m_is_held = is_held; }

  bool begin(const model::Exchange& head) override;
  bool accept(std::string_view piece) override;

  // The verdict, once all has arrived that will. A verified file then has its final name. Fills in the digests of
  // `answer`, and its error where this machine failed.
  model::Outcome end(model::Exchange& answer, store::Durability durability);
  // Whether what was there before does not fit what came: the entry must be fetched from its beginning.
  bool is_to_start_anew() const { return m_starts_anew; }
  const model::Entry& entry() const { return *m_entry; }

 private:
  bool begin_partial();
  bool begin_large(const model::Exchange& head);
  bool take_up();
  void set_up_hasher();
  bool is_whole_already(const model::Exchange& answer);
  model::Outcome close(model::Exchange& answer, model::Outcome outcome);
  base::Result<void> write(std::string_view piece);
  base::Result<void> publish(store::Durability durability);
  void let_go(model::Outcome outcome);
  bool refuse(base::Error error);

  Observer& m_observer;
  const model::Entry* m_entry = nullptr;
  store::FolderWriter* m_keep = nullptr;
  const store::Partials* m_partials = nullptr;
  HasherShelf m_shelf;
  digest::Hasher* m_hasher = nullptr;  // of the shelf
  std::optional<store::AtomicFile> m_file;
  std::optional<store::Partial> m_partial;  // in its place, for a large one
  std::uint64_t m_continued_at = 0;         // bytes that were there, of which the digest knows
  bool m_is_held = false;
  bool m_asks_for_rest = false;  // of what a former attempt or run left
  bool m_is_continued = false;
  bool m_starts_anew = false;
  std::optional<base::Error> m_local_error;
};

}  // namespace webcid::update
