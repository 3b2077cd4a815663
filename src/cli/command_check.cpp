// webcid check: one address, several ones, or the machines of a name.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <webcid/audit/facts.hpp>
#include <webcid/base/cancellation.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/url.hpp>
#include <webcid/check/several.hpp>
#include <webcid/diagnose/node_comparison.hpp>
#include <webcid/report/json.hpp>

#include "check_command.hpp"
#include "command_check_path.hpp"
#include "delivery.hpp"
#include "local_place.hpp"
#include "progress_line.hpp"
#include "targets.hpp"

namespace webcid::cli {
namespace {

using base::ErrorKind;

// The report of an earlier run, in which something failed.
base::Result<model::Report> read_failed(const std::string& path) {
  const auto text = base::read_file(base::to_native(path), report::kMaxReportBytes);
  if (!text) return base::fail(text.error().kind, fmt::format("--only-failed: {}", text.error().message));
  auto earlier = report::read_json(*text);
  if (!earlier) return base::fail(ErrorKind::Usage, fmt::format("{}: {}", path, earlier.error().message));
  const auto& findings = earlier->findings;
  if (std::all_of(findings.begin(), findings.end(),
                  [](const model::Finding& finding) { return finding.severity == model::Severity::Note; })) {
    return base::fail(ErrorKind::Usage,
                      fmt::format("{}: nothing failed in that run: check without --only-failed", path));
  }
  return earlier;
}

}  // namespace

base::Result<ExitCode> CheckCommand::run() {
  const auto addresses = all_addresses();
  if (!addresses) return tl::make_unexpected(addresses.error());
  // What a policy has as the address of the web update is judged: no path may be that.
  const bool is_of_policy = m_is_acceptance || m_endpoint.is_given();
  const auto place = std::find_if(addresses->begin(), addresses->end(), is_place);
  if (!is_of_policy && place != addresses->end()) {
    if (addresses->size() == 1) return check_path(*m_command, *place, m_catalogue, m_output);
    return base::fail(ErrorKind::Usage, fmt::format("{}: a folder is checked by itself, not among addresses", *place));
  }
  // A word of a list is judged as an address beside the others; one that somebody typed is looked for as both.
  if (!is_of_policy && m_targets.empty() && addresses->size() == 1 && reads_like_path(addresses->front())) {
    return base::fail(ErrorKind::LocalIo,
                      fmt::format("{}: no such file or folder, and no http:// address", addresses->front()));
  }
  if (wants_nodes() && addresses->size() > 1) {
    return base::fail(ErrorKind::Usage, "--all-nodes and --node take one address at a time");
  }
  if (wants_nodes()) return check_nodes(addresses->front());
  // A file of addresses gives the same form of report whatever is in it.
  if (addresses->size() > 1 || !m_targets.empty()) return check_several(*addresses);
  return check_one(addresses->front());
}

// In their order, each once.
base::Result<std::vector<std::string>> CheckCommand::all_addresses() {
  std::vector<std::string> out;
  const auto add = [&out](const std::string& address) {
    if (std::find(out.begin(), out.end(), address) == out.end()) out.push_back(address);
  };
  if (m_endpoint.is_given()) {
    std::string address;
    if (auto read = m_endpoint.read(address, m_connection, m_settings); !read) {
      return tl::make_unexpected(std::move(read.error()));
    }
    return std::vector<std::string>{address};
  }
  for (const std::string& address : m_addresses) add(address);
  if (!m_targets.empty()) {
    if (m_targets == "-" && m_connection.password_stdin) {
      return base::fail(ErrorKind::Usage, "--targets - and --password-stdin: standard input is one of them only");
    }
    const auto listed = read_targets(m_targets);
    if (!listed) return tl::make_unexpected(listed.error());
    for (const std::string& address : *listed) add(address);
  }
  if (out.empty()) return base::fail(ErrorKind::Usage, "address is required; see `webcid --help`");
  return out;
}

base::Result<check::CheckOptions> CheckCommand::common_options() const {
  check::CheckOptions options;
  options.max_probes = m_max_probes;
  const auto budget = m_budget.resolve();
  if (!budget) return tl::make_unexpected(budget.error());
  options.budget = *budget;
  options.tls_port = m_tls_port;
  options.is_acceptance = m_is_acceptance;
  options.install_source = m_install_source;
  options.settings = m_settings;
  if (m_is_quick) options.extent = check::Extent::Sample;
  if (!m_catalogue.empty()) {
    auto source = read_catalogue_file(m_catalogue);
    if (!source) return tl::make_unexpected(source.error());
    options.catalogue = std::make_shared<const catalogue::Source>(std::move(*source));
  }
  if (!m_reference.empty()) {
    auto opened = open_reference(m_reference);
    if (!opened) return tl::make_unexpected(opened.error());
    options.reference = std::make_shared<const check::ReferenceOptions>(std::move(*opened));
  }
  return options;
}

base::Result<void> CheckCommand::add_server_facts(const std::string& address, check::CheckOptions& options) const {
  const auto url = base::parse_address(address);
  if (!url || (m_iis_logs.empty() && m_iis_configuration.empty())) return {};
  audit::AuditOptions files;
  files.files = m_iis_configuration;
  files.files.insert(files.files.end(), m_iis_logs.begin(), m_iis_logs.end());
  files.path = base::decode_percent(url->path);
  files.host = url->host;
  files.user_agent = m_connection.user_agent;
  // What cannot be read is said before anything is sent.
  if (auto readable = audit::facts_of(files, {}, base::interrupt()); !readable) {
    return tl::make_unexpected(readable.error());
  }
  options.server_facts = [files = std::move(files)](const std::vector<std::string>& paths) {
    return audit::facts_of(files, paths, base::interrupt());
  };
  return {};
}

base::Result<ExitCode> CheckCommand::check_one(const std::string& address) {
  auto common = common_options();
  if (!common) return tl::make_unexpected(common.error());
  check::CheckOptions options = std::move(*common);
  options.address = address;
  const bool good_address = base::parse_address(address).has_value();
  if (good_address) {
    // Passwords are read only for an address that will be contacted.
    auto client = m_connection.resolve_for(address, m_output.chosen_language());
    if (!client) return tl::make_unexpected(client.error());
    options.client = std::move(*client);
  }
  if (!m_only_failed.empty()) {
    auto earlier = read_failed(m_only_failed);
    if (!earlier) return tl::make_unexpected(earlier.error());
    options.extent = check::Extent::Failed;
    options.earlier = std::move(*earlier);
  }
  if (auto added = add_server_facts(address, options); !added) return tl::make_unexpected(added.error());
  if (!m_keep.empty()) options.keep = base::to_native(m_keep);
  const OtherFile evidence_file{"--save-evidence", m_save_evidence};
  auto delivery = Delivery::open(m_output, {&evidence_file, 1});
  if (!delivery) return tl::make_unexpected(delivery.error());
  options.detail = delivery->detail();
  std::optional<store::AtomicFile> evidence;
  std::optional<base::Error> evidence_error;
  if (!m_save_evidence.empty() && good_address) {
    auto opened = store::AtomicFile::create(base::to_native(m_save_evidence));
    if (!opened) return tl::make_unexpected(opened.error());
    evidence = std::move(*opened);
    options.evidence = [&evidence, &evidence_error](std::string_view piece) {
      auto written = evidence->write(piece);
      if (!written && !evidence_error) evidence_error = written.error();
      return written;
    };
  }

  ProgressLine progress(m_output);
  auto report = check::run(options, progress, base::interrupt());
  progress.clear();
  if (!report) return tl::make_unexpected(report.error());
  if (evidence && !evidence_error) {
    if (auto saved = evidence->commit(store::Durability::File); !saved) evidence_error = saved.error();
  }
  // The findings first: a full disk must not cost them.
  auto ending = finish(*delivery, *report);
  if (!evidence_error) return ending;
  if (!ending) evidence_error->message = fmt::format("{}; {}", evidence_error->message, ending.error().message);
  return tl::make_unexpected(std::move(*evidence_error));
}

base::Result<void> CheckCommand::refuse_single_files() const {
  const std::pair<const char*, bool> options[] = {{"--keep", !m_keep.empty()},
                                                  {"--save-evidence", !m_save_evidence.empty()},
                                                  {"--only-failed", !m_only_failed.empty()},
                                                  {"--iis-log", !m_iis_logs.empty()},
                                                  {"--iis-config", !m_iis_configuration.empty()}};
  for (const auto& [option, is_given] : options) {
    if (is_given) return base::fail(ErrorKind::Usage, fmt::format("{}: takes one address and one machine", option));
  }
  return {};
}

base::Result<ExitCode> CheckCommand::check_several(const std::vector<std::string>& addresses) {
  if (auto fine = refuse_single_files(); !fine) return tl::make_unexpected(fine.error());
  const auto common = common_options();
  if (!common) return tl::make_unexpected(common.error());
  std::vector<std::string> contacted;
  for (const std::string& address : addresses) {
    if (base::parse_address(address)) contacted.push_back(address);
  }
  auto clients = m_connection.resolve_for(contacted, m_output.chosen_language());
  if (!clients) return tl::make_unexpected(clients.error());
  std::vector<check::Job> jobs;
  auto client = clients->begin();
  for (const std::string& address : addresses) {
    check::Job job{base::without_credentials(address), *common};
    job.options.address = address;
    if (base::parse_address(address)) job.options.client = std::move(*client++);
    jobs.push_back(std::move(job));
  }
  return report_on(std::move(jobs), "");
}

base::Result<ExitCode> CheckCommand::check_nodes(const std::string& address) {
  if (auto fine = refuse_single_files(); !fine) return tl::make_unexpected(fine.error());
  const auto url = base::parse_address(address);
  if (!url) return check_several({address});
  auto common = common_options();
  if (!common) return tl::make_unexpected(common.error());
  auto client = m_connection.resolve_for(address, m_output.chosen_language());
  if (!client) return tl::make_unexpected(client.error());
  if (client->proxy) {
    return base::fail(ErrorKind::Usage, "--all-nodes and --node: the proxy chooses the machine; use --no-proxy");
  }
  common->address = address;
  common->client = std::move(*client);
  std::vector<std::string> nodes;
  if (m_all_nodes) {
    auto found = check::nodes_of(*url, common->client, base::interrupt());
    if (!found) return tl::make_unexpected(found.error());
    nodes = std::move(*found);
  }
  for (const std::string& node : m_nodes) {
    const auto address_of_node = net::numeric_address(node);
    if (!address_of_node) {
      return base::fail(ErrorKind::Usage, fmt::format("--node {}: expected a numeric IP address", node));
    }
    if (std::find(nodes.begin(), nodes.end(), *address_of_node) == nodes.end()) nodes.push_back(*address_of_node);
  }
  // A name that nobody knows is told as for one address.
  if (nodes.empty()) return check_several({address});
  std::vector<check::Job> jobs;
  for (const std::string& node : nodes) jobs.push_back({node, check::at_node(*common, node)});
  return report_on(std::move(jobs), url->authority());
}

base::Result<ExitCode> CheckCommand::report_on(std::vector<check::Job> jobs, std::string host) {
  auto delivery = Delivery::open(m_output);
  if (!delivery) return tl::make_unexpected(delivery.error());
  ProgressLine progress(m_output);
  auto runs = check::run_several(std::move(jobs), progress, base::interrupt());
  progress.clear();
  if (!runs) return tl::make_unexpected(runs.error());
  model::Collection collection;
  collection.runs = std::move(*runs);
  collection.host = std::move(host);
  if (collection.host.empty()) {
    collection.verdict = worst_of(collection.runs);
  } else {
    diagnose::compare_nodes(collection);
  }
  return finish(*delivery, collection);
}

}  // namespace webcid::cli
