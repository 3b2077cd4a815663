#include "testserver/machine.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <utility>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/catalogue/well_known.hpp>

#include "testserver/disk_tree.hpp"
#include "testserver/fault_reader.hpp"
#include "testserver/memory_tree.hpp"
#include "testserver/publish.hpp"

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
  std::string application_host;           // "": a stock server's
  std::optional<std::string> web_config;  // nothing: what the share's folder has
};

// --config, else the scenario, else the web.config in the folder, else the healthy scenario. A server's own
// applicationHost.config leaves the share its own web.config, or that of a scenario that is asked for.
Result<ConfigTexts> config_texts(const Options& options, const Scenario& scenario) {
  ConfigTexts texts;
  if (!options.config.empty()) {
    Result<std::string> text = base::read_file(base::to_native(options.config), kMaxConfig);
    if (!text) return tl::make_unexpected(text.error());
    if (!iis::ServerConfiguration::is_meant(*text)) {
      texts.web_config = std::move(*text);
      return texts;
    }
    texts.application_host = std::move(*text);
  }
  std::error_code ignored;
  const bool has_own =
      !options.root.empty() && std::filesystem::is_regular_file(base::to_native(options.root + "/web.config"), ignored);
  const bool is_asked_for = !options.scenarios.empty();
  if (is_asked_for || (texts.application_host.empty() && !has_own)) {
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
  for (const std::string& feature : options.features) {
    if (!add_feature(feature, plan.scenario.host)) {
      return base::fail(ErrorKind::Usage,
                        fmt::format("--feature: \"{}\" is neither url-rewrite nor webdav", base::printable(feature)));
    }
  }
  plan.application_host = std::move(texts->application_host);
  plan.web_config = std::move(texts->web_config);
  plan.site = options.site;
  plan.alias = normalised_alias(options.alias);
  plan.refuses_options = options.options_refused;
  plan.has_start_page = !options.no_start_page;
  if (!plan.application_host.empty() && (!options.auth.empty() || options.options_refused)) {
    return base::fail(ErrorKind::Usage,
                      "--auth and --options-refused go with a stock server: an applicationHost.config says it itself");
  }
  plan.folders = std::move(*maps);
  return plan;
}

void print_note(const std::string& line) {
  fmt::print(stderr, "{}\n", line);
}

}  // namespace

std::string normalised_alias(std::string alias) {
  while (alias.size() > 1 && alias.back() == '/') alias.pop_back();
  if (alias.empty() || alias.front() != '/') alias.insert(alias.begin(), '/');
  return alias;
}

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
  machine->options = options;
  const base::Time modified = machine->tree->base().find("")->modified;
  if (plan.installation.web_config) machine->tree->add_text("web.config", *plan.installation.web_config, modified);
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

// SIGHUP: the configuration anew, for what is published already. One that cannot be read leaves the old one.
void read_again(Machine& machine) {
  Result<MachinePlan> plan = machine_plan(machine.options);
  if (!plan) return print_note("configuration not read again: " + plan.error().message);
  plan->settings.digest_nonce = machine.accounts.nonce();
  if (plan->installation.web_config) {
    machine.tree->add_text("web.config", *plan->installation.web_config, std::chrono::system_clock::now());
  }
  Result<std::unique_ptr<Installation>> installation =
      Installation::create(plan->installation, plan->settings, *machine.served, print_note);
  if (!installation) return print_note("configuration not read again: " + installation.error().message);
  machine.responder->use(**installation);
  machine.installation = std::move(*installation);
  print_note("configuration read again");
}

}  // namespace webcid::testserver
