// The progress line on standard error: only on a terminal, at most ten times a second.
#pragma once

#include <chrono>
#include <cstdint>

#include <webcid/causes/language.hpp>
#include <webcid/check/check.hpp>

#include "options.hpp"

namespace webcid::cli {

class ProgressLine final : public check::Watcher {
 public:
  explicit ProgressLine(const OutputOptions& options);
  ~ProgressLine() override;
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void on_counts(const check::Counts& counts) override;
  // Takes the line away; the result is printed in its place.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool m_shows;
  causes::Language m_language;
  bool m_is_drawn = false;
  Clock::time_point m_started = Clock::now();
  Clock::time_point m_last_drawn = m_started;
  // The rate is that of the last window, not the average: a stall must show.
  Clock::time_point m_window_began = m_started;
  std::uint64_t m_window_bytes = 0;
  double m_rate = 0;
};

}  // namespace webcid::cli
