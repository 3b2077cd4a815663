// What is served and how it looks: static content, default documents, listings, error pages, headers, compression.
#include <algorithm>
#include <array>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "config_collections.hpp"
#include "sections.hpp"

namespace webcid::iis {
namespace {

void merge_static_content(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  auto& types = place.rules.static_content.types;
  reader.check_attributes(node, {}, {"defaultDocFooter", "enableDocFooter", "isDocFooterFileName"});
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
                      {},
                      ConfigReader::EntryCheck::Here,
                      {"clientCache"}});
}

void merge_directory_browse(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  DirectoryBrowse& browse = place.rules.directory_browse;
  reader.read(node, "enabled", browse.enabled);
  reader.check_attributes(node, {"enabled", "showFlags"}, {"virtualDirectoryTimeout"});
  reader.check_children(node, {});
  const auto flags = reader.read_flags(node, "showFlags", {"None", "Date", "Time", "Size", "Extension", "LongDate"});
  if (!flags) return;
  browse.show = {flags->contains(1), flags->contains(2), flags->contains(3), flags->contains(4), flags->contains(5)};
}

void merge_default_document(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  DefaultDocuments& documents = place.rules.default_documents;
  reader.read(node, "enabled", documents.enabled);
  reader.check_attributes(node, {"enabled"});
  reader.check_children(node, {"files"});
  const pugi::xml_node files = node.child("files");
  if (!files) return;
  merge_rows(
      reader, files, {"add", {{"value"}}}, documents.names, [](const std::string& name) { return fold_name(name); },
      [](const pugi::xml_node& child) { return std::string(child.attribute("value").value()); }, Added::InFront);
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
  reader.check_attributes(node, {"statusCode", "subStatusCode", "path", "prefixLanguageFilePath", "responseMode"});
  return error;
}

void merge_http_errors(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  HttpErrors& errors = place.rules.http_errors;
  reader.read_enum(node, "errorMode", {"DetailedLocalOnly", "Custom", "Detailed"}, errors.mode);
  reader.read_enum(node, "existingResponse", {"Auto", "Replace", "PassThrough"}, errors.existing);
  reader.read(node, "defaultPath", errors.default_path);
  reader.read_enum(node, "defaultResponseMode", {"File", "ExecuteURL", "Redirect"}, errors.default_response);
  reader.check_attributes(node, {"errorMode", "existingResponse", "defaultPath", "defaultResponseMode"},
                          {"allowAbsolutePathsWhenDelegated", "detailedMoreInformationLink"});
  merge_rows(
      reader, node, {"error", {{"statusCode"}, {"subStatusCode", "-1"}}, "path", {}, ConfigReader::EntryCheck::Caller},
      errors.errors,
      [](const CustomError& error) { return std::to_string(error.status) + ", " + std::to_string(error.sub_status); },
      [&](const pugi::xml_node& child) { return read_error(reader, child); });
}

void merge_http_protocol(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.check_attributes(node, {}, {"allowKeepAlive"});
  reader.check_children(node, {"customHeaders", "redirectHeaders"});
  using Header = std::pair<std::string, std::string>;
  if (const pugi::xml_node custom = node.child("customHeaders")) {
    merge_rows(
        reader, custom, {"add", {{"name"}}, "", {"value"}}, place.rules.http_protocol.custom_headers,
        [](const Header& header) { return fold_name(header.first); },
        [](const pugi::xml_node& child) {
          return Header(base::printable(child.attribute("name").value()),
                        base::printable(child.attribute("value").value()));
        });
  }
  if (const pugi::xml_node redirect = node.child("redirectHeaders")) {
    for (const pugi::xml_node& child : redirect.children("add")) reader.ignore(child, "");
  }
}

void merge_url_compression(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.read(node, "doStaticCompression", place.rules.url_compression.compresses_static);
  // Dynamic compression never touches static files (iis.md i).
  reader.check_attributes(node, {"doStaticCompression", "doDynamicCompression", "dynamicCompressionBeforeCache"});
}

void merge_http_compression(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  // How the cache of compressed files is kept has no part in what is answered.
  reader.check_children(node, {"scheme", "staticTypes", "dynamicTypes"});
  const pugi::xml_node list = node.child("staticTypes");
  if (!list) return;
  merge_map(reader, list, {"add", {{"mimeType"}}, "", {"enabled"}}, place.rules.url_compression.static_types,
            [&](const pugi::xml_node& child) { return read_flag(reader, child, "enabled", true); });
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
