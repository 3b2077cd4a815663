#include "testserver/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

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

Fault read_fault(const json& object) {
  only_members(object, {"kind", "paths", "every", "from", "bytes", "times"}, "fault");
  Fault fault;
  const std::string kind = object.at("kind").get<std::string>();
  // "flaky": the first attempt for each path fails.
  const bool is_flaky = kind == "flaky";
  const std::string& name = is_flaky ? std::string("close_early") : kind;
  const auto& kinds = fault_kinds();
  const auto row = std::find_if(kinds.begin(), kinds.end(), [&](const FaultKindRow& r) { return r.name == name; });
  if (row == kinds.end()) throw BadScenario{fmt::format("fault: unknown kind \"{}\"", kind)};
  fault.kind = row->kind;
  fault.paths = object.value("paths", std::vector<std::string>{});
  fault.every = object.value("every", 0U);
  fault.from = object.value("from", 0U);
  fault.bytes = object.value("bytes", std::int64_t{0});
  fault.times = object.value("times", is_flaky ? 1U : 0U);
  return fault;
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
  only_members(object, {"drop", "pieces"}, "web_config");
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

Scenario read_scenario(const json& object) {
  only_members(object, {"id", "what", "web_config", "faults", "virtual_directory", "tree", "catalogues", "expect"},
               "scenario");
  Scenario scenario;
  scenario.id = object.at("id").get<std::string>();
  scenario.what = object.at("what").get<std::string>();
  if (object.contains("web_config")) read_web_config(object["web_config"], scenario);
  for (const json& fault : object.value("faults", json::array())) scenario.faults.push_back(read_fault(fault));
  if (object.contains("virtual_directory")) {
    scenario.virtual_directory = read_choice(object, "virtual_directory", "present", "missing",
                                             iis::VirtualDirectory::Present, iis::VirtualDirectory::Missing);
  }
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

// `change` on top of `whole`: its drops first, then its pieces; everything else is added or overrides.
void apply(const Scenario& change, Scenario& whole) {
  for (const std::string& name : change.drop) {
    std::erase_if(whole.pieces, [&](const ConfigPiece& piece) { return piece.name == name; });
  }
  for (const ConfigPiece& piece : change.pieces) {
    const auto same = std::find_if(whole.pieces.begin(), whole.pieces.end(),
                                   [&](const ConfigPiece& known) { return known.name == piece.name; });
    if (same != whole.pieces.end()) {
      *same = piece;
    } else {
      whole.pieces.push_back(piece);
    }
  }
  whole.faults.insert(whole.faults.end(), change.faults.begin(), change.faults.end());
  if (change.virtual_directory) whole.virtual_directory = change.virtual_directory;
  if (change.tree != TreeChoice::Published) whole.tree = change.tree;
  if (change.catalogues != CatalogueChoice::Published) whole.catalogues = change.catalogues;
  for (const ExpectedCause& expected : change.expect) {
    const bool is_known = std::any_of(whole.expect.begin(), whole.expect.end(),
                                      [&](const ExpectedCause& known) { return known.cause == expected.cause; });
    if (!is_known) whole.expect.push_back(expected);
  }
}

}  // namespace

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
