#include "testserver/installation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>
#include <webcid/iis/pages.hpp>

#include "testserver/disk_tree.hpp"
#include "testserver/memory_tree.hpp"

namespace webcid::testserver {
namespace {

constexpr std::string_view kShareFolder = R"(C:\ProgramData\Sophos\Update Manager\Update Manager)";
constexpr std::string_view kOtherServer = R"(\\updates\Update Manager)";
constexpr std::string_view kSiteFolder = R"(C:\inetpub\wwwroot)";

struct SchemeSection {
  iis::Scheme scheme;
  std::string_view section;
};
constexpr std::array<SchemeSection, 4> kSchemeSections{{{iis::Scheme::Basic, "basicAuthentication"},
                                                        {iis::Scheme::Digest, "digestAuthentication"},
                                                        {iis::Scheme::Ntlm, "windowsAuthentication"},
                                                        {iis::Scheme::Negotiate, "windowsAuthentication"}}};

std::vector<ConfigPiece> pieces_of(const std::vector<iis::Scheme>& schemes) {
  const auto section = [](std::string_view name) { return fmt::format("security/authentication/{}", name); };
  std::vector<ConfigPiece> pieces;
  if (schemes.empty()) return pieces;
  pieces.push_back({"auth-anonymous", section("anonymousAuthentication"), {{"enabled", "false"}}, ""});
  std::string providers;
  for (iis::Scheme scheme : schemes) {
    const SchemeSection& row = kSchemeSections[static_cast<std::size_t>(scheme)];
    pieces.push_back({"auth", section(row.section), {{"enabled", "true"}}, ""});
    if (row.section == "windowsAuthentication") providers += fmt::format("<add value=\"{}\" />", iis::name_of(scheme));
  }
  if (!providers.empty()) {
    pieces.push_back({"auth-providers", section("windowsAuthentication/providers"), {}, "<clear />" + providers});
  }
  return pieces;
}

std::string share_folder(const HostState& host) {
  if (!host.physical_path.empty()) return host.physical_path;
  return std::string(host.folder == FolderState::OtherServer ? kOtherServer : kShareFolder);
}

const iis::VirtualDirectoryRow* directory_at(const iis::SiteRow& site, std::string_view alias) {
  for (const iis::ApplicationRow& application : site.applications) {
    for (const iis::VirtualDirectoryRow& row : application.virtual_directories) {
      std::string path = application.path == "/" ? "" : application.path;
      if (row.path != "/") path += row.path;
      if (base::equals_ignoring_case(path.empty() ? "/" : path, alias)) return &row;
    }
  }
  return nullptr;
}

// The site that was asked for by name, else the first that has the alias, else the first.
const iis::SiteRow* choose_site(const std::vector<iis::SiteRow>& sites, const InstallationPlan& plan) {
  if (!plan.site.empty()) {
    const auto named = std::find_if(sites.begin(), sites.end(), [&](const iis::SiteRow& site) {
      return base::equals_ignoring_case(site.name, plan.site);
    });
    return named == sites.end() ? nullptr : &*named;
  }
  const auto with_alias = std::find_if(
      sites.begin(), sites.end(), [&](const iis::SiteRow& site) { return directory_at(site, plan.alias) != nullptr; });
  return with_alias != sites.end() ? &*with_alias : sites.empty() ? nullptr : &sites.front();
}

std::uint16_t port_of(const iis::SiteRow& site, std::uint16_t otherwise) {
  for (const iis::Binding& binding : site.bindings) {
    if (binding.protocol == "http") return binding.port;
  }
  return otherwise;
}

std::unique_ptr<ContentTree> start_page_tree(const InstallationPlan& plan, iis::Version version) {
  auto tree = std::make_unique<PublishedTree>(std::make_unique<MemoryTree>(std::vector<MemoryTree::File>{}));
  if (plan.has_start_page) {
    const base::Time installed{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}};
    tree->add_text("iisstart.htm", iis::start_page(version), installed);
  }
  return tree;
}

}  // namespace

std::string application_host_of(const InstallationPlan& plan, iis::Version version) {
  if (!plan.application_host.empty()) return plan.application_host;
  const HostState& host = plan.scenario.host;
  iis::StockServer stock;
  stock.version = version;
  stock.has_url_rewrite = host.has_url_rewrite;
  stock.has_webdav = host.has_webdav;
  if (!host.bindings.empty()) stock.bindings = host.bindings;
  stock.site = host.site;
  stock.pool = host.pool;
  const bool is_site_root = plan.alias == "/";
  if (!is_site_root && host.has_virtual_directory) {
    stock.virtual_directories.push_back({plan.alias, share_folder(host), true});
  }
  std::vector<ConfigPiece> pieces = host.pieces;
  for (ConfigPiece& piece : pieces_of(plan.schemes)) pieces.push_back(std::move(piece));
  if (plan.refuses_options) {
    pieces.push_back(
        {"options-refused", "security/requestFiltering/verbs", {}, "<add verb=\"OPTIONS\" allowed=\"false\" />"});
  }
  stock.locations = location_text(stock.site_name + (is_site_root ? "" : plan.alias), pieces);
  return iis::application_host_text(stock);
}

void Installation::add_mount(std::string physical_path, std::unique_ptr<ContentTree> tree) {
  m_mounts.push_back({std::move(physical_path), tree.get(), 0});
  m_known.push_back(tree.get());
  m_trees.push_back(std::move(tree));
}

base::Result<void> Installation::mount(const InstallationPlan& plan, const iis::SiteRow& site, const ContentTree& share,
                                       const iis::ServerConfiguration& configuration) {
  const iis::VirtualDirectoryRow* directory = directory_at(site, plan.alias);
  const FolderState folder = plan.scenario.host.folder;
  const bool is_there = folder == FolderState::Present || folder == FolderState::Unreadable;
  m_known.push_back(&share);
  if (directory != nullptr && is_there) {
    const std::uint32_t error = folder == FolderState::Unreadable ? iis::kAccessDenied : 0;
    m_mounts.push_back({directory->physical_path, &share, error});
  }
  for (const FolderMap& map : plan.folders) {
    base::Result<std::unique_ptr<DiskTree>> tree = DiskTree::create(map.folder);
    if (!tree) return tl::make_unexpected(tree.error());
    add_mount(map.physical_path, std::move(*tree));
  }
  const auto is_mounted = [&](const std::string& path) {
    return std::any_of(m_mounts.begin(), m_mounts.end(), [&](const iis::Mount& mount) {
      return iis::fold_name(path).compare(0, mount.physical_path.size(), iis::fold_name(mount.physical_path)) == 0;
    });
  };
  for (const iis::SiteRow& row : configuration.sites()) {
    for (const iis::ApplicationRow& application : row.applications) {
      for (const iis::VirtualDirectoryRow& other : application.virtual_directories) {
        if (&other == directory || is_mounted(other.physical_path)) continue;
        const bool is_start = base::equals_ignoring_case(other.physical_path, kSiteFolder);
        if (!is_start) {
          m_notes.push_back(fmt::format("{}: taken as an empty folder (--map)", base::printable(other.physical_path)));
        }
        InstallationPlan empty = plan;
        empty.has_start_page = is_start && plan.has_start_page;
        add_mount(other.physical_path, start_page_tree(empty, iis::Version::V10_0));
      }
    }
  }
  return {};
}

base::Result<std::unique_ptr<Installation>> Installation::create(const InstallationPlan& plan,
                                                                 iis::ServerSettings settings, const ContentTree& share,
                                                                 std::function<void(const std::string&)> note) {
  auto configuration = iis::ServerConfiguration::read(application_host_of(plan, settings.version));
  if (!configuration) {
    const iis::ConfigurationError& error = configuration.error();
    return base::fail(base::ErrorKind::Malformed,
                      fmt::format("applicationHost.config line {}: 0x{:08x}: {}", error.line, error.hresult,
                                  base::printable(error.message)));
  }
  std::unique_ptr<Installation> installation(new Installation());
  const iis::SiteRow* site = choose_site(configuration->sites(), plan);
  if (site == nullptr) {
    return base::fail(base::ErrorKind::Usage, plan.site.empty()
                                                  ? "applicationHost.config has no site"
                                                  : fmt::format("--site: no site \"{}\"", base::printable(plan.site)));
  }
  settings.port = port_of(*site, settings.port);
  if (base::Result<void> done = installation->mount(plan, *site, share, *configuration); !done) {
    return tl::make_unexpected(done.error());
  }
  if (directory_at(*site, plan.alias) == nullptr && !plan.application_host.empty()) {
    installation->m_notes.push_back(
        fmt::format("site \"{}\" has no virtual directory {} (--alias)", base::printable(site->name), plan.alias));
  }
  const auto needs_name = [](const iis::Binding& binding) { return !binding.host.empty(); };
  if (!plan.application_host.empty() && !site->bindings.empty() &&
      std::all_of(site->bindings.begin(), site->bindings.end(), needs_name)) {
    installation->m_notes.push_back(fmt::format("site \"{}\" answers to its host names only, such as {} (--resolve)",
                                                base::printable(site->name),
                                                base::printable(site->bindings.front().host)));
  }
  for (const std::string& ignored : configuration->ignored()) {
    if (!plan.application_host.empty()) {
      installation->m_notes.push_back("applicationHost.config: has no effect here: " + ignored);
    }
  }
  for (const std::string& line : installation->m_notes) note(line);
  const std::string site_name = site->name;
  installation->m_server =
      std::make_unique<iis::Server>(std::move(settings), std::move(*configuration), installation->m_mounts);
  iis::Server& server = *installation->m_server;
  server.on_ignored([note](const std::string& file, const std::string& setting) {
    note(fmt::format("{}: has no effect here: {}", base::printable(file.substr(4)), setting));
  });
  server.on_error([note](const iis::ConfigurationError& error) {
    note(fmt::format("{} line {}: 500.19 0x{:08x}: {}",
                     base::printable(error.file.substr(std::min<std::size_t>(4, error.file.size()))), error.line,
                     error.hresult, error.message));
  });
  // What is wrong with the share's own file is said at the start.
  for (const iis::SiteRow& row : server.configuration().sites()) {
    if (row.name == site_name) server.level_of(row, plan.alias == "/" ? "/" : plan.alias + "/", std::nullopt);
  }
  return installation;
}

const ContentTree* Installation::tree(const iis::Tree* tree) const {
  const auto found = std::find(m_known.begin(), m_known.end(), tree);
  return found == m_known.end() ? nullptr : *found;
}

}  // namespace webcid::testserver
