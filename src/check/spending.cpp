#include "spending.hpp"

#include <algorithm>

namespace webcid::check {

Spending::Spending(const Budget& budget, const base::Cancellation& whole)
    : m_whole(whole),
      m_bytes_left(budget.bytes),
      m_cancellation(whole, base::Cancellation::Clock::now() + budget.time) {}

void Spending::add_bytes(std::uint64_t count) {
  m_is_over_bytes = m_is_over_bytes || count > m_bytes_left;
  m_bytes_left -= std::min(count, m_bytes_left);
  if (m_is_over_bytes) m_cancellation.request();
}

const char* Spending::used_up() const {
  if (m_whole.requested() || !m_cancellation.requested()) return "";
  return m_is_over_bytes ? "--max-bytes" : "--max-time";
}

}  // namespace webcid::check
