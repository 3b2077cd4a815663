// What a run has cost so far, against its budget.
#pragma once

#include <chrono>
#include <cstdint>

#include <webcid/base/cancellation.hpp>
#include <webcid/check/check.hpp>

namespace webcid::check {

class Spending {
 public:
  // `whole`: Ctrl-C; must outlive it.
  Spending(const Budget& budget, const base::Cancellation& whole);

  // What everything that belongs to the run goes by.
  base::Cancellation& cancellation() { return m_cancellation; }
  void add_bytes(std::uint64_t count);
  // The option whose limit ended the run: "--max-bytes"; "" when none did.
  const char* used_up() const;

 private:
  const base::Cancellation& m_whole;
  std::uint64_t m_bytes_left;
  bool m_is_over_bytes = false;
  base::Cancellation m_cancellation;
};

}  // namespace webcid::check
