// What is served and how it looks: static content, default documents, listings, error pages, headers, compression.
#include <algorithm>
#include <array>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "sections.hpp"

namespace webcid::iis {
namespace {

void merge_static_content(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  auto& types = place.rules.static_content.types;
  reader.ignore_attributes_except(node, {});
  if (const pugi::xml_node cache = node.child("clientCache")) reader.ignore(cache, "");
  reader.merge(node, {"mimeMap",
                      {{"fileExtension"}},
                      "mimeType",
                      [&](const std::string& key) { return types.contains(key); },
                      [&](const std::string& key, const pugi::xml_node& child) {
                        types[key] = child.attribute("mimeType").value();
                      },
                      [&](const std::string& key) { types.erase(key); },
                      [&] { types.clear(); },
                      {"clientCache"}});
}

void merge_directory_browse(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  DirectoryBrowse& browse = place.rules.directory_browse;
  reader.read(node, "enabled", browse.enabled);
  reader.ignore_attributes_except(node, {"enabled", "showFlags"});
  const auto flags = reader.read_flags(node, "showFlags", {"None", "Date", "Time", "Size", "Extension", "LongDate"});
  if (!flags) return;
  browse.show = {flags->contains(1), flags->contains(2), flags->contains(3), flags->contains(4), flags->contains(5)};
}

void merge_default_document(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  DefaultDocuments& documents = place.rules.default_documents;
  reader.read(node, "enabled", documents.enabled);
  reader.ignore_attributes_except(node, {"enabled"});
  reader.ignore_children_except(node, {"files"});
  const pugi::xml_node files = node.child("files");
  if (!files) return;
  const auto position = [&](const std::string& key) {
    return std::find_if(documents.names.begin(), documents.names.end(),
                        [&](const std::string& name) { return base::equals_ignoring_case(name, key); });
  };
  // A document that a lower level adds goes to the front of the inherited list.
  std::size_t added = 0;
  reader.merge(files, {"add",
                       {{"value"}},
                       "",
                       [&](const std::string& key) { return position(key) != documents.names.end(); },
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

CustomError read_error(ConfigReader& reader, const pugi::xml_node& node) {
  CustomError error;
  std::uint32_t status = 0;
  reader.read(node, "statusCode", status);
  error.status = static_cast<int>(std::min<std::uint32_t>(status, 999));
  const std::string_view sub_status = node.attribute("subStatusCode").value();
  if (!sub_status.empty() && sub_status != "-1") {
    std::uint32_t number = 0;
    reader.read(node, "subStatusCode", number);
    error.sub_status = static_cast<int>(std::min<std::uint32_t>(number, 999));
  }
  reader.read(node, "path", error.path);
  reader.read(node, "prefixLanguageFilePath", error.language_folder);
  reader.read_enum(node, "responseMode", {"File", "ExecuteURL", "Redirect"}, error.response);
  reader.ignore_attributes_except(node,
                                  {"statusCode", "subStatusCode", "path", "prefixLanguageFilePath", "responseMode"});
  return error;
}

void merge_http_errors(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  HttpErrors& errors = place.rules.http_errors;
  reader.read_enum(node, "errorMode", {"DetailedLocalOnly", "Custom", "Detailed"}, errors.mode);
  reader.read_enum(node, "existingResponse", {"Auto", "Replace", "PassThrough"}, errors.existing);
  reader.read(node, "defaultPath", errors.default_path);
  reader.read_enum(node, "defaultResponseMode", {"File", "ExecuteURL", "Redirect"}, errors.default_response);
  reader.ignore_attributes_except(
      node, {"errorMode", "existingResponse", "defaultPath", "defaultResponseMode", "allowAbsolutePathsWhenDelegated"});
  const auto key_of = [](const CustomError& error) {
    return std::to_string(error.status) + ", " + std::to_string(error.sub_status);
  };
  const auto position = [&](const std::string& key) {
    return std::find_if(errors.errors.begin(), errors.errors.end(),
                        [&](const CustomError& error) { return key_of(error) == key; });
  };
  reader.merge(node, {"error",
                      {{"statusCode"}, {"subStatusCode", "-1"}},
                      "path",
                      [&](const std::string& key) { return position(key) != errors.errors.end(); },
                      [&](const std::string&, const pugi::xml_node& child) {
                        errors.errors.push_back(read_error(reader, child));
                      },
                      [&](const std::string& key) {
                        if (const auto found = position(key); found != errors.errors.end()) errors.errors.erase(found);
                      },
                      [&] { errors.errors.clear(); }});
}

void merge_http_protocol(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.ignore_attributes_except(node, {"allowKeepAlive"});
  if (std::string_view(node.attribute("allowKeepAlive").value()) == "false") reader.ignore(node, "/@allowKeepAlive");
  reader.ignore_children_except(node, {"customHeaders", "redirectHeaders"});
  auto& headers = place.rules.http_protocol.custom_headers;
  const auto position = [&](const std::string& key) {
    return std::find_if(headers.begin(), headers.end(),
                        [&](const auto& header) { return base::equals_ignoring_case(header.first, key); });
  };
  if (const pugi::xml_node custom = node.child("customHeaders")) {
    reader.merge(custom, {"add",
                          {{"name"}},
                          "",
                          [&](const std::string& key) { return position(key) != headers.end(); },
                          [&](const std::string&, const pugi::xml_node& child) {
                            headers.emplace_back(base::printable(child.attribute("name").value()),
                                                 base::printable(child.attribute("value").value()));
                          },
                          [&](const std::string& key) {
                            if (const auto found = position(key); found != headers.end()) headers.erase(found);
                          },
                          [&] { headers.clear(); }});
  }
  if (const pugi::xml_node redirect = node.child("redirectHeaders")) {
    for (const pugi::xml_node& child : redirect.children("add")) reader.ignore(child, "");
  }
}

void merge_url_compression(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.read(node, "doStaticCompression", place.rules.url_compression.compresses_static);
  // Dynamic compression never touches static files (iis.md i).
  reader.ignore_attributes_except(node,
                                  {"doStaticCompression", "doDynamicCompression", "dynamicCompressionBeforeCache"});
}

void merge_http_compression(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.ignore_attributes_except(node, {"directory"});
  reader.ignore_children_except(node, {"scheme", "staticTypes", "dynamicTypes"});
  auto& types = place.rules.url_compression.static_types;
  const pugi::xml_node list = node.child("staticTypes");
  if (!list) return;
  reader.merge(list, {"add",
                      {{"mimeType"}},
                      "",
                      [&](const std::string& key) { return types.contains(key); },
                      [&](const std::string& key, const pugi::xml_node& child) {
                        bool enabled = true;
                        reader.read(child, "enabled", enabled);
                        types[key] = enabled;
                      },
                      [&](const std::string& key) { types.erase(key); },
                      [&] { types.clear(); }});
}

constexpr std::array<Section, 7> kSections{{
    {"system.webServer/staticContent", &merge_static_content},
    {"system.webServer/directoryBrowse", &merge_directory_browse},
    {"system.webServer/defaultDocument", &merge_default_document},
    {"system.webServer/httpErrors", &merge_http_errors},
    {"system.webServer/httpProtocol", &merge_http_protocol},
    {"system.webServer/urlCompression", &merge_url_compression},
    {"system.webServer/httpCompression", &merge_http_compression},
}};

}  // namespace

std::span<const Section> content_sections() {
  return kSections;
}

}  // namespace webcid::iis
