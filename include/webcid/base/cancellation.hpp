// Ctrl-C, seen by every loop that waits.
#pragma once

#include <atomic>

namespace webcid::base {

class Cancellation {
 public:
  bool requested() const { return m_requested.load(std::memory_order_relaxed); }
  void request() { m_requested.store(true, std::memory_order_relaxed); }

 private:
  std::atomic<bool> m_requested{false};
};

// The process-wide token that Ctrl-C (SIGINT, SIGTERM; console events on Windows) sets, from the first call on.
// A second Ctrl-C ends the process at once.
Cancellation& interrupt();

}  // namespace webcid::base
