// An IIS: a request in, its answer out. Pure but for the trees that it is given.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <webcid/iis/answer.hpp>
#include <webcid/iis/assumptions.hpp>
#include <webcid/iis/level.hpp>
#include <webcid/iis/listing.hpp>
#include <webcid/iis/pages.hpp>
#include <webcid/iis/server_configuration.hpp>
#include <webcid/iis/tree.hpp>
#include <webcid/iis/url.hpp>
#include <webcid/iis/version.hpp>

namespace webcid::iis {

enum class ServerHeader : std::uint8_t { Sent, Removed };

struct ServerSettings {
  Version version = Version::V10_0;
  std::optional<ErrorPages> errors{};             // in place of what httpErrors says; a client is always a remote one
  std::vector<Language> languages{Language::En};  // installed custerr folders, the system's first
  Culture culture = Culture::EnUs;
  ServerHeader server_header = ServerHeader::Sent;  // DisableServerHeader of the registry
  Assumptions assumptions{};
  UrlLimits url_limits{};
  std::uint16_t port = 80;     // the binding's port that the connections came to
  std::string digest_nonce{};  // of Digest challenges: whoever checks the accounts knows it
};

// A folder of the server: what is at a physical path and below it.
struct Mount {
  std::string physical_path;  // "C:\ProgramData\Sophos", without a final '\'
  const Tree* tree = nullptr;
  std::uint32_t root_error = 0;  // HRESULT: the folder cannot be read by the server (500.19, iis.md a.6)
};

class Server {
 public:
  // The trees must outlive the server.
  Server(ServerSettings settings, ServerConfiguration configuration, std::vector<Mount> mounts);

  // Keeps what it learnt about web.config files: not for several threads at once.
  Answer answer(const Request& request) const;

  // An answer of HTTP.sys itself: to what is no HTTP request, or for a whole server that cannot answer.
  Answer refuse(HttpSysRefusal refusal, const Request& request) const;

  // What a client gets when a part of IIS below these rules fails: the error page that is configured for the URL.
  Answer fail(int status, int sub_status, std::uint32_t hresult, const Request& request) const;

  const ServerSettings& settings() const { return m_settings; }
  const ServerConfiguration& configuration() const { return m_configuration; }
  const std::vector<Mount>& mounts() const { return m_mounts; }

  // Told once for each setting of a web.config that is read and has no effect here, with the file's name.
  void on_ignored(std::function<void(const std::string& file, const std::string& setting)> listener);
  // Told once for each web.config, or place, that IIS refuses with 500.19.
  void on_error(std::function<void(const ConfigurationError&)> listener);

  // Where a URL leads.
  struct Location {
    const SiteRow* site = nullptr;
    const PoolRow* pool = nullptr;  // null: the application names one that does not exist
    std::string physical_path;      // of the URL
    std::string_view below;         // the URL's path below its virtual directory, without its first '/'
    const VirtualDirectoryRow* virtual_directory = nullptr;
    std::string directory_url;     // of the virtual directory, with its final '/'
    const Mount* mount = nullptr;  // null: there is no such folder on the server
    std::string tree_path;         // in the mount's tree
    bool begins_application = false;
  };
  // `path`: normalised, begins with '/'.
  Location locate(const SiteRow& site, std::string_view path) const;
  // The rules for `path`, at which there is `node` (nothing: a file, or nothing at all).
  Level level_of(const SiteRow& site, std::string_view path, const std::optional<Node>& node) const;

 private:
  const SiteRow* site_of(std::string_view host, HttpSysRefusal& refusal) const;
  Level folder_level(const SiteRow& site, const std::string& folder) const;
  Level read_level(const Level& parent, std::string_view name, const Location& location) const;

  ServerSettings m_settings;
  ServerConfiguration m_configuration;
  std::vector<Mount> m_mounts;
  Level m_root;
  std::function<void(const std::string&, const std::string&)> m_on_ignored;
  std::function<void(const ConfigurationError&)> m_on_error;
  mutable std::unordered_map<std::string, Level> m_levels;  // by site and folded path of a folder
};

}  // namespace webcid::iis
