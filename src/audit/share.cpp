#include "share.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::audit {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStockHost = "applicationHost.config (stock)";
constexpr std::string_view kStockFolder = R"(C:\ProgramData\Sophos\Update Manager\Update Manager)";
constexpr std::string_view kLong = R"(\\?\)";
// Nobody's address (RFC 5737), so that no rule of a server lists it.
constexpr std::string_view kUnlistedClient = "192.0.2.1";

bool is_same_path(std::string_view one, std::string_view other) {
  return iis::fold_name(one) == iis::fold_name(other);
}

// The URL path of a virtual directory, "" for the site's root.
std::string url_of(const iis::ApplicationRow& application, const iis::VirtualDirectoryRow& row) {
  return (application.path == "/" ? "" : application.path) + (row.path == "/" ? "" : row.path);
}

const iis::VirtualDirectoryRow* directory_at(const iis::SiteRow& site, const std::string& path) {
  for (const iis::ApplicationRow& application : site.applications) {
    for (const iis::VirtualDirectoryRow& row : application.virtual_directories) {
      if (is_same_path(url_of(application, row), path)) return &row;
    }
  }
  return nullptr;
}

const iis::SiteRow* choose_site(const std::vector<iis::SiteRow>& sites, const std::string& name,
                                const std::string& path) {
  const auto found = std::find_if(sites.begin(), sites.end(), [&](const iis::SiteRow& site) {
    return name.empty() ? directory_at(site, path) != nullptr : is_same_path(site.name, name);
  });
  if (found != sites.end()) return &*found;
  return name.empty() && !sites.empty() ? &sites.front() : nullptr;
}

std::uint16_t port_of(const iis::SiteRow& site) {
  for (const iis::Binding& binding : site.bindings) {
    if (binding.protocol == "http") return binding.port;
  }
  return 80;
}

iis::StockServer stock_server(iis::Version version, const std::string& path, const std::string& web_config) {
  iis::StockServer stock;
  stock.version = version;
  // Nothing says whether they are installed but that somebody uses them.
  stock.has_url_rewrite = web_config.find("<rewrite") != std::string::npos;
  stock.has_webdav = web_config.find("<webdav") != std::string::npos;
  if (!path.empty()) stock.virtual_directories.push_back({path, std::string(kStockFolder), true});
  return stock;
}

std::string location_of(const iis::Answer& answer) {
  for (const model::Header& header : answer.headers) {
    if (header.name == "Location") return header.value;
  }
  return "";
}

}  // namespace

base::Result<std::unique_ptr<Share>> Share::create(const AuditOptions& options, Files files, iis::Version version) {
  std::unique_ptr<Share> share(new Share());
  share->m_path = options.path.empty() ? "/SophosUpdate" : options.path;
  while (!share->m_path.empty() && share->m_path.back() == '/') share->m_path.pop_back();
  if (!share->m_path.empty() && share->m_path.front() != '/') share->m_path.insert(0, "/");
  share->m_host = options.host;
  share->m_agent = options.user_agent;
  share->m_client = options.client.empty() ? kUnlistedClient : options.client;
  share->m_is_stock = !files.application_host;
  if (!files.application_host) {
    const std::string text = files.web_config ? files.web_config->text : "";
    files.application_host.emplace(
        NamedText{std::string(kStockHost), iis::application_host_text(stock_server(version, share->m_path, text))});
  }
  share->m_host_file = files.application_host->name;
  auto configuration = iis::ServerConfiguration::read(std::move(files.application_host->text), share->m_host_file);
  if (!configuration) {
    share->m_error = configuration.error();
    return share;
  }
  const iis::SiteRow* const site = choose_site(configuration->sites(), options.site, share->m_path);
  if (site == nullptr && !options.site.empty()) {
    std::string names;
    for (const iis::SiteRow& each : configuration->sites()) {
      names += (names.empty() ? "\"" : ", \"") + base::printable(each.name) + "\"";
    }
    return base::fail(base::ErrorKind::Usage, fmt::format("--site: no site \"{}\" in {}; there are {}",
                                                          base::printable(options.site), share->m_host_file, names));
  }
  if (site == nullptr) {
    share->m_error = iis::ConfigurationError{0, "There is no site", 0, share->m_host_file, false};
    return share;
  }
  if (auto mounted = share->mount(*site, options, files.web_config); !mounted) {
    return tl::make_unexpected(mounted.error());
  }
  share->m_port = port_of(*site);
  share->m_ignored = configuration->ignored();
  iis::ServerSettings settings;
  settings.version = version;
  settings.port = share->m_port;
  const std::string name = site->name;
  share->m_server.emplace(std::move(settings), std::move(*configuration), share->m_mounts);
  Share* const self = share.get();
  share->m_server->on_ignored([self](const std::string& file, const std::string& setting) {
    self->m_ignored.push_back(self->file_name(file) + ": " + setting);
  });
  share->m_site = choose_site(share->m_server->configuration().sites(), name, share->m_path);
  share->m_directory = directory_at(*share->m_site, share->m_path);
  const iis::Server::Location location = share->m_server->locate(*share->m_site, share->m_path);
  share->m_pool = location.pool;
  share->m_physical_path = location.physical_path;
  share->m_root = share->m_server->level_of(*share->m_site, share->m_path + "/", std::nullopt);
  return share;
}

// The folder of this machine that holds what the server has there: of --map, or the same where this is the server.
base::Result<FolderTree*> Share::mount_folder(const std::string& physical_path, const std::vector<FolderMap>& maps) {
  const auto map = std::find_if(maps.begin(), maps.end(),
                                [&](const FolderMap& each) { return is_same_path(each.physical_path, physical_path); });
  const fs::path folder = base::to_native(map != maps.end() ? map->folder : physical_path);
  if (!base::is_folder(folder)) {
    if (map == maps.end()) return nullptr;
    return base::fail(base::ErrorKind::LocalIo,
                      fmt::format("--map: {} is no folder that can be read", base::printable(map->folder)));
  }
  m_folders.emplace_back(physical_path, std::make_unique<FolderTree>(folder));
  FolderTree* const tree = m_folders.back().second.get();
  m_mounts.push_back({physical_path, tree, 0});
  return tree;
}

base::Result<void> Share::mount(const iis::SiteRow& site, const AuditOptions& options,
                                const std::optional<NamedText>& web_config) {
  const iis::VirtualDirectoryRow* const own = directory_at(site, m_path);
  m_are_entries_known = options.entries.has_value();
  if (options.entries) m_entries = *options.entries;
  if (web_config) m_web_config_name = web_config->name;
  for (const iis::ApplicationRow& application : site.applications) {
    for (const iis::VirtualDirectoryRow& row : application.virtual_directories) {
      const bool is_known = std::any_of(m_mounts.begin(), m_mounts.end(), [&](const iis::Mount& each) {
        return is_same_path(each.physical_path, row.physical_path);
      });
      if (is_known) continue;
      const auto folder = mount_folder(row.physical_path, options.folders);
      if (!folder) return tl::make_unexpected(folder.error());
      if (*folder != nullptr) {
        // A share that is no virtual directory is a folder of the one above it.
        const bool is_above = own == nullptr && url_of(application, row).empty();
        if (&row != own && !is_above) continue;
        const std::string below = is_above && !m_path.empty() ? m_path.substr(1) : "";
        if (auto prepared = prepare(**folder, below, web_config); !prepared) return prepared;
        continue;
      }
      m_made.push_back(std::make_unique<CatalogueTree>(&row == own ? m_entries : std::vector<model::Entry>{}));
      if (&row == own && web_config) m_made.back()->put("web.config", web_config->text);
      if (&row != own && !m_is_stock) m_unknown.push_back(row.physical_path);
      m_mounts.push_back({row.physical_path, m_made.back().get(), 0});
    }
  }
  return {};
}

base::Result<void> Share::prepare(FolderTree& tree, const std::string& below,
                                  const std::optional<NamedText>& web_config) {
  if (web_config) tree.put(below.empty() ? "web.config" : below + "/web.config", web_config->text);
  return list_entries(tree, below);
}

base::Result<void> Share::list_entries(FolderTree& tree, std::string_view below) {
  const auto node = tree.find(below);
  if (m_are_entries_known || !node || node->kind != iis::NodeKind::Folder) return {};
  m_are_entries_known = true;
  return base::walk_folder(
      base::to_native(tree.native_name(node->path)),
      [this](const base::FoundFile& file) {
        if (!base::is_never_published(file.path.name())) m_entries.push_back({file.path, file.size, {}});
        return true;
      },
      [](const std::string&, const std::string&) {});
}

std::string Share::directories() const {
  constexpr std::size_t kMost = 8;
  std::string text;
  std::size_t count = 0;
  for (const iis::ApplicationRow& application : m_site->applications) {
    for (const iis::VirtualDirectoryRow& row : application.virtual_directories) {
      if (++count > kMost) continue;
      const std::string url = url_of(application, row);
      text += (text.empty() ? "" : ", ") + (url.empty() ? "/" : url);
    }
  }
  return count > kMost ? text + ", ..." : text;
}

bool Share::is_there() const {
  if (m_directory != nullptr) return true;
  const iis::Server::Location location = m_server->locate(*m_site, m_path);
  return location.mount != nullptr && location.mount->tree->find(location.tree_path).has_value();
}

std::string Share::url_path(std::string_view path) const {
  return m_path + "/" + std::string(path);
}

std::string Share::host() const {
  return m_host.empty() ? "localhost" : m_host;
}

iis::Answer Share::ask(std::string_view path, std::string_view method) const {
  iis::Request request;
  request.method = method;
  request.target = base::encode_path(url_path(path));
  request.headers = {{"Host", host()}, {"User-Agent", m_agent}};
  request.client_address = m_client;
  request.now = std::chrono::system_clock::now();
  return m_server->answer(request);
}

std::optional<Refusal> Share::refusal_of(std::string_view path, std::string_view method) const {
  const iis::Answer answer = ask(path, method);
  const bool is_dropped = answer.connection == iis::Connection::Dropped;
  // Anything but the file itself is no success: an error page with 200 is none.
  const bool is_served = answer.status == 200 && answer.page == iis::Page::File && !is_dropped;
  if (is_served || (answer.status == 200 && method != "GET")) return std::nullopt;
  Refusal refusal;
  refusal.status = is_dropped ? 0 : answer.status;
  refusal.sub_status = answer.sub_status;
  refusal.win32 = iis::win32_status_of(answer.hresult);
  if (answer.page == iis::Page::HttpSys) {
    refusal.http_sys = answer.http_sys_reason.empty() ? "N/A" : answer.http_sys_reason;
  }
  refusal.url_path = url_path(path);
  refusal.path = path;
  refusal.location = location_of(answer);
  refusal.agent = m_agent;
  refusal.is_dropped = is_dropped;
  refusal.is_by_program = answer.page == iis::Page::AspNet;
  return refusal;
}

Culprit Share::culprit_of(const Refusal& refusal) const {
  const iis::Level level = m_server->level_of(*m_site, refusal.url_path, std::nullopt);
  Culprit culprit = audit::culprit_of(refusal, level.error() ? nullptr : &level.rules());
  if (culprit.about.cause == "httpsys.no-binding") culprit.about.parameters = {m_host.empty() ? "<IP>" : m_host};
  if (culprit.about.cause == "httpsys.no-site") culprit.about.parameters = {fmt::format("{}:{}", host(), m_port)};
  return culprit;
}

std::optional<Source> Share::source_of(const std::string& setting, std::string_view path) const {
  if (setting.empty()) return std::nullopt;
  const iis::Level level = m_server->level_of(*m_site, url_path(path), std::nullopt);
  auto origin = level.origin_of(setting);
  // What took away the map for every extension took away this one.
  constexpr std::string_view kMaps = "system.webServer/staticContent#.";
  const bool is_of_extension = setting.size() > kMaps.size() && setting.compare(0, kMaps.size(), kMaps) == 0;
  if (is_of_extension && (!origin || !origin->is_set)) {
    if (auto wildcard = level.origin_of("system.webServer/staticContent#.*"); wildcard && wildcard->is_set) {
      origin = std::move(wildcard);
    }
  }
  if (!origin || origin->file == kStockHost) return Source{"", 0, setting, false};
  return Source{file_name(origin->file), origin->line, origin->element, origin->is_set};
}

std::optional<iis::ConfigurationError> Share::error_at(std::string_view path) const {
  auto error = m_server->level_of(*m_site, url_path(path), std::nullopt).error();
  if (error) error->file = file_name(error->file);
  return error;
}

std::string Share::file_name(const std::string& file) const {
  if (file.compare(0, kLong.size(), kLong) != 0) return file;
  const std::string physical = file.substr(kLong.size());
  if (!m_web_config_name.empty() && is_same_path(physical, physical_path() + R"(\web.config)")) {
    return m_web_config_name;
  }
  for (const auto& [root, tree] : m_folders) {
    if (physical.size() <= root.size() || !is_same_path(physical.substr(0, root.size()), root)) continue;
    std::string below = physical.substr(root.size() + 1);
    std::replace(below.begin(), below.end(), '\\', '/');
    return tree->native_name(below);
  }
  return physical;
}

std::optional<base::Error> Share::unreadable() const {
  for (const auto& [root, tree] : m_folders) {
    if (tree->error()) return tree->error();
  }
  return std::nullopt;
}

}  // namespace webcid::audit
