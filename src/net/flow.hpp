// How many connections are worth their while: few at first, more as long as that brings more, fewer at once when the
// server refuses.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include <webcid/model/exchange.hpp>

namespace webcid::net {

class Flow {
 public:
  using Clock = std::chrono::steady_clock;

  // At most `ceiling` connections.
  Flow(std::size_t ceiling, Clock::time_point now);

  std::size_t allowed() const { return m_allowed; }
  // A fetch ended.
  void ended(const model::Exchange& answer, Clock::time_point now);

 private:
  void begin_round(Clock::time_point now);

  std::size_t m_ceiling;
  std::size_t m_allowed;
  bool m_any_success = false;
  std::size_t m_calm = 0;  // fetches that must end before more connections are tried again
  // The round that is being measured.
  Clock::time_point m_round_began;
  std::size_t m_round_ended = 0;
  double m_round_work = 0;
  double m_best = 0;  // work a second, of the best round so far
};

}  // namespace webcid::net
