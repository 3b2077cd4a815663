// The server that was asked for: its configuration, and what its physical folders hold.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/iis/server.hpp>

#include "testserver/published_tree.hpp"
#include "testserver/scenario.hpp"

namespace webcid::testserver {

// A physical folder of the server, and the folder of this machine that stands for it.
struct FolderMap {
  std::string physical_path;  // "C:\inetpub\wwwroot"
  std::string folder;
};

struct InstallationPlan {
  Scenario scenario;
  std::string application_host;           // a server's own file, as text; "": a stock server with the scenario's state
  std::optional<std::string> web_config;  // the share's, as text, in place of the one that its folder has
  std::string site;                       // name; "": the first that has the alias, else the first
  std::string alias = "/SophosUpdate";
  std::vector<iis::Scheme> schemes;  // offered for the share instead of anonymous access; empty: as configured
  bool refuses_options = false;      // request filtering denies the verb in the share
  bool has_start_page = true;
  std::vector<FolderMap> folders;
};

class Installation {
 public:
  // `share` is what the alias leads to, and must outlive the installation. `settings.port` is replaced by the port of
  // the site's binding. `note` is told what has no effect here, a line at a time.
  static base::Result<std::unique_ptr<Installation>> create(const InstallationPlan& plan, iis::ServerSettings settings,
                                                            const ContentTree& share,
                                                            std::function<void(const std::string&)> note);

  const iis::Server& server() const { return *m_server; }
  // The tree that a FileRange names.
  const ContentTree* tree(const iis::Tree* tree) const;

 private:
  Installation() = default;
  base::Result<void> mount(const InstallationPlan& plan, const iis::SiteRow& site, const ContentTree& share,
                           const iis::ServerConfiguration& configuration);
  void add_mount(std::string physical_path, std::unique_ptr<ContentTree> tree);

  std::vector<std::unique_ptr<ContentTree>> m_trees;
  std::vector<const ContentTree*> m_known;
  std::vector<iis::Mount> m_mounts;
  std::vector<std::string> m_notes;
  std::unique_ptr<iis::Server> m_server;
};

// The applicationHost.config of a plan: its own, or the stock server's with the scenario's state.
std::string application_host_of(const InstallationPlan& plan, iis::Version version);

}  // namespace webcid::testserver
