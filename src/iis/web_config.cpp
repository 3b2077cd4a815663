// web.config over what the folder inherits (iis.md a.6, e.5). One row a section; what has no row is reported.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <webcid/base/text.hpp>

#include "config_reader.hpp"

namespace webcid::iis {
namespace {

constexpr std::size_t kMaxText = 1024UL * 1024UL;
constexpr int kMaxDepth = 32;

void merge_static_content(ConfigReader& reader, const pugi::xml_node& node, Configuration& configuration) {
  auto& types = configuration.static_content.types;
  reader.ignore_attributes_except(node, {});
  // <clientCache> is a child of its own beside the collection; caching headers come with that section.
  pugi::xml_node collection_node = node;
  if (const pugi::xml_node cache = collection_node.child("clientCache")) {
    reader.ignore(cache, "");
    collection_node.remove_child(cache);
  }
  reader.merge(
      collection_node,
      {"mimeMap", "fileExtension", "mimeType", [&](const std::string& key) { return types.contains(key); },
       [&](const std::string& key, const pugi::xml_node& child) { types[key] = child.attribute("mimeType").value(); },
       [&](const std::string& key) { types.erase(key); }, [&] { types.clear(); }});
}

void merge_hidden_segments(ConfigReader& reader, const pugi::xml_node& node,
                           std::set<std::string, std::less<>>& hidden) {
  reader.ignore_attributes_except(node, {"applyToWebDAV"});
  reader.merge(node, {"add", "segment", "", [&](const std::string& key) { return hidden.contains(key); },
                      [&](const std::string& key, const pugi::xml_node&) { hidden.insert(key); },
                      [&](const std::string& key) { hidden.erase(key); }, [&] { hidden.clear(); }});
}

void merge_file_extensions(ConfigReader& reader, const pugi::xml_node& node, RequestFiltering& filtering) {
  reader.read(node, "allowUnlisted", filtering.allow_unlisted_extensions);
  reader.ignore_attributes_except(node, {"allowUnlisted", "applyToWebDAV"});
  auto& extensions = filtering.extensions;
  reader.merge(node, {"add", "fileExtension", "", [&](const std::string& key) { return extensions.contains(key); },
                      [&](const std::string& key, const pugi::xml_node& child) {
                        bool allowed = true;
                        reader.read(child, "allowed", allowed);
                        extensions[key] = allowed;
                      },
                      [&](const std::string& key) { extensions.erase(key); }, [&] { extensions.clear(); }});
}

void merge_request_filtering(ConfigReader& reader, const pugi::xml_node& node, Configuration& configuration) {
  RequestFiltering& filtering = configuration.request_filtering;
  reader.read(node, "allowDoubleEscaping", filtering.allow_double_escaping);
  reader.ignore_attributes_except(node, {"allowDoubleEscaping"});
  for (const pugi::xml_node& child : node.children()) {
    const std::string_view name = child.name();
    if (child.type() != pugi::node_element) continue;
    if (name == "hiddenSegments") {
      merge_hidden_segments(reader, child, filtering.hidden_segments);
    } else if (name == "fileExtensions") {
      merge_file_extensions(reader, child, filtering);
    } else if (name == "requestLimits") {
      reader.read(child, "maxUrl", filtering.max_url);
      reader.read(child, "maxQueryString", filtering.max_query_string);
      reader.ignore_attributes_except(child, {"maxUrl", "maxQueryString"});
    } else {
      reader.ignore(child, "");
    }
  }
}

void merge_directory_browse(ConfigReader& reader, const pugi::xml_node& node, Configuration& configuration) {
  DirectoryBrowse& browse = configuration.directory_browse;
  reader.read(node, "enabled", browse.enabled);
  reader.ignore_attributes_except(node, {"enabled", "showFlags"});
  const pugi::xml_attribute flags = node.attribute("showFlags");
  if (!flags) return;
  browse.show = {false, false, false, false, false};
  for (std::string_view word : base::split(flags.value(), ',')) {
    const std::string_view flag = base::trim(word);
    if (flag == "Date") {
      browse.show.date = true;
    } else if (flag == "Time") {
      browse.show.time = true;
    } else if (flag == "Size") {
      browse.show.size = true;
    } else if (flag == "Extension") {
      browse.show.extension = true;
    } else if (flag == "LongDate") {
      browse.show.long_date = true;
    } else if (flag != "None") {
      return reader.fail(node, kInvalidData,
                         "The 'showFlags' attribute is invalid.  Flags must be some combination of "
                         "None, Date, Time, Size, Extension, LongDate");
    }
  }
}

void merge_default_document(ConfigReader& reader, const pugi::xml_node& node, Configuration& configuration) {
  DefaultDocuments& documents = configuration.default_documents;
  reader.read(node, "enabled", documents.enabled);
  reader.ignore_attributes_except(node, {"enabled"});
  const pugi::xml_node files = node.child("files");
  if (!files) return;
  const auto position = [&](const std::string& key) {
    return std::find_if(documents.names.begin(), documents.names.end(),
                        [&](const std::string& name) { return base::equals_ignoring_case(name, key); });
  };
  // A document that a lower level adds goes to the front of the inherited list.
  std::size_t added = 0;
  reader.merge(files,
               {"add", "value", "", [&](const std::string& key) { return position(key) != documents.names.end(); },
                [&](const std::string&, const pugi::xml_node& child) {
                  documents.names.insert(documents.names.begin() + static_cast<std::ptrdiff_t>(added++),
                                         child.attribute("value").value());
                },
                [&](const std::string& key) {
                  const auto found = position(key);
                  if (found == documents.names.end()) return;
                  if (found - documents.names.begin() < static_cast<std::ptrdiff_t>(added)) --added;
                  documents.names.erase(found);
                },
                [&] {
                  documents.names.clear();
                  added = 0;
                }});
}

struct Section {
  std::string_view path;
  void (*merge)(ConfigReader&, const pugi::xml_node&, Configuration&);
};

constexpr std::array<Section, 4> kSections{{
    {"configuration/system.webServer/staticContent", &merge_static_content},
    {"configuration/system.webServer/security/requestFiltering", &merge_request_filtering},
    {"configuration/system.webServer/directoryBrowse", &merge_directory_browse},
    {"configuration/system.webServer/defaultDocument", &merge_default_document},
}};

constexpr std::array<std::string_view, 3> kGroups{"configuration", "configuration/system.webServer",
                                                  "configuration/system.webServer/security"};

class Merger {
 public:
  Merger(ConfigReader& reader, Configuration& configuration) : m_reader(reader), m_configuration(configuration) {}

  // Walks section groups down to sections. `path` is the element's, without <location> steps.
  void visit(const pugi::xml_node& node, const std::string& path, int depth) {
    if (m_reader.error() || node.type() != pugi::node_element) return;
    for (const Section& section : kSections) {
      if (section.path == path) return merge(section, node);
    }
    const bool is_group = std::find(kGroups.begin(), kGroups.end(), path) != kGroups.end();
    if (!is_group || depth > kMaxDepth) return m_reader.ignore(node, "");
    for (const pugi::xml_node& child : node.children()) {
      if (path == "configuration" && std::string_view(child.name()) == "location") {
        visit_location(child, depth);
      } else {
        visit(child, path + "/" + child.name(), depth + 1);
      }
    }
  }

 private:
  // <location path="."> means this folder; another path names a part of it, which has no rules of its own here.
  void visit_location(const pugi::xml_node& node, int depth) {
    const std::string_view where = node.attribute("path").value();
    if (!where.empty() && where != ".")
      return m_reader.ignore(node, fmt::format("[@path='{}']", base::printable(where)));
    for (const pugi::xml_node& child : node.children())
      visit(child, std::string("configuration/") + child.name(), depth + 1);
  }

  void merge(const Section& section, const pugi::xml_node& node) {
    if (!m_merged.insert(section.path).second) {
      return m_reader.fail(
          node, kAlreadyExists,
          fmt::format("There is a duplicate '{}' section defined", section.path.substr(section.path.find('/') + 1)));
    }
    section.merge(m_reader, node, m_configuration);
  }

  ConfigReader& m_reader;
  Configuration& m_configuration;
  std::set<std::string_view> m_merged;
};

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

}  // namespace

tl::expected<MergedConfiguration, ConfigurationError> merge_web_config(const Configuration& inherited,
                                                                       std::string_view xml) {
  constexpr std::string_view kNotXml = "Configuration file is not well-formed XML";
  ConfigReader reader(xml);
  if (xml.size() > kMaxText) {
    return tl::make_unexpected(ConfigurationError{kInvalidData, "Configuration file is larger than 1 MiB", 1});
  }
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(xml.data(), xml.size());
  const pugi::xml_node root = only_root(document);
  if (!parsed || std::string_view(root.name()) != "configuration") {
    const std::size_t line = reader.line_of(parsed ? root.offset_debug() : parsed.offset);
    return tl::make_unexpected(ConfigurationError{kInvalidData, std::string(kNotXml), line});
  }
  MergedConfiguration merged;
  merged.effective = inherited;
  Merger(reader, merged.effective).visit(root, "configuration", 0);
  if (reader.error()) return tl::make_unexpected(*reader.error());
  merged.ignored = std::move(reader.ignored());
  return merged;
}

}  // namespace webcid::iis
