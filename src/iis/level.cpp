#include <webcid/iis/level.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "config_file.hpp"
#include "declarations.hpp"
#include "sections.hpp"

namespace webcid::iis {
namespace {

constexpr std::string_view kLockedMessage =
    "This configuration section cannot be used at this path. This happens when the section is locked at a parent "
    "level. Locking is either by default (overrideModeDefault=\"Deny\"), or set explicitly by a location tag with "
    "overrideMode=\"Deny\" or the legacy allowOverride=\"false\".";

// The rules of a place with what is locked below it.
struct Rules {
  Configuration configuration;
  Locks locks;
  Origins origins;
};

// The merging of one block of one file into the rules of a place.
class BlockMerger {
 public:
  BlockMerger(ConfigReader& reader, Rules& rules, const Declarations& declarations, std::string_view url,
              Boundary boundary)
      : m_reader(reader), m_rules(rules), m_declarations(declarations), m_url(url), m_boundary(boundary) {}

  void merge(const ConfigBlock& block) {
    for (const pugi::xml_node& child : block.node.children()) visit(child, child.name(), block);
  }

  bool is_about_error_pages() const { return m_is_about_error_pages; }

 private:
  // Walks section groups down to sections. `path` is the element's below <configuration> or <location>.
  void visit(const pugi::xml_node& node, const std::string& path, const ConfigBlock& block) {
    if (m_reader.error() || node.type() != pugi::node_element) return;
    if (path == "location" || path == "configSections") return;
    if (m_declarations.is_section(path)) return merge_section(node, path, block);
    if (m_declarations.is_group(path)) {
      for (const pugi::xml_node& child : node.children()) visit(child, path + "/" + child.name(), block);
      return;
    }
    // Sections of .NET are declared in machine.config; IIS's own groups must know theirs (iis.md a.6).
    if (base::starts_with_ignoring_case(path, "system.webServer/")) {
      return m_reader.fail(node, kInvalidData, fmt::format("Unrecognized element '{}'", base::printable(node.name())));
    }
    m_reader.ignore(node, "");
  }

  void merge_section(const pugi::xml_node& node, const std::string& path, const ConfigBlock& block) {
    if (!m_seen.insert(path).second) {
      return m_reader.fail(node, kAlreadyExists, fmt::format("There is a duplicate '{}' section defined", path));
    }
    const bool is_web_config = m_reader.file() > 0;
    const bool is_locked = Locks::binds(m_rules.locks.sections, path, m_reader.file());
    const bool is_too_low = m_declarations.is_server_only(path) ||
                            (m_boundary == Boundary::None && m_declarations.is_application_only(path));
    if (is_web_config && (is_locked || is_too_low)) {
      return m_reader.fail(node, kLocked, std::string(kLockedMessage));
    }
    if (block.override_mode == OverrideMode::Deny) m_rules.locks.sections[path] = m_reader.file();
    if (block.override_mode == OverrideMode::Allow) m_rules.locks.sections.erase(path);
    m_reader.note_origin(node, path);
    if (const Section* section = find_section(path)) {
      section->merge(m_reader, node, {m_rules.configuration, m_url});
      if (m_reader.error() && path == "system.webServer/httpErrors") m_is_about_error_pages = true;
    } else if (path != "system.applicationHost/sites" && path != "system.applicationHost/applicationPools") {
      m_reader.ignore(node, "");
    }
  }

  ConfigReader& m_reader;
  Rules& m_rules;
  const Declarations& m_declarations;
  std::string_view m_url;
  Boundary m_boundary;  // what begins at the place
  std::set<std::string> m_seen;
  bool m_is_about_error_pages = false;
};

struct ChainLink {
  std::shared_ptr<const ConfigFile> file;
  std::string place;  // folded path of the file's own place
};

// "a/b/c" below "a" is "b/c"; nothing when it is not below.
std::optional<std::string> relative_to(std::string_view place, std::string_view base) {
  if (base.empty()) return std::string(place);
  if (place == base) return std::string();
  if (place.substr(0, base.size()) != base || place[base.size()] != '/') return std::nullopt;
  return std::string(place.substr(base.size() + 1));
}

// The URL path of a place with its final '/': what stands behind the site's name.
std::string url_of(std::string_view place) {
  const std::size_t slash = place.find('/');
  return slash == std::string_view::npos ? "/" : std::string(place.substr(slash)) + "/";
}

}  // namespace

struct Level::State {
  std::string place;                            // folded, "" for the server
  std::shared_ptr<const Rules> rules;           // what holds here
  std::shared_ptr<const Rules> rules_for_apps;  // what an application below inherits
  std::vector<ChainLink> chain;                 // the files on the way, highest first
  std::shared_ptr<const Declarations> declarations;
  std::optional<ConfigurationError> error;
  std::vector<std::string> ignored;
  Boundary boundary = Boundary::None;

  // Merges `blocks` of the file number `number` into both sets of rules.
  void merge(const std::vector<ConfigBlock>& blocks, const ConfigFile& file, int number) {
    for (const ConfigBlock& block : blocks) {
      if (error) return;
      const bool is_same = rules == rules_for_apps;
      rules = merged(*rules, block, file, number);
      if (is_same && block.reaches_child_applications) {
        rules_for_apps = rules;
      } else if (block.reaches_child_applications && !error) {
        rules_for_apps = merged(*rules_for_apps, block, file, number);
      }
    }
  }

 private:
  std::shared_ptr<const Rules> merged(const Rules& before, const ConfigBlock& block, const ConfigFile& file,
                                      int number) {
    auto after = std::make_shared<Rules>(before);
    ConfigReader reader(file.text(), after->locks, after->origins, number);
    const std::string url = url_of(place);
    BlockMerger merger(reader, *after, *declarations, url, boundary);
    merger.merge(block);
    if (reader.error()) {
      error = reader.error();
      error->is_about_error_pages = merger.is_about_error_pages();
      error->file = file.name();
    }
    ignored.insert(ignored.end(), reader.ignored().begin(), reader.ignored().end());
    return after;
  }
};

Level Level::server(const ServerConfiguration& configuration) {
  auto state = std::make_shared<State>();
  const ConfigFile& file = *configuration.file();
  auto rules = std::make_shared<Rules>();
  state->declarations = std::make_shared<Declarations>(file.root());
  for (const std::string& section : state->declarations->locked_sections()) rules->locks.sections[section] = 0;
  state->rules = rules;
  state->rules_for_apps = rules;
  state->chain.push_back({configuration.file(), ""});
  if (const auto* blocks = file.blocks_at("")) state->merge(*blocks, file, 0);
  return Level(std::move(state));
}

Level Level::below(std::string_view name, const WebConfig* web_config, Boundary boundary) const {
  const std::string folded = fold_name(name);
  const std::string place = m_state->place.empty() ? folded : m_state->place + "/" + folded;
  auto state = std::make_shared<State>(*m_state);
  state->place = place;
  state->ignored.clear();
  // A site's root is an application too, but no child of one.
  const bool is_site = m_state->place.empty();
  state->boundary = is_site ? Boundary::Application : boundary;
  if (boundary == Boundary::Application) state->rules = state->rules_for_apps;
  if (state->error) return Level(std::move(state));
  for (std::size_t i = 0; i < m_state->chain.size(); ++i) {
    const ChainLink& link = m_state->chain[i];
    const std::optional<std::string> path = relative_to(place, link.place);
    const auto* blocks = path && !path->empty() ? link.file->blocks_at(*path) : nullptr;
    if (blocks != nullptr) state->merge(*blocks, *link.file, static_cast<int>(i));
  }
  if (web_config != nullptr && !state->error) {
    auto file = ConfigFile::parse(web_config->name, web_config->text);
    if (!file) {
      state->error = file.error();
      return Level(std::move(state));
    }
    state->chain.push_back({*file, place});
    auto declarations = std::make_shared<Declarations>(*state->declarations);
    declarations->add((*file)->root());
    state->declarations = std::move(declarations);
    // The file's own settings are what is said of its ignored ones, not those of the locations above.
    state->ignored.clear();
    if (const auto* blocks = (*file)->blocks_at("")) {
      state->merge(*blocks, **file, static_cast<int>(state->chain.size()) - 1);
    }
  }
  return Level(std::move(state));
}

Level Level::unreadable(std::string_view name, ConfigurationError error) const {
  Level level = below(name, nullptr, Boundary::None);
  auto state = std::make_shared<State>(*level.m_state);
  if (!state->error) state->error = std::move(error);
  return Level(std::move(state));
}

const Configuration& Level::rules() const& {
  return m_state->rules->configuration;
}

const std::optional<ConfigurationError>& Level::error() const {
  return m_state->error;
}

std::optional<Origin> Level::origin_of(std::string_view setting) const {
  const auto& elements = m_state->rules->origins.elements;
  auto found = elements.find(setting);
  // An entry that is not there: whatever took all away.
  const std::size_t entry = setting.find('#');
  if (found == elements.end() && entry != std::string_view::npos) found = elements.find(setting.substr(0, entry + 1));
  const bool is_set = found != elements.end();
  for (std::string_view above = setting; found == elements.end();) {
    const std::size_t end = above.find_last_of("/#");
    if (end == std::string_view::npos) return std::nullopt;
    above = above.substr(0, end);
    found = elements.find(above);
  }
  const ConfigFile& file = *m_state->chain[static_cast<std::size_t>(found->second.file)].file;
  return Origin{file.name(), line_at(file.text(), found->second.offset), file.start_tag(found->second.offset), is_set};
}

const std::vector<std::string>& Level::ignored() const {
  return m_state->ignored;
}

}  // namespace webcid::iis
