// Ctrl-C, or a limit of the run, seen by every loop that waits.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

namespace webcid::base {

class Cancellation {
 public:
  using Clock = std::chrono::steady_clock;

  Cancellation() = default;
  // Of a part of the work: requested as well when the whole's is (which must outlive it), and from `deadline` on.
  Cancellation(const Cancellation& whole, std::optional<Clock::time_point> deadline)
      : m_whole(&whole), m_deadline(deadline) {}

  bool requested() const {
    if (m_requested.load(std::memory_order_relaxed)) return true;
    if (m_whole != nullptr && m_whole->requested()) return true;
    return m_deadline && Clock::now() >= *m_deadline;
  }
  void request() { m_requested.store(true, std::memory_order_relaxed); }

 private:
  std::atomic<bool> m_requested{false};
  const Cancellation* m_whole = nullptr;
  std::optional<Clock::time_point> m_deadline;
};

// The process-wide token that Ctrl-C (SIGINT, SIGTERM; console events on Windows) sets, from the first call on.
// A second Ctrl-C ends the process at once.
Cancellation& interrupt();

}  // namespace webcid::base
