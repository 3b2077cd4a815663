// From a connection to a site and a place in it: what HTTP.sys and the configuration system decide before the pipeline
// (iis.md b.1, steps 2 to 4).
#include <webcid/iis/server.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "pipeline.hpp"
#include "response.hpp"

namespace webcid::iis {
namespace {

constexpr std::size_t kMaxWebConfig = 4UL * 1024UL * 1024UL;
constexpr std::size_t kMaxLevels = 20000;  // remembered folders

// HTTP.sys answers another host than one it could have with "Invalid Hostname" (iis.md a.1).
bool is_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view(".-_:[]").find(c) != std::string_view::npos;
  });
}

bool needs_length(std::string_view method) {
  return method == "POST" || method == "PUT";
}

// What of `path` is below `base`, without its first separator; nothing when it is not below. Both folded.
std::optional<std::string_view> below(std::string_view path, std::string_view base, char separator) {
  while (!base.empty() && base.back() == separator) base.remove_suffix(1);
  if (path.substr(0, base.size()) != base) return std::nullopt;
  const std::string_view rest = path.substr(base.size());
  if (rest.empty()) return rest;
  if (rest.front() != separator) return std::nullopt;
  return rest.substr(1);
}

// The row whose path is the longest that `path` (folded) is below. Rows have a member `path`.
template <class Row>
const Row* deepest(const std::vector<Row>& rows, std::string_view path) {
  const Row* best = nullptr;
  for (const Row& row : rows) {
    const std::string folded = fold_name(row.path);
    if (below(path, folded, '/') && (best == nullptr || row.path.size() > best->path.size())) best = &row;
  }
  return best;
}

std::string joined_path(std::string folder, std::string_view below_it) {
  if (below_it.empty()) return folder;
  if (folder.empty() || folder.back() != '\\') folder.push_back('\\');
  const std::size_t start = folder.size();
  folder.append(below_it);
  std::replace(folder.begin() + static_cast<std::ptrdiff_t>(start), folder.end(), '/', '\\');
  if (folder.back() == '\\' && folder.size() > 3) folder.pop_back();
  return folder;
}

}  // namespace

Server::Server(ServerSettings settings, ServerConfiguration configuration, std::vector<Mount> mounts)
    : m_settings(std::move(settings)),
      m_configuration(std::move(configuration)),
      m_mounts(std::move(mounts)),
      m_root(Level::server(m_configuration)) {}

void Server::on_ignored(std::function<void(const std::string&, const std::string&)> listener) {
  m_on_ignored = std::move(listener);
}

void Server::on_error(std::function<void(const ConfigurationError&)> listener) {
  m_on_error = std::move(listener);
}

const SiteRow* Server::site_of(std::string_view host, HttpSysRefusal& refusal) const {
  const std::string wanted = fold_name(host_without_port(host));
  const SiteRow* any_host = nullptr;
  refusal = HttpSysRefusal::NotFound;
  for (const SiteRow& site : m_configuration.sites()) {
    if (site.start == StartMode::Stopped) continue;
    for (const Binding& binding : site.bindings) {
      if (binding.protocol != "http" || binding.port != m_settings.port) continue;
      refusal = HttpSysRefusal::InvalidHostname;
      if (!binding.host.empty() && binding.host == wanted) return &site;
      if (binding.host.empty() && any_host == nullptr) any_host = &site;
    }
  }
  return any_host;
}

Server::Location Server::locate(const SiteRow& site, std::string_view path) const {
  Location location;
  location.site = &site;
  const std::string folded = fold_name(path);
  const ApplicationRow* application = deepest(site.applications, folded);
  if (application == nullptr) return location;
  location.pool = m_configuration.pool(application->pool);
  const std::string application_path = fold_name(application->path == "/" ? "" : application->path);
  const std::string_view in_application = std::string_view(folded).substr(application_path.size());
  const VirtualDirectoryRow* directory =
      deepest(application->virtual_directories, in_application.empty() ? std::string_view("/") : in_application);
  if (directory == nullptr) return location;
  location.virtual_directory = directory;
  const std::size_t prefix = application_path.size() + (directory->path == "/" ? 0 : directory->path.size());
  location.directory_url = std::string(path.substr(0, prefix)) + "/";
  location.below = path.substr(std::min(path.size(), prefix));
  if (!location.below.empty()) location.below.remove_prefix(1);
  location.begins_application = folded == application_path && !application_path.empty();
  location.physical_path = joined_path(directory->physical_path, location.below);
  const std::string physical = fold_name(location.physical_path);
  for (const Mount& mount : m_mounts) {
    const bool is_longer =
        location.mount == nullptr || mount.physical_path.size() > location.mount->physical_path.size();
    const std::string root = fold_name(mount.physical_path);
    const auto rest = below(physical, root, '\\');
    if (!is_longer || !rest) continue;
    location.mount = &mount;
    location.tree_path = location.physical_path.substr(location.physical_path.size() - rest->size());
  }
  std::replace(location.tree_path.begin(), location.tree_path.end(), '\\', '/');
  return location;
}

// The level of `name` in `parent`, with the web.config that is at its place.
Level Server::read_level(const Level& parent, std::string_view name, const Location& location) const {
  const Boundary boundary = location.begins_application ? Boundary::Application : Boundary::None;
  const std::string file = R"(\\?\)" + location.physical_path + R"(\web.config)";
  if (location.mount == nullptr) return parent.below(name, nullptr, boundary);
  if (location.below.empty() && location.mount->root_error != 0) {
    const std::uint32_t code = location.mount->root_error;
    const char* text = code == kAccessDenied ? "Cannot read configuration file due to insufficient permissions"
                                             : "Cannot read configuration file";
    return parent.unreadable(name, {code, text, 0, file, false});
  }
  const bool is_read = location.below.empty() || location.virtual_directory->reads_sub_folders;
  const std::string path = location.tree_path.empty() ? "web.config" : location.tree_path + "/web.config";
  const std::optional<Node> node = is_read ? location.mount->tree->find(path) : std::nullopt;
  if (!node || node->kind != NodeKind::File) return parent.below(name, nullptr, boundary);
  tl::expected<std::string, std::uint32_t> text = location.mount->tree->read_text(node->path, kMaxWebConfig + 1);
  if (!text) {
    return parent.unreadable(
        name, {text.error(), "Cannot read configuration file due to insufficient permissions", 0, file, false});
  }
  const WebConfig web_config{file, std::move(*text)};
  Level level = parent.below(name, &web_config, boundary);
  if (m_on_ignored) {
    for (const std::string& setting : level.ignored()) m_on_ignored(file, setting);
  }
  return level;
}

// `folder`: normalised path without its final '/', "" for the site's root. An empty segment ("a//b") is no place of its
// own.
Level Server::folder_level(const SiteRow& site, const std::string& folder) const {
  const std::string site_key = fmt::format("{} {}", site.id, fold_name(site.name));
  Level level = m_root;
  std::size_t end = 0;
  while (true) {
    const std::string place = folder.substr(0, end);
    const std::size_t slash = place.rfind('/');
    const std::string_view name = end == 0 ? std::string_view(site.name) : std::string_view(place).substr(slash + 1);
    if (!name.empty()) {
      const std::string key = site_key + fold_name(place);
      if (const auto known = m_levels.find(key); known != m_levels.end()) {
        level = known->second;
      } else {
        Level own = read_level(level, name, locate(site, end == 0 ? "/" : place));
        if (m_on_error && own.error() && !level.error()) m_on_error(*own.error());
        if (m_levels.size() >= kMaxLevels) m_levels.clear();
        m_levels.emplace(key, own);
        level = own;
      }
    }
    if (end == folder.size()) return level;
    end = std::min(folder.find('/', end + 1), folder.size());
  }
}

Level Server::level_of(const SiteRow& site, std::string_view path, const std::optional<Node>& node) const {
  const std::size_t slash = path.rfind('/');
  const std::string_view name = path.substr(slash + 1);
  if (name.empty() || (node && node->kind == NodeKind::Folder)) {
    return folder_level(site, std::string(name.empty() ? path.substr(0, slash) : path));
  }
  return folder_level(site, std::string(path.substr(0, slash))).below(name, nullptr, Boundary::None);
}

Answer Server::refuse(HttpSysRefusal refusal, const Request& request) const {
  return Response(m_settings, request).http_sys(refusal);
}

Answer Server::fail(int status, int sub_status, std::uint32_t hresult, const Request& request) const {
  HttpSysRefusal refusal{};
  const SiteRow* site = site_of(request.header("Host").value_or(""), refusal);
  const tl::expected<NormalisedUrl, HttpSysRefusal> url = normalise_target(request.target);
  if (site == nullptr || !url) return refuse(site == nullptr ? refusal : url.error(), request);
  Answer answer = fail_in_site(*this, *site, request, *url, status, sub_status, hresult);
  answer.site_id = site->id;
  return answer;
}

Answer Server::answer(const Request& request) const {
  const std::optional<std::string_view> host = request.header("Host");
  if (!host || !is_host(*host)) return refuse(HttpSysRefusal::InvalidHostname, request);
  const tl::expected<NormalisedUrl, HttpSysRefusal> url = normalise_target(request.target, m_settings.url_limits);
  if (!url) return refuse(url.error(), request);
  if (needs_length(request.method) && !request.header("Content-Length") && !request.header("Transfer-Encoding")) {
    return refuse(HttpSysRefusal::LengthRequired, request);
  }
  HttpSysRefusal refusal{};
  const SiteRow* site = site_of(*host, refusal);
  if (site == nullptr) return refuse(refusal, request);
  Answer answer = answer_in_site(*this, *site, request, *url);
  answer.site_id = site->id;
  return answer;
}

}  // namespace webcid::iis
