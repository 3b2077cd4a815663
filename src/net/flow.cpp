#include "flow.hpp"

#include <algorithm>

namespace webcid::net {
namespace {

constexpr std::size_t kFirst = 4;
// A round is as many fetches as there are connections, some times over: each connection then counts.
constexpr std::size_t kTurns = 3;
// Growth by less than this is noise.
constexpr double kWorthwhile = 1.1;
// What a request costs beside its bytes, in bytes.
constexpr double kRequest = 16.0 * 1024;
constexpr std::size_t kCalmTurns = 20;

bool is_limiting(int status) {
  return status == 403 || status == 429 || status == 503;
}

}  // namespace

Flow::Flow(std::size_t ceiling, Clock::time_point now)
    : m_ceiling(std::max<std::size_t>(ceiling, 1)), m_allowed(std::min(m_ceiling, kFirst)), m_round_began(now) {}

void Flow::begin_round(Clock::time_point now) {
  m_round_began = now;
  m_round_ended = 0;
  m_round_work = 0;
}

void Flow::ended(const model::Exchange& answer, Clock::time_point now) {
  const bool is_success = answer.status >= 200 && answer.status < 300;
  m_any_success = m_any_success || is_success;
  if (m_any_success && is_limiting(answer.status)) {
    m_allowed = std::max<std::size_t>(m_allowed / 2, 1);
    m_calm = m_allowed * kCalmTurns;
    m_best = 0;
    return begin_round(now);
  }
  m_round_work += kRequest + static_cast<double>(answer.body.length);
  if (++m_round_ended < m_allowed * kTurns) return;
  const double seconds = std::chrono::duration<double>(now - m_round_began).count();
  const double rate = m_round_work / std::max(seconds, 1e-6);
  m_calm -= std::min(m_calm, m_round_ended);
  if (m_calm == 0 && rate > m_best * kWorthwhile) {
    m_best = rate;
    m_allowed = std::min(m_allowed * 2, m_ceiling);
  }
  begin_round(now);
}

}  // namespace webcid::net
