// What a run has cost so far, against its budget.
#pragma once

#include <atomic>
#include <cstdint>

#include <webcid/base/cancellation.hpp>
#include <webcid/check/check.hpp>
#include <webcid/net/options.hpp>

namespace webcid::check {

class Spending final : public net::Meter {
 public:
  // `whole`: Ctrl-C; must outlive it.
  Spending(const Budget& budget, const base::Cancellation& whole);

  // What everything that belongs to the run goes by.
  base::Cancellation& cancellation() { return m_cancellation; }
  void add(std::uint64_t bytes) override;
  // The option whose limit ended the run: "--max-bytes"; "" when none did.
  const char* used_up() const;

 private:
  const base::Cancellation& m_whole;
  const std::uint64_t m_most_bytes;
  std::atomic<std::uint64_t> m_bytes{0};
  std::atomic<bool> m_is_over_bytes{false};
  base::Cancellation m_cancellation;
};

}  // namespace webcid::check
