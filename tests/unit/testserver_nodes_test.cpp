#include <string>
#include <vector>

#include "catch.hpp"
#include "testserver/nodes.hpp"

using namespace webcid;
using namespace webcid::testserver;

namespace {

using Words = std::vector<std::string>;

std::string error_of(const Words& addresses, const Words& own) {
  const auto plan = plan_nodes(addresses, {}, own);
  REQUIRE_FALSE(plan.has_value());
  CHECK(plan.error().kind == base::ErrorKind::Usage);
  return plan.error().message;
}

}  // namespace

TEST_CASE("Each node has the scenarios of all and its own, and may be down") {
  const auto plan = plan_nodes({"127.0.0.2", "127.0.0.3", "::1"}, {"healthy"},
                               {"::1=wire-flaky", "127.0.0.3=down", "::1=hidden-segment-bin"});
  REQUIRE(plan.has_value());
  REQUIRE(plan->size() == 3);
  CHECK((*plan)[0].address == "127.0.0.2");
  CHECK((*plan)[0].state == NodeState::Serves);
  CHECK((*plan)[0].scenarios == Words{"healthy"});
  CHECK((*plan)[1].state == NodeState::Down);
  CHECK((*plan)[2].address == "::1");
  CHECK((*plan)[2].state == NodeState::Serves);
  CHECK((*plan)[2].scenarios == Words{"healthy", "wire-flaky", "hidden-segment-bin"});
}

TEST_CASE("What fits no node is refused with the option that it came from") {
  CHECK(error_of({"127.0.0.2"}, {"127.0.0.3=down"}) ==
        "--node-scenario 127.0.0.3=down: that address is not among --nodes");
  CHECK(error_of({"127.0.0.2"}, {"127.0.0.2"}) == "--node-scenario 127.0.0.2: must be ADDRESS=SCENARIO");
  CHECK(error_of({"127.0.0.2"}, {"127.0.0.2="}) == "--node-scenario 127.0.0.2=: must be ADDRESS=SCENARIO");
  CHECK(error_of({"127.0.0.2", "127.0.0.2"}, {}) == "--nodes: 127.0.0.2 is there twice");
  CHECK(error_of(Words(65, "127.0.0.2"), {}) == "--nodes: at most 64");
}
