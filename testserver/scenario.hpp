// Scenarios: the state of a server as data. Each changes one thing of the healthy one; several can be combined.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/iis/server_configuration.hpp>

#include "testserver/faults.hpp"
#include "testserver/web_config_text.hpp"

namespace webcid::testserver {

struct EmbeddedScenario {
  std::string_view file_name;
  std::string_view json;
};
// testserver/scenarios/*.json, written by the build.
const std::vector<EmbeddedScenario>& embedded_scenarios();

struct ExpectedCause {
  std::string cause;                    // id of the catalogue of causes
  std::vector<std::string> parameters;  // with the sample tree; empty when they depend on the tree
};

// Which tree the virtual directory leads to.
enum class TreeChoice : std::uint8_t { Published, Other };
enum class CatalogueChoice : std::uint8_t { Published, None };

// The physical folder of the virtual directory.
enum class FolderState : std::uint8_t { Present, Missing, Unreadable, OtherServer };

// What an administrator would have set up in applicationHost.config.
struct HostState {
  std::vector<ConfigPiece> pieces;    // in a <location> of the virtual directory
  std::vector<std::string> bindings;  // of the site; empty: "*:80:"
  iis::StartMode site = iis::StartMode::Started;
  iis::StartMode pool = iis::StartMode::Started;
  bool has_virtual_directory = true;
  FolderState folder = FolderState::Present;
  std::string physical_path;       // of the virtual directory; "": the guide's
  std::size_t segment_length = 0;  // HTTP.sys's UrlSegmentMaxLength; 0: its own
  bool has_url_rewrite = false;
  bool has_webdav = false;
};

// "url-rewrite" or "webdav"; false for anything else.
bool add_feature(std::string_view name, HostState& host);

struct Scenario {
  std::string id;
  std::string what;                 // one sentence
  std::vector<std::string> drop;    // names of the healthy pieces that it takes away
  std::vector<ConfigPiece> pieces;  // that it adds, or puts in place of those of the same name
  std::vector<Fault> faults;
  HostState host;
  std::map<std::string, std::string> files;  // beside the published ones, in the root: name -> text
  std::string web_config;                    // in place of the pieces: a file that cannot be put together from them
  std::map<std::string, std::string> nodes;  // address -> scenario of its own, "down" or ""; none: one machine
  std::vector<std::string> assume;           // as --assume
  std::string iis;                           // the version that it is about; "": any
  TreeChoice tree = TreeChoice::Published;
  CatalogueChoice catalogues = CatalogueChoice::Published;
  std::vector<ExpectedCause> expect;
};

// Every embedded scenario by id. Bug when a file is broken: a test holds that none is.
base::Result<std::vector<Scenario>> all_scenarios();

// Malformed, with the reason, when the JSON is no scenario. Unknown members are errors.
base::Result<Scenario> parse_scenario(std::string_view json);

// `ids` applied to the healthy scenario in their order. Usage for an unknown id, naming those that exist.
base::Result<Scenario> combine(const std::vector<std::string>& ids);

}  // namespace webcid::testserver
