#include <webcid/base/cancellation.hpp>

#include <chrono>

#include "catch.hpp"

using webcid::base::Cancellation;
using namespace std::chrono_literals;

TEST_CASE("what is asked to stop stays so") {
  Cancellation one;
  CHECK_FALSE(one.requested());
  one.request();
  CHECK(one.requested());
  CHECK(one.requested());
}

TEST_CASE("a part stops with the whole, and the whole goes on without a part") {
  Cancellation whole;
  Cancellation part(whole, std::nullopt);
  Cancellation other(whole, std::nullopt);
  part.request();
  CHECK(part.requested());
  CHECK_FALSE(other.requested());
  CHECK_FALSE(whole.requested());
  whole.request();
  CHECK(other.requested());
}

TEST_CASE("a part stops at its deadline, and the whole does not") {
  const Cancellation whole;
  const auto now = Cancellation::Clock::now();
  CHECK(Cancellation(whole, now).requested());
  CHECK(Cancellation(whole, now - 1h).requested());
  CHECK_FALSE(Cancellation(whole, now + 1h).requested());
  CHECK_FALSE(Cancellation(whole, Cancellation::Clock::time_point::max()).requested());
  CHECK_FALSE(whole.requested());
}
