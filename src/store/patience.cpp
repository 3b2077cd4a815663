#include "patience.hpp"

#include <algorithm>

namespace webcid::store {

std::optional<std::chrono::milliseconds> Patience::next(Hindrance hindrance) {
  if (hindrance == Hindrance::None) return std::nullopt;
  const auto longest = hindrance == Hindrance::Held ? kLongestHeld : kLongestDenied;
  if (m_waited >= longest) return std::nullopt;
  const auto wait = std::min(m_wait, longest - m_waited);
  m_wait = std::min(m_wait * 2, kMost);
  m_waited += wait;
  return wait;
}

unsigned long persist(const std::function<unsigned long()>& attempt,
                      const std::function<Hindrance(unsigned long error)>& hindrance_of,
                      const base::Cancellation& cancellation,
                      const std::function<void(std::chrono::milliseconds)>& sleep) {
  Patience patience;
  for (;;) {
    const unsigned long error = attempt();
    if (error == 0 || cancellation.requested()) return error;
    const auto wait = patience.next(hindrance_of(error));
    if (!wait) return error;
    sleep(*wait);
  }
}

}  // namespace webcid::store
