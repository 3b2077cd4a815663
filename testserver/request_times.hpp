// When clients asked: what dynamicIpSecurity counts.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

namespace webcid::testserver {

class RequestTimes {
 public:
  using Clock = std::chrono::steady_clock;

  // Counts a request of `client`.
  void add(const std::string& client, Clock::time_point now);
  // Its requests in the last `interval`, at most so many as are remembered.
  std::uint32_t within(const std::string& client, Clock::time_point now, std::chrono::milliseconds interval) const;

 private:
  static constexpr std::size_t kMostTimes = 10000;  // for each client
  static constexpr std::size_t kMostClients = 1000;
  std::unordered_map<std::string, std::deque<Clock::time_point>> m_times;
};

}  // namespace webcid::testserver
