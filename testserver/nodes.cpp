#include "testserver/nodes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <webcid/base/text.hpp>

namespace webcid::testserver {
namespace {

constexpr std::size_t kMostNodes = 64;
constexpr std::string_view kDown = "down";

NodePlan* find_node(std::vector<NodePlan>& nodes, std::string_view address) {
  const auto found =
      std::find_if(nodes.begin(), nodes.end(), [&](const NodePlan& node) { return node.address == address; });
  return found == nodes.end() ? nullptr : &*found;
}

base::Result<void> add_own(std::vector<NodePlan>& nodes, std::string_view given) {
  const auto wrong = [&](std::string_view why) {
    return base::fail(base::ErrorKind::Usage, fmt::format("--node-scenario {}: {}", base::printable(given), why));
  };
  const std::size_t equals = given.find('=');
  if (equals == std::string_view::npos || equals + 1 == given.size()) return wrong("must be ADDRESS=SCENARIO");
  NodePlan* node = find_node(nodes, given.substr(0, equals));
  if (node == nullptr) return wrong("that address is not among --nodes");
  const std::string_view scenario = given.substr(equals + 1);
  if (scenario == kDown) {
    node->state = NodeState::Down;
  } else {
    node->scenarios.emplace_back(scenario);
  }
  return {};
}

}  // namespace

base::Result<std::vector<NodePlan>> plan_nodes(const std::vector<std::string>& addresses,
                                               const std::vector<std::string>& scenarios_of_all,
                                               const std::vector<std::string>& scenarios_of_nodes) {
  std::vector<NodePlan> nodes;
  if (addresses.size() > kMostNodes) {
    return base::fail(base::ErrorKind::Usage, fmt::format("--nodes: at most {}", kMostNodes));
  }
  for (const std::string& address : addresses) {
    if (find_node(nodes, address) != nullptr) {
      return base::fail(base::ErrorKind::Usage, fmt::format("--nodes: {} is there twice", base::printable(address)));
    }
    nodes.push_back({address, NodeState::Serves, scenarios_of_all});
  }
  for (const std::string& given : scenarios_of_nodes) {
    if (base::Result<void> added = add_own(nodes, given); !added) return tl::make_unexpected(added.error());
  }
  return nodes;
}

}  // namespace webcid::testserver
