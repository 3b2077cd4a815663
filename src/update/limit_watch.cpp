#include "limit_watch.hpp"

#include <utility>

namespace webcid::update {
namespace {

// Refusals in a row, after successes, that may show a limit rather than a forbidden file.
constexpr std::size_t kMostForbidden = 3;

bool is_limiting(int status) {
  return status == 403 || status == 429 || status == 503;
}

}  // namespace

void LimitWatch::saw(const model::Exchange& answer, std::size_t index) {
  if (answer.status == 200 && answer.error == model::TransportError::None) note_served(index);
  m_refusals = is_limiting(answer.status) ? m_refusals + 1 : 0;
  const std::size_t most = answer.status == 403 ? m_patience * kMostForbidden : m_patience;
  if (!m_served || m_refusals < most || m_is_limited || m_suspicion != Suspicion::None) return;
  m_suspicion = Suspicion::OfServed;
  m_refused = index;
  m_refused_status = answer.status;
}

// The smallest one is cheapest to ask for again.
void LimitWatch::note_served(std::size_t index) {
  const auto cost = [&](std::size_t each) { return std::pair(m_entries[each].size.value_or(UINT64_MAX), each); };
  if (!m_served || cost(index) < cost(*m_served)) m_served = index;
}

std::optional<std::size_t> LimitWatch::to_check() const {
  if (m_suspicion == Suspicion::None) return std::nullopt;
  return m_suspicion == Suspicion::OfServed ? *m_served : m_refused;
}

void LimitWatch::checked(const model::Exchange& answer) {
  const bool is_served = m_suspicion == Suspicion::OfServed;
  const bool is_as_expected = answer.status == (is_served ? 200 : m_refused_status);
  if (is_as_expected && m_suspicion != Suspicion::OfRefusedAgain) {
    m_suspicion = is_served ? Suspicion::OfRefused : Suspicion::OfRefusedAgain;
    return;
  }
  m_suspicion = Suspicion::None;
  m_is_limited = !is_as_expected;
  if (m_is_limited) return;
  m_refusals = 0;
  m_patience *= 2;  // many forbidden files in a row shall not cost as many checks
}

}  // namespace webcid::update
