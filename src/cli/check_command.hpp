// The options of `webcid check`, and what each way of checking takes of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/check/several.hpp>
#include <webcid/cli/exit_code.hpp>

#include "budget_options.hpp"
#include "connection_options.hpp"
#include "endpoint_source.hpp"
#include "options.hpp"

namespace CLI {
class App;
}

namespace webcid::cli {

class CheckCommand {
 public:
  void add_to(CLI::App& command);
  base::Result<ExitCode> run();

 private:
  base::Result<std::vector<std::string>> all_addresses();
  bool wants_nodes() const { return m_all_nodes || !m_nodes.empty(); }
  base::Result<ExitCode> check_one(const std::string& address);
  base::Result<ExitCode> check_several(const std::vector<std::string>& addresses);
  base::Result<ExitCode> check_nodes(const std::string& address);
  // `host`: of the machines of one name.
  base::Result<ExitCode> report_on(std::vector<check::Job> jobs, std::string host);
  // What cannot be shared by several runs.
  base::Result<void> refuse_single_files() const;
  // What every way has in common.
  base::Result<check::CheckOptions> common_options() const;
  // --iis-log, --iis-config
  base::Result<void> add_server_facts(const std::string& address, check::CheckOptions& options) const;

  const CLI::App* m_command = nullptr;  // what was given
  ConnectionOptions m_connection;
  BudgetOptions m_budget;
  OutputOptions m_output;
  std::vector<std::string> m_addresses;
  std::string m_targets;
  EndpointSource m_endpoint;
  check::FromSettings m_settings;
  bool m_all_nodes = false;
  std::vector<std::string> m_nodes;
  std::string m_catalogue;
  std::string m_reference;
  std::string m_keep;
  std::string m_save_evidence;
  std::size_t m_max_probes = diagnose::Case::kMaxProbes;
  std::uint16_t m_tls_port = 443;
  bool m_is_quick = false;
  bool m_is_acceptance = false;
  std::string m_install_source;
  std::string m_only_failed;
  std::vector<std::string> m_iis_logs;
  std::vector<std::string> m_iis_configuration;
};

}  // namespace webcid::cli
