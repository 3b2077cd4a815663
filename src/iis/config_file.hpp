// One configuration file, parsed: its own settings and its <location> blocks.
#pragma once

#include <cstdint>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <tl/expected.hpp>

#include <webcid/iis/configuration.hpp>

namespace webcid::iis {

// location/@overrideMode: whether files below may set the sections of the block.
enum class OverrideMode : std::uint8_t { Inherit, Allow, Deny };

struct ConfigBlock {
  pugi::xml_node node;  // <configuration> or <location>
  OverrideMode override_mode = OverrideMode::Inherit;
  bool reaches_child_applications = true;  // inheritInChildApplications
};

class ConfigFile {
 public:
  // At most 4 MiB. The error names `name` as its file.
  static tl::expected<std::shared_ptr<const ConfigFile>, ConfigurationError> parse(std::string name, std::string text);

  const std::string& name() const { return m_name; }
  std::string_view text() const { return m_text; }
  pugi::xml_node root() const { return m_root; }
  // The line, from 1, on which a node of this file begins.
  std::size_t line_of(const pugi::xml_node& node) const;
  // The start tag of the element whose name is at `offset` of the text, cut after 400 bytes.
  std::string start_tag(std::ptrdiff_t offset) const;

  // The blocks for the place `path` below the file's own ("" = its own), folded, '/' between segments; in the file's
  // order. Null: none.
  const std::vector<ConfigBlock>* blocks_at(const std::string& path) const;
  const std::unordered_map<std::string, std::vector<ConfigBlock>>& blocks() const { return m_blocks; }

 private:
  ConfigFile() = default;
  void add_blocks();

  std::string m_name;
  std::string m_text;
  std::vector<std::size_t> m_line_ends;  // offsets of '\n'
  pugi::xml_document m_document;
  pugi::xml_node m_root;
  std::unordered_map<std::string, std::vector<ConfigBlock>> m_blocks;
};

}  // namespace webcid::iis
