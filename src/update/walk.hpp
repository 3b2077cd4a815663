// What of a download is still to be fetched, and when: shared by the threads that fetch.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include <webcid/model/catalogue.hpp>
#include <webcid/model/exchange.hpp>
#include <webcid/net/client.hpp>
#include <webcid/update/download.hpp>
#include <webcid/update/observer.hpp>

#include "limit_watch.hpp"

namespace webcid::update {

// How long to let a server alone after an answer that may pass, half a second to a minute: as its Retry-After asks
// (seconds only: a date would need its clock), else twice as long as the time before. `pauses`: how many there were.
std::chrono::milliseconds pause_after(const model::Exchange& answer, int pauses);

// Thread-safe.
class Walk {
 public:
  // All three must outlive it. `threads` fetch, each with a number below that.
  Walk(std::span<const model::Entry> entries, const DownloadOptions& options, Observer& observer,
       std::size_t threads = 1);

  struct Turn {
    std::size_t index = 0;  // of the entry
    int attempt = 1;
    bool is_check = false;   // once more, to see whether a limit is in force
    std::size_t thread = 0;  // whose turn it is
  };
  enum class Next : std::uint8_t {
    Over,   // the answer stands
    Again,  // the entry will have another turn
  };

  enum class Repeat : std::uint8_t {
    IfItMayPass,  // after a fault of that kind, as often as the options say
    AtOnce,       // what was continued does not fit
  };

  net::Pull next(Turn& turn, std::size_t thread = 0);
  Next done(const Turn& turn, const model::Exchange& answer, Repeat repeat);
  const model::Entry& entry(const Turn& turn) const { return m_entries[turn.index]; }

 private:
  using Clock = std::chrono::steady_clock;

  bool is_stopped() const;
  std::size_t left() const;
  bool has_share(std::size_t thread) const;
  void take_turn(Turn& turn);
  void tell(const Turn& turn);
  void back_off(const model::Exchange& answer);

  std::span<const model::Entry> m_entries;
  const DownloadOptions& m_options;
  Observer& m_observer;
  std::mutex m_mutex;  // of all below
  LimitWatch m_limits;
  std::size_t m_next = 0;
  std::vector<Turn> m_again;
  std::size_t m_under_way = 0;
  std::vector<std::size_t> m_under_way_of;  // each thread
  std::size_t m_unanswered = 0;             // in a row
  // After a fault that may pass nothing is asked for a while: longer each time, until an answer is whole again.
  Clock::time_point m_paused_until{};
  int m_pauses = 0;
  Clock::time_point m_told{};  // the observer, what is being fetched
};

}  // namespace webcid::update
