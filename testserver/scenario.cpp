#include "testserver/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "testserver/fault_reader.hpp"

namespace webcid::testserver {
namespace {

using nlohmann::json;

// Thrown by the readers below, caught in parse_scenario: nlohmann's own errors travel the same way.
struct BadScenario {
  std::string why;
};

void only_members(const json& object, std::initializer_list<std::string_view> known, std::string_view where) {
  for (const auto& [name, value] : object.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw BadScenario{fmt::format("{}: unknown member \"{}\"", where, name)};
    }
  }
}

// A fault has a reader of its own, which no type of nlohmann's crosses.
Fault read_fault(const json& object) {
  base::Result<Fault> fault = parse_fault(object.dump());
  if (!fault) throw BadScenario{fault.error().message};
  return std::move(*fault);
}

ConfigPiece read_piece(const json& object) {
  only_members(object, {"name", "section", "attributes", "text"}, "piece");
  ConfigPiece piece;
  piece.name = object.at("name").get<std::string>();
  piece.section = object.at("section").get<std::string>();
  piece.attributes = object.value("attributes", std::map<std::string, std::string>{});
  piece.text = object.value("text", std::string());
  return piece;
}

void read_web_config(const json& object, Scenario& scenario) {
  only_members(object, {"drop", "pieces", "text"}, "web_config");
  scenario.web_config = object.value("text", std::string());
  scenario.drop = object.value("drop", std::vector<std::string>{});
  for (const json& piece : object.value("pieces", json::array())) scenario.pieces.push_back(read_piece(piece));
}

template <class Choice>
Choice read_choice(const json& object, const char* member, std::string_view first, std::string_view second, Choice one,
                   Choice other) {
  const std::string word = object.at(member).get<std::string>();
  if (word == first) return one;
  if (word == second) return other;
  throw BadScenario{fmt::format("{}: \"{}\" is neither \"{}\" nor \"{}\"", member, word, first, second)};
}

struct FolderRow {
  std::string_view name;
  FolderState state;
};
constexpr std::array<FolderRow, 4> kFolders{{{"present", FolderState::Present},
                                             {"missing", FolderState::Missing},
                                             {"unreadable", FolderState::Unreadable},
                                             {"other-server", FolderState::OtherServer}}};

FolderState read_folder(const std::string& word) {
  for (const FolderRow& row : kFolders) {
    if (row.name == word) return row.state;
  }
  throw BadScenario{fmt::format("folder: unknown state \"{}\"", word)};
}

HostState read_host(const json& object) {
  only_members(object,
               {"pieces", "bindings", "site", "pool", "virtual_directory", "folder", "physical_path", "segment_length",
                "features"},
               "application_host");
  HostState host;
  for (const json& piece : object.value("pieces", json::array())) host.pieces.push_back(read_piece(piece));
  host.bindings = object.value("bindings", std::vector<std::string>{});
  const auto start = [&](const char* member) {
    return read_choice(object, member, "started", "stopped", iis::StartMode::Started, iis::StartMode::Stopped);
  };
  if (object.contains("site")) host.site = start("site");
  if (object.contains("pool")) host.pool = start("pool");
  if (object.contains("virtual_directory")) {
    host.has_virtual_directory = read_choice(object, "virtual_directory", "missing", "present", false, true);
  }
  host.physical_path = object.value("physical_path", std::string());
  host.segment_length = object.value("segment_length", std::size_t{0});
  host.folder = read_folder(object.value("folder", std::string("present")));
  for (const std::string& feature : object.value("features", std::vector<std::string>{})) {
    if (!add_feature(feature, host)) throw BadScenario{fmt::format("features: unknown feature \"{}\"", feature)};
  }
  return host;
}

Scenario read_scenario(const json& object) {
  only_members(object,
               {"id", "what", "iis", "web_config", "application_host", "assume", "faults", "files", "nodes", "tree",
                "catalogues", "expect"},
               "scenario");
  Scenario scenario;
  scenario.id = object.at("id").get<std::string>();
  scenario.what = object.at("what").get<std::string>();
  if (object.contains("web_config")) read_web_config(object["web_config"], scenario);
  for (const json& fault : object.value("faults", json::array())) scenario.faults.push_back(read_fault(fault));
  scenario.iis = object.value("iis", std::string());
  scenario.assume = object.value("assume", std::vector<std::string>{});
  scenario.nodes = object.value("nodes", std::map<std::string, std::string>{});
  scenario.files = object.value("files", std::map<std::string, std::string>{});
  if (object.contains("application_host")) scenario.host = read_host(object["application_host"]);
  if (object.contains("tree")) {
    scenario.tree = read_choice(object, "tree", "published", "other", TreeChoice::Published, TreeChoice::Other);
  }
  if (object.contains("catalogues")) {
    scenario.catalogues =
        read_choice(object, "catalogues", "published", "none", CatalogueChoice::Published, CatalogueChoice::None);
  }
  for (const json& expected : object.at("expect")) {
    only_members(expected, {"cause", "parameters"}, "expect");
    scenario.expect.push_back(
        {expected.at("cause").get<std::string>(), expected.value("parameters", std::vector<std::string>{})});
  }
  return scenario;
}

void add_pieces(const std::vector<ConfigPiece>& added, std::vector<ConfigPiece>& pieces) {
  for (const ConfigPiece& piece : added) {
    const auto same =
        std::find_if(pieces.begin(), pieces.end(), [&](const ConfigPiece& known) { return known.name == piece.name; });
    if (same != pieces.end()) {
      *same = piece;
    } else {
      pieces.push_back(piece);
    }
  }
}

void apply(const HostState& change, HostState& whole) {
  add_pieces(change.pieces, whole.pieces);
  if (!change.bindings.empty()) whole.bindings = change.bindings;
  if (change.site != iis::StartMode::Started) whole.site = change.site;
  if (change.pool != iis::StartMode::Started) whole.pool = change.pool;
  whole.has_virtual_directory = whole.has_virtual_directory && change.has_virtual_directory;
  if (change.folder != FolderState::Present) whole.folder = change.folder;
  if (!change.physical_path.empty()) whole.physical_path = change.physical_path;
  if (change.segment_length != 0) whole.segment_length = change.segment_length;
  whole.has_url_rewrite = whole.has_url_rewrite || change.has_url_rewrite;
  whole.has_webdav = whole.has_webdav || change.has_webdav;
}

// `change` on top of `whole`: its drops first, then its pieces; everything else is added or overrides.
void apply(const Scenario& change, Scenario& whole) {
  for (const std::string& name : change.drop) {
    std::erase_if(whole.pieces, [&](const ConfigPiece& piece) { return piece.name == name; });
  }
  add_pieces(change.pieces, whole.pieces);
  apply(change.host, whole.host);
  if (!change.web_config.empty()) whole.web_config = change.web_config;
  if (!change.iis.empty()) whole.iis = change.iis;
  whole.assume.insert(whole.assume.end(), change.assume.begin(), change.assume.end());
  for (const auto& [address, scenario] : change.nodes) whole.nodes[address] = scenario;
  for (const auto& [name, text] : change.files) whole.files[name] = text;
  whole.faults.insert(whole.faults.end(), change.faults.begin(), change.faults.end());
  if (change.tree != TreeChoice::Published) whole.tree = change.tree;
  if (change.catalogues != CatalogueChoice::Published) whole.catalogues = change.catalogues;
  for (const ExpectedCause& expected : change.expect) {
    const bool is_known = std::any_of(whole.expect.begin(), whole.expect.end(),
                                      [&](const ExpectedCause& known) { return known.cause == expected.cause; });
    if (!is_known) whole.expect.push_back(expected);
  }
}

}  // namespace

bool add_feature(std::string_view name, HostState& host) {
  host.has_url_rewrite = host.has_url_rewrite || name == "url-rewrite";
  host.has_webdav = host.has_webdav || name == "webdav";
  return name == "url-rewrite" || name == "webdav";
}

base::Result<Scenario> parse_scenario(std::string_view text) {
  try {
    return read_scenario(json::parse(text));
  } catch (const BadScenario& bad) {
    return base::fail(base::ErrorKind::Malformed, bad.why);
  } catch (const json::exception& bad) {
    return base::fail(base::ErrorKind::Malformed, bad.what());
  }
}

base::Result<std::vector<Scenario>> all_scenarios() {
  std::vector<Scenario> scenarios;
  for (const EmbeddedScenario& embedded : embedded_scenarios()) {
    base::Result<Scenario> scenario = parse_scenario(embedded.json);
    if (!scenario) {
      return base::fail(base::ErrorKind::Bug, fmt::format("{}: {}", embedded.file_name, scenario.error().message));
    }
    scenarios.push_back(std::move(*scenario));
  }
  std::sort(scenarios.begin(), scenarios.end(), [](const Scenario& a, const Scenario& b) { return a.id < b.id; });
  return scenarios;
}

base::Result<Scenario> combine(const std::vector<std::string>& ids) {
  base::Result<std::vector<Scenario>> all = all_scenarios();
  if (!all) return tl::make_unexpected(all.error());
  const auto find = [&](std::string_view id) {
    return std::find_if(all->begin(), all->end(), [&](const Scenario& scenario) { return scenario.id == id; });
  };
  const auto healthy = find("healthy");
  if (healthy == all->end()) return base::fail(base::ErrorKind::Bug, "there is no scenario \"healthy\"");
  Scenario whole = *healthy;
  for (const std::string& id : ids) {
    const auto scenario = find(id);
    if (scenario == all->end()) {
      return base::fail(base::ErrorKind::Usage, fmt::format("no scenario \"{}\"; --list shows them all", id));
    }
    if (id != "healthy") apply(*scenario, whole);
  }
  return whole;
}

}  // namespace webcid::testserver
