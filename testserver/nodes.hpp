// Several machines behind one name: which addresses, and what is wrong with each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <webcid/base/result.hpp>

namespace webcid::testserver {

enum class NodeState : std::uint8_t { Serves, Down };

struct NodePlan {
  std::string address;
  NodeState state = NodeState::Serves;
  std::vector<std::string> scenarios;
};

// The nodes of --nodes, in their order, each with the scenarios of all and its own: "127.0.0.3=content-hash-mismatch",
// "127.0.0.3=down" where nothing listens. Usage for what fits no node.
base::Result<std::vector<NodePlan>> plan_nodes(const std::vector<std::string>& addresses,
                                               const std::vector<std::string>& scenarios_of_all,
                                               const std::vector<std::string>& scenarios_of_nodes);

}  // namespace webcid::testserver
