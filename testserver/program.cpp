#include "testserver/program.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

#include "testserver/iis_logs.hpp"
#include "testserver/machine.hpp"
#include "testserver/nodes.hpp"
#include "testserver/process_id.hpp"
#include "testserver/replay.hpp"
#include "testserver/scenario_lists.hpp"
#include "testserver/server.hpp"

namespace webcid::testserver {
namespace {

using base::ErrorKind;
using base::Result;

Result<void> write_text(const std::string& path, const std::string& text) {
  if (path == "-") {
    fmt::print("{}", text);
    return {};
  }
  std::ofstream file(base::to_native(path), std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file) return {};
  return base::fail(ErrorKind::LocalIo, fmt::format("cannot write {}", base::printable(path)));
}

std::string url_of(const std::string& address, std::uint16_t port, const std::string& alias) {
  const std::string host = address.find(':') != std::string::npos ? "[" + address + "]" : address;
  const std::string path = alias == "/" ? "" : iis::encode_for_href(alias);
  return fmt::format("http://{}:{}{}", host, port, path);
}

std::string ready_line(const Options& options, const std::vector<NodePlan>& nodes, const Ports& ports) {
  const std::string alias = normalised_alias(options.alias);
  nlohmann::ordered_json line{{"ready", true},
                              {"url", url_of(nodes.front().address, ports.plain, alias)},
                              {"port", ports.plain},
                              {"pid", process_id()}};
  if (!options.nodes.empty()) {
    for (const NodePlan& node : nodes) line["nodes"].push_back(url_of(node.address, ports.plain, alias));
  }
  if (ports.tls) line["tls_port"] = *ports.tls;
  return line.dump();
}

// Writes what --write-config and --write-application-host ask for; false when neither does.
Result<bool> write_configuration(const Options& options) {
  if (options.write_config.empty() && options.write_application_host.empty()) return false;
  const Result<MachinePlan> plan = machine_plan(options);
  if (!plan) return tl::make_unexpected(plan.error());
  const bool is_web_config = !options.write_config.empty();
  const Result<void> written =
      is_web_config
          ? write_text(options.write_config, plan->installation.web_config.value_or(""))
          : write_text(options.write_application_host, application_host_of(plan->installation, plan->settings.version));
  if (!written) return tl::make_unexpected(written.error());
  return true;
}

Result<void> serve_nodes(const Options& options, const std::vector<NodePlan>& nodes) {
  AccessLog log;
  if (!options.log.empty()) {
    if (Result<void> opened = log.open(options.log); !opened) return opened;
  }
  Serving serving;
  serving.port = options.port;
  serving.tls_port = options.tls_port;
  serving.connection_timeout = std::chrono::seconds(options.connection_timeout);
  iis::Version version = iis::Version::V10_0;
  std::vector<std::unique_ptr<Machine>> machines;
  for (const NodePlan& node : nodes) {
    serving.nodes.push_back({node.address, nullptr});
    if (node.state == NodeState::Down) continue;
    Options own = options;
    own.host = node.address;
    own.scenarios = node.scenarios;
    Result<MachinePlan> plan = machine_plan(own);
    if (!plan) return tl::make_unexpected(plan.error());
    version = plan->settings.version;
    Result<std::unique_ptr<Machine>> machine = make_machine(own, std::move(*plan), log);
    if (!machine) return tl::make_unexpected(machine.error());
    machines.push_back(std::move(*machine));
    serving.nodes.back().answerer = machines.back()->responder.get();
  }
  Result<IisLogs> iis_logs = IisLogs::create(options.w3c_log, options.httperr_log, version);
  if (!iis_logs) return tl::make_unexpected(iis_logs.error());
  if (!options.w3c_log.empty() || !options.httperr_log.empty()) serving.logs = &*iis_logs;
  serving.reload = [&machines] {
    for (const std::unique_ptr<Machine>& machine : machines) read_again(*machine);
  };
  return serve(serving, [&](const Ports& ports) {
    fmt::print("{}\n", ready_line(options, nodes, ports));
    std::fflush(stdout);
  });
}

// Without --nodes, those of the scenario.
Result<Options> options_with_nodes(Options options) {
  const Result<Scenario> scenario = combine(options.scenarios);
  if (!scenario) return tl::make_unexpected(scenario.error());
  if (!options.nodes.empty()) return options;
  for (const auto& [address, own] : scenario->nodes) {
    options.nodes.push_back(address);
    if (!own.empty()) options.node_scenarios.push_back(address + "=" + own);
  }
  return options;
}

}  // namespace

Result<void> run(const Options& options) {
  if (options.list_assumptions) {
    fmt::print("{}", assumptions_text());
    return {};
  }
  if (options.list || options.list_json || options.list_markdown) {
    const Result<std::vector<Scenario>> scenarios = all_scenarios();
    if (!scenarios) return tl::make_unexpected(scenarios.error());
    fmt::print("{}", options.list_json       ? list_json(*scenarios)
                     : options.list_markdown ? list_markdown(*scenarios)
                                             : list_text(*scenarios));
    return {};
  }
  if (!options.replay.empty()) return serve_replay(options);
  const Result<bool> is_written = write_configuration(options);
  if (!is_written) return tl::make_unexpected(is_written.error());
  if (*is_written) return {};
  const Result<Options> with_nodes = options_with_nodes(options);
  if (!with_nodes) return tl::make_unexpected(with_nodes.error());
  const std::vector<std::string> addresses =
      with_nodes->nodes.empty() ? std::vector<std::string>{options.host} : with_nodes->nodes;
  const Result<std::vector<NodePlan>> nodes = plan_nodes(addresses, options.scenarios, with_nodes->node_scenarios);
  if (!nodes) return tl::make_unexpected(nodes.error());
  return serve_nodes(*with_nodes, *nodes);
}

}  // namespace webcid::testserver
