#include "spending.hpp"

namespace webcid::check {

Spending::Spending(const Budget& budget, const base::Cancellation& whole)
    : m_whole(whole),
      m_most_bytes(budget.bytes),
      m_cancellation(whole, base::Cancellation::Clock::now() + budget.time) {}

void Spending::add(std::uint64_t bytes) {
  const std::uint64_t before = m_bytes.fetch_add(bytes, std::memory_order_relaxed);
  if (bytes <= m_most_bytes && before <= m_most_bytes - bytes) return;
  m_is_over_bytes = true;
  m_cancellation.request();
}

const char* Spending::used_up() const {
  if (m_whole.requested() || !m_cancellation.requested()) return "";
  return m_is_over_bytes ? "--max-bytes" : "--max-time";
}

}  // namespace webcid::check
