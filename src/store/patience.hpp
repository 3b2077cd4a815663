// Trying again what another program stands in the way of for a moment: virus scanners, indexers and backups open every
// new file, and on Windows a file that is open can be neither renamed over nor removed.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include <webcid/base/cancellation.hpp>

namespace webcid::store {

enum class Hindrance : std::uint8_t {
  None,    // done, or failed for good
  Held,    // another program has it open
  Denied,  // no right; or it is being removed, which Windows tells by the same number, but never for long
};

// How long to wait before the next attempt, each wait twice the last one up to a quarter of a second.
class Patience {
 public:
  static constexpr std::chrono::milliseconds kFirst{10};
  static constexpr std::chrono::milliseconds kMost{250};
  // In all. A scanner that needs longer for one file holds many.
  static constexpr std::chrono::milliseconds kLongestHeld{3000};
  static constexpr std::chrono::milliseconds kLongestDenied{150};

  // Nothing: that was enough, or it would not help.
  std::optional<std::chrono::milliseconds> next(Hindrance hindrance);

 private:
  std::chrono::milliseconds m_wait = kFirst;
  std::chrono::milliseconds m_waited{0};
};

// Calls `attempt` until nothing hinders it, patience ends or the run is cancelled; the last error.
unsigned long persist(const std::function<unsigned long()>& attempt,
                      const std::function<Hindrance(unsigned long error)>& hindrance_of,
                      const base::Cancellation& cancellation,
                      const std::function<void(std::chrono::milliseconds)>& sleep);

}  // namespace webcid::store
