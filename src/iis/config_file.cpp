#include "config_file.hpp"

#include <algorithm>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "config_reader.hpp"

namespace webcid::iis {
namespace {

constexpr std::size_t kMaxText = 4UL * 1024UL * 1024UL;

// pugixml takes several roots; XML does not.
pugi::xml_node only_root(const pugi::xml_document& document) {
  pugi::xml_node root;
  for (const pugi::xml_node& child : document.children()) {
    if (child.type() != pugi::node_element) continue;
    if (root) return {};
    root = child;
  }
  return root;
}

// "/Default Web Site//CIDs/" and "." as the keys of the table.
std::string normalised(std::string_view path) {
  std::string result;
  for (std::string_view segment : base::split(path, '/')) {
    const std::string_view name = base::trim(segment);
    if (name.empty() || name == ".") continue;
    if (!result.empty()) result.push_back('/');
    result += fold_name(name);
  }
  return result;
}

OverrideMode override_mode_of(const pugi::xml_node& location) {
  const std::string_view mode = location.attribute("overrideMode").value();
  if (mode == "Allow") return OverrideMode::Allow;
  // The attribute of before IIS 7.
  if (mode == "Deny" || std::string_view(location.attribute("allowOverride").value()) == "false") {
    return OverrideMode::Deny;
  }
  return OverrideMode::Inherit;
}

}  // namespace

tl::expected<std::shared_ptr<const ConfigFile>, ConfigurationError> ConfigFile::parse(std::string name,
                                                                                      std::string text) {
  if (text.size() > kMaxText) {
    return tl::make_unexpected(
        ConfigurationError{kInvalidData, "Configuration file is larger than 4 MiB", 1, name, false});
  }
  std::shared_ptr<ConfigFile> file(new ConfigFile());
  file->m_name = std::move(name);
  file->m_text = std::move(text);
  for (std::size_t at = file->m_text.find('\n'); at != std::string::npos; at = file->m_text.find('\n', at + 1)) {
    file->m_line_ends.push_back(at);
  }
  const pugi::xml_parse_result parsed = file->m_document.load_buffer(file->m_text.data(), file->m_text.size());
  file->m_root = only_root(file->m_document);
  if (!parsed || std::string_view(file->m_root.name()) != "configuration") {
    const std::size_t line = line_at(file->m_text, parsed ? file->m_root.offset_debug() : parsed.offset);
    return tl::make_unexpected(
        ConfigurationError{kInvalidData, "Configuration file is not well-formed XML", line, file->m_name, false});
  }
  file->add_blocks();
  return file;
}

void ConfigFile::add_blocks() {
  m_blocks[""].push_back({m_root, OverrideMode::Inherit, true});
  for (const pugi::xml_node& location : m_root.children("location")) {
    ConfigBlock block{location, override_mode_of(location), true};
    block.reaches_child_applications =
        std::string_view(location.attribute("inheritInChildApplications").value()) != "false";
    for (std::string_view path : base::split(location.attribute("path").value(), ',')) {
      m_blocks[normalised(path)].push_back(block);
    }
  }
}

std::size_t ConfigFile::line_of(const pugi::xml_node& node) const {
  const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
  return 1 + static_cast<std::size_t>(std::lower_bound(m_line_ends.begin(), m_line_ends.end(), offset) -
                                      m_line_ends.begin());
}

std::string ConfigFile::start_tag(std::ptrdiff_t offset) const {
  constexpr std::size_t kLongest = 400;
  const std::size_t begin = std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 1)) - 1, m_text.size());
  std::string tag;
  char quote = 0;  // a '>' in a value ends nothing
  for (std::size_t i = begin; i < m_text.size() && tag.size() < kLongest; ++i) {
    const char c = m_text[i];
    const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!is_blank || tag.empty() || tag.back() != ' ') tag.push_back(is_blank ? ' ' : c);
    if (quote == 0 && c == '>') break;
    if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    }
  }
  return tag;
}

const std::vector<ConfigBlock>* ConfigFile::blocks_at(const std::string& path) const {
  const auto found = m_blocks.find(path);
  return found == m_blocks.end() ? nullptr : &found->second;
}

}  // namespace webcid::iis
