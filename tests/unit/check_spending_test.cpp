#include "../../src/check/spending.hpp"

#include <chrono>
#include <limits>
#include <string>

#include "catch.hpp"

using webcid::base::Cancellation;
using webcid::check::Budget;
using webcid::check::Spending;
using namespace std::chrono_literals;

TEST_CASE("bytes may be received up to the limit, and the next one ends the run") {
  const Cancellation whole;
  Spending spending(Budget{.files = 1, .bytes = 100, .time = 1h}, whole);
  spending.add(60);
  spending.add(40);
  spending.add(0);
  CHECK_FALSE(spending.cancellation().requested());
  CHECK(spending.used_up() == std::string());
  spending.add(1);
  CHECK(spending.cancellation().requested());
  CHECK(spending.used_up() == std::string("--max-bytes"));
  CHECK_FALSE(whole.requested());
}

TEST_CASE("a count that no number holds is over the limit, too") {
  const Cancellation whole;
  Spending spending(Budget{}, whole);
  spending.add(std::numeric_limits<std::uint64_t>::max());
  spending.add(std::numeric_limits<std::uint64_t>::max());
  CHECK(spending.used_up() == std::string("--max-bytes"));
}

TEST_CASE("time that is used up ends the run") {
  const Cancellation whole;
  Spending spending(Budget{.files = 1, .bytes = 100, .time = 0ms}, whole);
  CHECK(spending.cancellation().requested());
  CHECK(spending.used_up() == std::string("--max-time"));
}

TEST_CASE("Ctrl-C is no limit") {
  Cancellation whole;
  Spending spending(Budget{}, whole);
  CHECK(spending.used_up() == std::string());
  whole.request();
  CHECK(spending.cancellation().requested());
  CHECK(spending.used_up() == std::string());
}
