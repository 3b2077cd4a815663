#include "testserver/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/catalogue/well_known.hpp>
#include <webcid/iis/defaults.hpp>

#include "testserver/accounts.hpp"
#include "testserver/disk_tree.hpp"
#include "testserver/fault_reader.hpp"
#include "testserver/installation.hpp"
#include "testserver/memory_tree.hpp"
#include "testserver/nodes.hpp"
#include "testserver/process_id.hpp"
#include "testserver/publish.hpp"
#include "testserver/replay.hpp"
#include "testserver/responder.hpp"
#include "testserver/scenario.hpp"
#include "testserver/served_tree.hpp"
#include "testserver/server.hpp"

namespace webcid::testserver {
namespace {

using base::ErrorKind;
using base::Result;

constexpr std::size_t kMaxConfig = 2UL * 1024UL * 1024UL;

template <class Value>
Result<Value> known(std::optional<Value> value, std::string_view option, std::string_view word) {
  if (value) return *value;
  return base::fail(ErrorKind::Usage, fmt::format("{}: unknown value \"{}\"", option, base::printable(word)));
}

// "SophosUpdate/" -> "/SophosUpdate"
std::string normalised_alias(std::string alias) {
  while (alias.size() > 1 && alias.back() == '/') alias.pop_back();
  if (alias.empty() || alias.front() != '/') alias.insert(alias.begin(), '/');
  return alias;
}

Result<iis::ServerSettings> server_settings(const Options& options, const Scenario& scenario) {
  iis::ServerSettings settings;
  const std::string version_name = !options.iis.empty() ? options.iis : scenario.iis.empty() ? "10.0" : scenario.iis;
  const auto version = known(iis::version_named(version_name), "--iis", version_name);
  if (!version) return tl::make_unexpected(version.error());
  const auto culture = known(iis::culture_named(options.culture), "--listing-culture", options.culture);
  if (!culture) return tl::make_unexpected(culture.error());
  if (!options.errors.empty()) {
    const auto errors = known(iis::error_pages_named(options.errors), "--errors", options.errors);
    if (!errors) return tl::make_unexpected(errors.error());
    settings.errors = *errors;
  }
  settings.version = *version;
  settings.culture = *culture;
  settings.languages.clear();
  for (const std::string& name : options.languages) {
    const auto language = known(iis::language_named(name), "--lang", name);
    if (!language) return tl::make_unexpected(language.error());
    settings.languages.push_back(*language);
  }
  if (options.no_server_header) settings.server_header = iis::ServerHeader::Removed;
  if (scenario.host.segment_length != 0) settings.url_limits.segment_length = scenario.host.segment_length;
  std::vector<std::string> assumed = scenario.assume;
  assumed.insert(assumed.end(), options.assume.begin(), options.assume.end());
  for (const std::string& assumption : assumed) {
    if (const auto set = settings.assumptions.set(assumption); !set) {
      return base::fail(ErrorKind::Usage, "--assume: " + set.error());
    }
  }
  return settings;
}

// "C:\\inetpub\\wwwroot=folder"
Result<std::vector<FolderMap>> folder_maps(const Options& options) {
  std::vector<FolderMap> maps;
  for (const std::string& text : options.maps) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      return base::fail(ErrorKind::Usage, fmt::format("--map: \"{}\" is not PHYSICAL=FOLDER", base::printable(text)));
    }
    std::string physical = text.substr(0, equals);
    while (physical.size() > 3 && physical.back() == '\\') physical.pop_back();
    maps.push_back({std::move(physical), text.substr(equals + 1)});
  }
  return maps;
}

Result<std::unique_ptr<PublishedTree>> published_tree(const Options& options, const Scenario& scenario) {
  if (options.root.empty() == (options.sample == 0)) {
    return base::fail(ErrorKind::Usage, "give one of --root DIR and --sample N");
  }
  std::unique_ptr<ContentTree> base;
  if (scenario.tree == TreeChoice::Other) {
    return std::make_unique<PublishedTree>(other_tree());
  }
  if (!options.root.empty()) {
    Result<std::unique_ptr<DiskTree>> disk = DiskTree::create(options.root);
    if (!disk) return tl::make_unexpected(disk.error());
    base = std::move(*disk);
  } else {
    constexpr std::uint64_t kMaxSample = 5'000'000;
    if (options.sample > kMaxSample) return base::fail(ErrorKind::Usage, "--sample: at most 5000000 files");
    base = sample_tree(static_cast<std::size_t>(options.sample), options.sample_bytes);
  }
  auto tree = std::make_unique<PublishedTree>(std::move(base));
  std::vector<std::string> names;
  if (options.are_catalogues_given) {
    names = options.catalogues;
    std::erase(names, "");
  } else if (options.root.empty()) {
    names = {"webcid-catalogue.txt", "manifest.dat"};
  }
  if (scenario.catalogues == CatalogueChoice::None) names.clear();
  if (Result<void> done = publish_catalogues(*tree, names); !done) return tl::make_unexpected(done.error());
  return tree;
}

// Every catalogue in the root is taken away, those that the folder itself holds too.
void hide_catalogues(std::vector<Fault>& faults) {
  Fault fault;
  for (const catalogue::WellKnown& known : catalogue::well_known()) {
    if (known.kind == catalogue::WellKnownKind::Sentinel) continue;
    fault.paths.emplace_back(known.name);
    fault.paths.push_back("*/" + std::string(known.name));
  }
  faults.push_back(std::move(fault));
}

struct ConfigTexts {
  std::string application_host;  // "": a stock server's
  std::string web_config;        // "": the share has none
};

// --config, else the scenario, else the web.config in the folder, else the healthy scenario. A server's own
// applicationHost.config leaves the share its own web.config, or that of a scenario that is asked for.
Result<ConfigTexts> config_texts(const Options& options, const Scenario& scenario) {
  ConfigTexts texts;
  if (!options.config.empty()) {
    Result<std::string> text = base::read_file(base::to_native(options.config), kMaxConfig);
    if (!text) return tl::make_unexpected(text.error());
    const bool is_web_config = text->find("<system.applicationHost") == std::string::npos;
    (is_web_config ? texts.web_config : texts.application_host) = std::move(*text);
    if (is_web_config) return texts;
  }
  const std::string own = options.root + "/web.config";
  std::error_code ignored;
  const bool has_own = !options.root.empty() && std::filesystem::is_regular_file(base::to_native(own), ignored);
  if (options.scenarios.empty() && has_own) {
    Result<std::string> text = base::read_file(base::to_native(own), kMaxConfig);
    if (!text) return tl::make_unexpected(text.error());
    texts.web_config = std::move(*text);
  } else if (texts.application_host.empty() || !options.scenarios.empty()) {
    texts.web_config = scenario.web_config.empty() ? web_config_text(scenario.pieces) : scenario.web_config;
  }
  return texts;
}

// The configuration may ask for an account too, so one may be given without --auth.
Result<Accounts> accounts_of(const Options& options) {
  const bool has_account = !options.user.empty() && !options.password_file.empty();
  if (!has_account && !options.auth.empty()) {
    return base::fail(ErrorKind::Usage, "--auth needs --user and --password-file");
  }
  if (options.user.empty() != options.password_file.empty()) {
    return base::fail(ErrorKind::Usage, "--user and --password-file need each other");
  }
  if (!has_account) return Accounts({});
  Result<std::string> text = base::read_file(base::to_native(options.password_file), 4096);
  if (!text) return tl::make_unexpected(text.error());
  const std::string password = text->substr(0, text->find_first_of("\r\n"));
  return Accounts({account_named(options.user, password)});
}

void print_list(const std::vector<Scenario>& scenarios) {
  for (const Scenario& scenario : scenarios) fmt::print("{:<30} {}\n", scenario.id, scenario.what);
  fmt::print("\nFault kinds of scenario files:\n");
  for (const FaultKindRow& row : fault_kinds()) fmt::print("{:<30} {}\n", row.name, row.what);
}

void print_assumptions() {
  for (const iis::AssumptionRow& row : iis::assumptions()) {
    fmt::print("{:<40} {} (iis.md {})\n", fmt::format("{}={}|{}", row.name, row.values[0], row.values[1]), row.what,
               row.source);
  }
}

void print_list_json(const std::vector<Scenario>& scenarios) {
  nlohmann::json list = nlohmann::json::array();
  for (const Scenario& scenario : scenarios) {
    nlohmann::json expect = nlohmann::json::array();
    for (const ExpectedCause& cause : scenario.expect) {
      expect.push_back({{"cause", cause.cause}, {"parameters", cause.parameters}});
    }
    list.push_back(
        {{"id", scenario.id}, {"what", scenario.what}, {"iis", scenario.iis}, {"expect", std::move(expect)}});
  }
  fmt::print("{}\n", list.dump(2));
}

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

Result<InstallationPlan> installation_plan(const Options& options, const Scenario& scenario) {
  InstallationPlan plan;
  Result<ConfigTexts> texts = config_texts(options, scenario);
  if (!texts) return tl::make_unexpected(texts.error());
  Result<std::vector<FolderMap>> maps = folder_maps(options);
  if (!maps) return tl::make_unexpected(maps.error());
  Result<std::vector<iis::Scheme>> schemes = schemes_named(options.auth);
  if (!schemes) return tl::make_unexpected(schemes.error());
  plan.schemes = std::move(*schemes);
  plan.scenario = scenario;
  plan.application_host = std::move(texts->application_host);
  plan.web_config = std::move(texts->web_config);
  plan.site = options.site;
  plan.alias = normalised_alias(options.alias);
  plan.refuses_options = options.options_refused;
  plan.has_start_page = !options.no_start_page;
  plan.folders = std::move(*maps);
  return plan;
}

void print_note(const std::string& line) {
  fmt::print(stderr, "{}\n", line);
}

// One machine: what it publishes and how it answers.
struct Machine {
  explicit Machine(Accounts who) : accounts(std::move(who)) {}

  Accounts accounts;
  Faults faults;
  std::unique_ptr<PublishedTree> tree;
  std::unique_ptr<ServedTree> served;
  std::unique_ptr<Installation> installation;
  std::unique_ptr<Responder> responder;
};

struct MachinePlan {
  Scenario scenario;
  iis::ServerSettings settings;
  InstallationPlan installation;
};

Result<MachinePlan> machine_plan(const Options& options) {
  MachinePlan plan;
  Result<Scenario> scenario = combine(options.scenarios);
  if (!scenario) return tl::make_unexpected(scenario.error());
  plan.scenario = std::move(*scenario);
  for (const std::string& text : options.faults) {
    Result<Fault> fault = parse_fault(text);
    if (!fault) return base::fail(ErrorKind::Usage, fmt::format("--fault: {}", fault.error().message));
    plan.scenario.faults.push_back(std::move(*fault));
  }
  Result<iis::ServerSettings> settings = server_settings(options, plan.scenario);
  if (!settings) return tl::make_unexpected(settings.error());
  plan.settings = std::move(*settings);
  Result<InstallationPlan> installation = installation_plan(options, plan.scenario);
  if (!installation) return tl::make_unexpected(installation.error());
  plan.installation = std::move(*installation);
  return plan;
}

Result<std::unique_ptr<Machine>> make_machine(const Options& options, MachinePlan plan, AccessLog& log) {
  Result<Accounts> accounts = accounts_of(options);
  if (!accounts) return tl::make_unexpected(accounts.error());
  auto machine = std::make_unique<Machine>(std::move(*accounts));
  Result<std::unique_ptr<PublishedTree>> tree = published_tree(options, plan.scenario);
  if (!tree) return tl::make_unexpected(tree.error());
  machine->tree = std::move(*tree);
  const base::Time modified = machine->tree->base().find("")->modified;
  const std::string& web_config = plan.installation.web_config;
  if (!web_config.empty()) machine->tree->add_text("web.config", web_config, modified);
  for (const auto& [name, text] : plan.scenario.files) machine->tree->add_text(name, text, modified);
  if (plan.scenario.catalogues == CatalogueChoice::None) hide_catalogues(plan.scenario.faults);
  machine->faults = Faults(std::move(plan.scenario.faults), machine->tree->base());
  machine->tree->set_faults(machine->faults);
  plan.settings.digest_nonce = machine->accounts.nonce();
  Result<std::unique_ptr<ServedTree>> served = ServedTree::create(*machine->tree, machine->faults);
  if (!served) return tl::make_unexpected(served.error());
  machine->served = std::move(*served);
  Result<std::unique_ptr<Installation>> installation =
      Installation::create(plan.installation, plan.settings, *machine->served, print_note);
  if (!installation) return tl::make_unexpected(installation.error());
  machine->installation = std::move(*installation);
  machine->responder = std::make_unique<Responder>(*machine->installation, *machine->served, plan.installation.alias,
                                                   machine->faults, machine->accounts, log);
  return machine;
}

// Writes what --write-config and --write-application-host ask for; false when neither does.
Result<bool> write_configuration(const Options& options) {
  if (options.write_config.empty() && options.write_application_host.empty()) return false;
  const Result<MachinePlan> plan = machine_plan(options);
  if (!plan) return tl::make_unexpected(plan.error());
  const bool is_web_config = !options.write_config.empty();
  const Result<void> written =
      is_web_config
          ? write_text(options.write_config, plan->installation.web_config)
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
  return serve(serving, [&](const Ports& ports) {
    fmt::print("{}\n", ready_line(options, nodes, ports));
    std::fflush(stdout);
  });
}

}  // namespace

Result<void> run(const Options& options) {
  if (options.list_assumptions) {
    print_assumptions();
    return {};
  }
  if (options.list || options.list_json) {
    const Result<std::vector<Scenario>> scenarios = all_scenarios();
    if (!scenarios) return tl::make_unexpected(scenarios.error());
    options.list_json ? print_list_json(*scenarios) : print_list(*scenarios);
    return {};
  }
  if (!options.replay.empty()) return serve_replay(options);
  const Result<bool> is_written = write_configuration(options);
  if (!is_written) return tl::make_unexpected(is_written.error());
  if (*is_written) return {};
  const std::vector<std::string> addresses =
      options.nodes.empty() ? std::vector<std::string>{options.host} : options.nodes;
  const Result<std::vector<NodePlan>> nodes = plan_nodes(addresses, options.scenarios, options.node_scenarios);
  if (!nodes) return tl::make_unexpected(nodes.error());
  return serve_nodes(options, *nodes);
}

}  // namespace webcid::testserver
