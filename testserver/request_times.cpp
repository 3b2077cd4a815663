#include "testserver/request_times.hpp"

#include <algorithm>

namespace webcid::testserver {

void RequestTimes::add(const std::string& client, Clock::time_point now) {
  if (m_times.size() >= kMostClients && !m_times.contains(client)) m_times.clear();
  std::deque<Clock::time_point>& times = m_times[client];
  if (times.size() >= kMostTimes) times.pop_front();
  times.push_back(now);
}

std::uint32_t RequestTimes::within(const std::string& client, Clock::time_point now,
                                   std::chrono::milliseconds interval) const {
  const auto known = m_times.find(client);
  if (known == m_times.end()) return 0;
  const auto& times = known->second;
  const auto first = std::lower_bound(times.begin(), times.end(), now - interval);
  return static_cast<std::uint32_t>(times.end() - first);
}

}  // namespace webcid::testserver
