// When a walk should stop, because the server has begun to refuse whoever asks much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <webcid/model/catalogue.hpp>
#include <webcid/model/exchange.hpp>

namespace webcid::update {

// Design section 4: stop at the first 403, 429 or 503 that follows successes, so as not to make it worse. A single
// forbidden file among others is no limit, hence several 403 in a row. Nor are many, where a rule or a gateway forbids
// them for good: before the walk ends, a file that had arrived is asked for once more, and one that was refused twice,
// one after the other. Only where the first arrives again, and the second is refused each time, it goes on: what
// answers every fifth request so may hit one of them by chance.
class LimitWatch {
 public:
  explicit LimitWatch(std::span<const model::Entry> entries) : m_entries(entries) {}

  // How the entry was answered when its turn came.
  void saw(const model::Exchange& answer, std::size_t index);
  // The entry that is to be asked for once more before any other, if there is one; nothing else may be under way then.
  std::optional<std::size_t> to_check() const;
  // How it was answered.
  void checked(const model::Exchange& answer);

  bool is_limited() const { return m_is_limited; }
  int refused_status() const { return m_refused_status; }

 private:
  enum class Suspicion : std::uint8_t { None, OfServed, OfRefused, OfRefusedAgain };
  void note_served(std::size_t index);

  std::span<const model::Entry> m_entries;
  std::size_t m_refusals = 0;  // in a row
  std::size_t m_patience = 1;  // how many times as many it takes to suspect a limit
  Suspicion m_suspicion = Suspicion::None;
  std::optional<std::size_t> m_served;  // the entry that is asked for again
  std::size_t m_refused = 0;
  int m_refused_status = 0;
  bool m_is_limited = false;
};

}  // namespace webcid::update
