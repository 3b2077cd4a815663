#include <webcid/iis/server_configuration.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/level.hpp>
#include <webcid/iis/names.hpp>

#include "config_file.hpp"

namespace webcid::iis {
namespace {

struct Variable {
  std::string_view name;
  std::string_view value;
};
constexpr std::array<Variable, 5> kVariables{{{"%systemdrive%", "C:"},
                                              {"%systemroot%", "C:\\Windows"},
                                              {"%windir%", "C:\\Windows"},
                                              {"%programfiles%", "C:\\Program Files"},
                                              {"%programdata%", "C:\\ProgramData"}}};

std::string with_variables(std::string path) {
  for (const Variable& variable : kVariables) {
    if (base::starts_with_ignoring_case(path, variable.name)) {
      path.replace(0, variable.name.size(), variable.value);
      break;
    }
  }
  while (path.size() > 3 && (path.back() == '\\' || path.back() == '/')) path.pop_back();
  return path;
}

StartMode start_of(const pugi::xml_node& node, const char* attribute) {
  return std::string_view(node.attribute(attribute).value()) == "false" ? StartMode::Stopped : StartMode::Started;
}

std::uint32_t number_of(const pugi::xml_attribute& attribute, std::uint32_t otherwise) {
  const auto number = base::parse_unsigned(attribute.value());
  return number && *number <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(*number)
                                                                        : otherwise;
}

// "*:80:host", "[::1]:8080:": the last two colons divide.
Binding binding_of(const pugi::xml_node& node, const ConfigFile& file) {
  Binding binding;
  binding.line = file.line_of(node);
  binding.protocol = base::to_lower(node.attribute("protocol").value());
  const std::string_view information = node.attribute("bindingInformation").value();
  const std::size_t host = information.rfind(':');
  const std::size_t port = host == std::string_view::npos || host == 0 ? host : information.rfind(':', host - 1);
  if (port == std::string_view::npos) return binding;
  binding.address = information.substr(0, port);
  const auto number = base::parse_unsigned(information.substr(port + 1, host - port - 1));
  binding.port = number && *number <= 65535 ? static_cast<std::uint16_t>(*number) : std::uint16_t{0};
  binding.host = fold_name(information.substr(host + 1));
  return binding;
}

// "/app/" is "/app"; "/" stays.
std::string url_path(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return std::string(path);
}

ApplicationRow application_of(const pugi::xml_node& node, const std::string& default_pool, const ConfigFile& file) {
  ApplicationRow application;
  application.line = file.line_of(node);
  application.path = url_path(node.attribute("path").value());
  const pugi::xml_attribute pool = node.attribute("applicationPool");
  application.pool = pool ? pool.value() : default_pool;
  for (const pugi::xml_node& row : node.children("virtualDirectory")) {
    application.virtual_directories.push_back({url_path(row.attribute("path").value()),
                                               with_variables(row.attribute("physicalPath").value()),
                                               std::string_view(row.attribute("allowSubDirConfig").value()) != "false",
                                               row.attribute("userName").value(), file.line_of(row)});
  }
  return application;
}

SiteRow site_of(const pugi::xml_node& node, const std::string& default_pool, const ConfigFile& file) {
  SiteRow site;
  site.line = file.line_of(node);
  site.name = node.attribute("name").value();
  site.id = number_of(node.attribute("id"), 0);
  site.start = start_of(node, "serverAutoStart");
  for (const pugi::xml_node& binding : node.child("bindings").children("binding")) {
    site.bindings.push_back(binding_of(binding, file));
  }
  for (const pugi::xml_node& application : node.children("application")) {
    site.applications.push_back(application_of(application, default_pool, file));
  }
  return site;
}

PoolRow pool_of(const pugi::xml_node& node, const pugi::xml_node& defaults, const ConfigFile& file) {
  const auto attribute = [&](const char* name) {
    const pugi::xml_attribute own = node.attribute(name);
    return own ? own : defaults.attribute(name);
  };
  PoolRow pool;
  pool.name = node.attribute("name").value();
  pool.start = start_of(node, "autoStart");
  if (const pugi::xml_attribute version = attribute("managedRuntimeVersion")) pool.runtime_version = version.value();
  pool.is_classic = std::string_view(attribute("managedPipelineMode").value()) == "Classic";
  pool.is_32_bit = std::string_view(attribute("enable32BitAppOnWin64").value()) == "true";
  const pugi::xml_node process = node.child("processModel");
  const pugi::xml_attribute identity = process.attribute("identityType");
  pool.identity = (identity ? identity : defaults.child("processModel").attribute("identityType")).value();
  pool.user = process.attribute("userName").value();
  pool.line = file.line_of(node);
  return pool;
}

}  // namespace

const PoolRow* ServerConfiguration::pool(std::string_view name) const {
  const auto found = std::find_if(m_pools.begin(), m_pools.end(),
                                  [&](const PoolRow& pool) { return base::equals_ignoring_case(pool.name, name); });
  return found == m_pools.end() ? nullptr : &*found;
}

bool ServerConfiguration::is_meant(const std::string& xml) {
  const auto file = ConfigFile::parse("", xml);
  // A broken file is told by its text.
  if (!file) return xml.find("<system.applicationHost") != std::string::npos;
  return static_cast<bool>((*file)->root().child("system.applicationHost"));
}

tl::expected<ServerConfiguration, ConfigurationError> ServerConfiguration::read(std::string xml, std::string name) {
  auto file = ConfigFile::parse(name, std::move(xml));
  if (!file) return tl::make_unexpected(file.error());
  const pugi::xml_node host = (*file)->root().child("system.applicationHost");
  if (!host) {
    return tl::make_unexpected(
        ConfigurationError{kInvalidData, "There is no system.applicationHost section", 1, std::move(name), false});
  }
  ServerConfiguration configuration;
  configuration.m_file = *file;
  const pugi::xml_node sites = host.child("sites");
  const pugi::xml_attribute default_pool = sites.child("applicationDefaults").attribute("applicationPool");
  std::set<std::string> names;
  for (const pugi::xml_node& site : sites.children("site")) {
    const std::string site_name = site.attribute("name").value();
    if (!names.insert(fold_name(site_name)).second) {
      return tl::make_unexpected(ConfigurationError{
          kInvalidData,
          fmt::format(
              "Cannot add duplicate collection entry of type 'site' with unique key attribute 'name' set to '{}'",
              base::printable(site_name)),
          (*file)->line_of(site), std::move(name), false});
    }
    configuration.m_sites.push_back(site_of(site, default_pool ? default_pool.value() : "DefaultAppPool", **file));
  }
  const pugi::xml_node pools = host.child("applicationPools");
  for (const pugi::xml_node& pool : pools.children("add")) {
    configuration.m_pools.push_back(pool_of(pool, pools.child("applicationPoolDefaults"), **file));
  }
  const Level server = Level::server(configuration);
  if (server.error()) return tl::make_unexpected(*server.error());
  configuration.m_ignored = server.ignored();
  std::vector<std::string> places;
  for (const auto& [place, blocks] : (*file)->blocks()) {
    if (!place.empty()) places.push_back(place);
  }
  std::sort(places.begin(), places.end());
  for (const std::string& place : places) {
    Level level = server;
    for (std::string_view segment : base::split(place, '/')) level = level.below(segment, nullptr, Boundary::None);
    for (const std::string& ignored : level.ignored()) {
      configuration.m_ignored.push_back(fmt::format("location \"{}\": {}", base::printable(place), ignored));
    }
  }
  return configuration;
}

}  // namespace webcid::iis
