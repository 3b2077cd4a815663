// applicationHost.config: the sites of a server, and the settings that their folders inherit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include <webcid/iis/configuration.hpp>
#include <webcid/iis/version.hpp>

namespace webcid::iis {

class ConfigFile;

// One row of a site's <bindings>: "*:80:updates.example". Only http is of interest here.
struct Binding {
  std::string protocol;  // "http"
  std::string address;   // "*", or one of the server's addresses: taken as any
  std::uint16_t port = 80;
  std::string host;      // "" is any
  std::size_t line = 0;  // of its element in the file, as in the rows below
};

struct VirtualDirectoryRow {
  std::string path;               // below its application, "/" for the application itself
  std::string physical_path;      // environment variables of a stock Windows replaced
  bool reads_sub_folders = true;  // allowSubDirConfig: web.config below its own folder counts
  std::string user{};             // userName: the account that opens the folder; "" is whoever asks
  std::size_t line = 0;
};

struct ApplicationRow {
  std::string path;  // below the site, "/" for the site's own
  std::string pool;
  std::vector<VirtualDirectoryRow> virtual_directories;
  std::size_t line = 0;
};

// Whether the server starts it (serverAutoStart, autoStart).
enum class StartMode : std::uint8_t { Started, Stopped };

struct SiteRow {
  std::string name;
  std::uint32_t id = 0;
  StartMode start = StartMode::Started;
  std::vector<Binding> bindings;
  std::vector<ApplicationRow> applications;
  std::size_t line = 0;
};

struct PoolRow {
  std::string name;
  StartMode start = StartMode::Started;
  std::string runtime_version = "v2.0";  // managedRuntimeVersion; "" is none
  bool is_classic = false;               // managedPipelineMode
  bool is_32_bit = false;                // enable32BitAppOnWin64
  std::string identity;                  // processModel/@identityType: "NetworkService"; "" is the version's own
  std::string user;                      // processModel/@userName, of SpecificUser
  std::size_t line = 0;
};

class ServerConfiguration {
 public:
  // Whether a text is meant to be an applicationHost.config rather than a web.config: it has system.applicationHost.
  static bool is_meant(const std::string& xml);
  // `name`: what the file is called in errors and origins. Errors: what is no applicationHost.config, or one that IIS
  // could not start with.
  static tl::expected<ServerConfiguration, ConfigurationError> read(
      std::string xml, std::string name = R"(\\?\C:\Windows\system32\inetsrv\config\applicationHost.config)");

  const std::vector<SiteRow>& sites() const { return m_sites; }
  const PoolRow* pool(std::string_view name) const;

  // Sections and settings that are there but have no effect here, as "system.webServer/asp (line 12)", those of a
  // location behind its path.
  const std::vector<std::string>& ignored() const { return m_ignored; }

  // The file behind it; of use in this house only.
  const std::shared_ptr<const ConfigFile>& file() const { return m_file; }

 private:
  std::vector<SiteRow> m_sites;
  std::vector<PoolRow> m_pools;
  std::vector<std::string> m_ignored;
  std::shared_ptr<const ConfigFile> m_file;
};

// A server's applicationHost.config as it comes with Windows, with one site and what is asked for beside it. Written by
// us from iis.md a.8, c.4, d.1, e.2 and f.1; optional modules (addresses, accounts, authorization, redirection) are
// installed.
struct StockServer {
  Version version = Version::V10_0;
  bool has_dot_net_4 = true;
  bool has_url_rewrite = false;
  bool has_webdav = false;
  std::string site_name = "Default Web Site";
  std::vector<std::string> bindings{"*:80:"};
  StartMode site = StartMode::Started;
  StartMode pool = StartMode::Started;
  std::vector<VirtualDirectoryRow> virtual_directories{};  // beside the site's own
  std::string locations{};                                 // <location> elements, as XML
};
std::string application_host_text(const StockServer& server);

}  // namespace webcid::iis
