// How many connections a loop uses: few at first, more as long as that brings more, fewer at once when refused.
#include "../../src/net/flow.hpp"

#include <chrono>

#include "catch.hpp"

namespace webcid::net {
namespace {

using std::chrono::microseconds;

// A server with a fixed time for each request, and so many that it answers at once.
class Server {
 public:
  Server(std::size_t ceiling, microseconds latency, std::size_t at_once)
      : m_flow(ceiling, m_now), m_latency(latency), m_at_once(at_once) {}

  void serve(std::size_t requests, int status = 200) {
    model::Exchange answer;
    answer.status = status;
    answer.body.length = 1000;
    for (std::size_t i = 0; i < requests; ++i) {
      const auto busy = static_cast<long>(std::min(m_flow.allowed(), m_at_once));
      m_now += microseconds(m_latency.count() / busy);
      m_flow.ended(answer, m_now);
    }
  }
  std::size_t allowed() const { return m_flow.allowed(); }

 private:
  Flow::Clock::time_point m_now{};
  Flow m_flow;
  microseconds m_latency;
  std::size_t m_at_once;
};

}  // namespace

TEST_CASE("few connections at first, and never more than the ceiling") {
  CHECK(Server(64, microseconds(10'000), 64).allowed() == 4);
  CHECK(Server(2, microseconds(10'000), 64).allowed() == 2);
}

TEST_CASE("where each connection waits for the server, more of them are used soon") {
  Server server(64, microseconds(10'000), 64);
  server.serve(200);
  CHECK(server.allowed() == 64);
}

TEST_CASE("where the server does no more at once, no more are used") {
  Server server(64, microseconds(10'000), 4);
  server.serve(5000);
  CHECK(server.allowed() <= 8);
}

TEST_CASE("a refusal after successes halves them at once, and they come back slowly") {
  for (const int status : {403, 429, 503}) {
    Server server(64, microseconds(10'000), 64);
    server.serve(500);
    REQUIRE(server.allowed() == 64);
    server.serve(1, status);
    CHECK(server.allowed() == 32);
    server.serve(3, status);
    CHECK(server.allowed() == 4);
    server.serve(40);
    CHECK(server.allowed() == 4);
    server.serve(400);
    CHECK(server.allowed() > 4);
  }
}

TEST_CASE("a server that refuses from the beginning is asked as any other") {
  Server server(64, microseconds(10'000), 64);
  server.serve(3, 403);
  CHECK(server.allowed() == 4);
}

}  // namespace webcid::net
