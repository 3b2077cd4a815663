// The share as its server's configuration makes it: IIS's rules over what is known of its folders.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/audit/audit.hpp>
#include <webcid/iis/server.hpp>

#include "refusal.hpp"
#include "trees.hpp"

namespace webcid::audit {

// A text of a file, and what its file is called here.
struct NamedText {
  std::string name;
  std::string text;
};

// Where a setting comes from, in names of this machine.
struct Source {
  std::string file;  // "": IIS's own default
  std::size_t line = 0;
  std::string element;
  bool is_set = true;  // as iis::Origin
};

class Share {
 public:
  struct Files {
    std::optional<NamedText> application_host;  // nothing: a stock server is assumed
    std::optional<NamedText> web_config;        // of the share's own folder
  };

  // Usage: no such site. LocalIo: a folder of --map is none. An applicationHost.config that IIS could not start with
  // makes a share that is broken (error()).
  static base::Result<std::unique_ptr<Share>> create(const AuditOptions& options, Files files, iis::Version version);

  // What would refuse the file at `path` (bytes, below the share); nothing: it is served.
  std::optional<Refusal> refusal_of(std::string_view path, std::string_view method = "GET") const;
  Culprit culprit_of(const Refusal& refusal) const;
  std::optional<Source> source_of(const std::string& setting, std::string_view path) const;
  // The rules of the share's own folder. Only without error().
  const iis::Configuration& rules() const { return m_root->rules(); }
  // Why IIS refuses the configuration of the place.
  std::optional<iis::ConfigurationError> error_at(std::string_view path) const;
  // Why IIS could not start at all.
  const std::optional<iis::ConfigurationError>& error() const { return m_error; }

  // What is published, as far as it is known: the catalogue, else the folder.
  const std::vector<model::Entry>& entries() const { return m_entries; }
  bool are_entries_known() const { return m_are_entries_known; }

  const std::string& path() const { return m_path; }  // "/SophosUpdate", "" for the site's root
  const iis::SiteRow* site() const { return m_site; }
  const iis::PoolRow* pool() const { return m_pool; }
  // The virtual directory at the path itself; null: there is none.
  const iis::VirtualDirectoryRow* directory() const { return m_directory; }
  const std::string& physical_path() const { return m_physical_path; }
  bool is_stock() const { return m_is_stock; }
  const std::string& host_file() const { return m_host_file; }
  std::string host() const;  // of the address
  std::uint16_t port() const { return m_port; }
  std::string file_name(const std::string& file) const;  // an iis name as this machine has it
  // Settings without effect in these rules: nobody knows what they would do.
  const std::vector<std::string>& ignored() const { return m_ignored; }
  // The paths of the site's applications and virtual directories: "/, /CIDs", at most eight.
  std::string directories() const;
  // Whether the path leads to a folder, of a virtual directory or in one.
  bool is_there() const;
  // Physical paths of which nothing is known here.
  const std::vector<std::string>& unknown_folders() const { return m_unknown; }
  // A file of the share that could not be read here.
  std::optional<base::Error> unreadable() const;

 private:
  Share() = default;
  base::Result<void> mount(const iis::SiteRow& site, const AuditOptions& options,
                           const std::optional<NamedText>& web_config);
  base::Result<FolderTree*> mount_folder(const std::string& physical_path, const std::vector<FolderMap>& maps);
  base::Result<void> prepare(FolderTree& tree, const std::string& below, const std::optional<NamedText>& web_config);
  base::Result<void> list_entries(FolderTree& tree, std::string_view below);
  iis::Answer ask(std::string_view path, std::string_view method) const;
  std::string url_path(std::string_view path) const;

  std::string m_path;
  std::string m_host_file;
  std::string m_host;
  std::string m_agent;
  std::string m_client;
  std::uint16_t m_port = 80;
  bool m_is_stock = false;
  bool m_are_entries_known = false;
  std::vector<model::Entry> m_entries;
  std::optional<iis::ConfigurationError> m_error;
  std::vector<std::unique_ptr<CatalogueTree>> m_made;
  std::vector<std::pair<std::string, std::unique_ptr<FolderTree>>> m_folders;  // by physical path
  std::vector<iis::Mount> m_mounts;
  std::vector<std::string> m_unknown;
  mutable std::vector<std::string> m_ignored;
  std::string m_web_config_name;  // of the share's own, when it was given
  std::optional<iis::Server> m_server;
  const iis::SiteRow* m_site = nullptr;
  const iis::VirtualDirectoryRow* m_directory = nullptr;
  const iis::PoolRow* m_pool = nullptr;
  std::string m_physical_path;
  std::optional<iis::Level> m_root;
};

}  // namespace webcid::audit
