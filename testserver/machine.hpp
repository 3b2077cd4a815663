// One machine that is served: what it publishes, its configuration and how it answers.
#pragma once

#include <memory>
#include <string>

#include <webcid/base/result.hpp>

#include "testserver/access_log.hpp"
#include "testserver/accounts.hpp"
#include "testserver/installation.hpp"
#include "testserver/program.hpp"
#include "testserver/published_tree.hpp"
#include "testserver/responder.hpp"
#include "testserver/scenario.hpp"
#include "testserver/served_tree.hpp"

namespace webcid::testserver {

struct MachinePlan {
  Scenario scenario;
  iis::ServerSettings settings;
  InstallationPlan installation;
};

// From the options; Usage for words that mean nothing, LocalIo and Malformed for files.
base::Result<MachinePlan> machine_plan(const Options& options);

struct Machine {
  explicit Machine(Accounts who) : accounts(std::move(who)) {}

  Accounts accounts;
  Faults faults;
  std::unique_ptr<PublishedTree> tree;
  std::unique_ptr<ServedTree> served;
  std::unique_ptr<Installation> installation;
  std::unique_ptr<Responder> responder;
  Options options;  // by which the configuration is read again
};

// `log` must outlive the machine.
base::Result<std::unique_ptr<Machine>> make_machine(const Options& options, MachinePlan plan, AccessLog& log);

// The configuration anew, for what is published already. One that cannot be read leaves the old one.
void read_again(Machine& machine);

// "SophosUpdate/" -> "/SophosUpdate"
std::string normalised_alias(std::string alias);

}  // namespace webcid::testserver
