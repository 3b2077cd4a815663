// The effective rules for a folder: what remains after web.config has been merged over the server's own settings.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace webcid::iis {

// Keys of IIS collections are compared without case: they are kept folded (iis.md d.2, e.1).
struct StaticContent {
  std::map<std::string, std::string, std::less<>> types;  // folded extension, ".", or ".*" -> MIME type

  // The type that `extension` (from base::extension_of; "" = none) is served as. ".*" stands for every extension but
  // not for files without one: those need "." (iis.md e.3). Nothing: refused with 404.3 or 404.17.
  std::optional<std::string_view> type_of(std::string_view extension) const;
};

// A limit or collection of requestFiltering that this house does not know yet is reported as ignored.
struct RequestFiltering {
  std::set<std::string, std::less<>> hidden_segments;   // folded
  std::map<std::string, bool, std::less<>> extensions;  // folded extension -> allowed
  bool allow_unlisted_extensions = true;
  bool allow_double_escaping = false;
  std::uint32_t max_url = 4096;           // bytes (iis.md c.5)
  std::uint32_t max_query_string = 2048;  // bytes
};

// directoryBrowse/@showFlags
struct ShowFlags {
  bool date = true;
  bool time = true;
  bool size = true;
  bool extension = true;
  bool long_date = false;
};

struct DirectoryBrowse {
  bool enabled = false;
  ShowFlags show;
};

struct DefaultDocuments {
  bool enabled = true;
  std::vector<std::string> names;
};

struct Configuration {
  StaticContent static_content;
  RequestFiltering request_filtering;
  DirectoryBrowse directory_browse;
  DefaultDocuments default_documents;
};

// Why IIS refuses a configuration file: 500.19 for every request below it (iis.md a.6).
struct ConfigurationError {
  std::uint32_t hresult = 0;
  std::string message;   // the "Config Error" row of the detailed page
  std::size_t line = 0;  // in the file, from 1
};

inline constexpr std::uint32_t kInvalidData = 0x8007000d;    // ERROR_INVALID_DATA
inline constexpr std::uint32_t kAlreadyExists = 0x800700b7;  // ERROR_ALREADY_EXISTS

struct MergedConfiguration {
  Configuration effective;
  // Sections and settings that are there but have no effect here, as "system.webServer/httpErrors (line 12)".
  std::vector<std::string> ignored;
};

// Reads one web.config and merges it over what the folder inherits. At most 1 MiB of text.
tl::expected<MergedConfiguration, ConfigurationError> merge_web_config(const Configuration& inherited,
                                                                       std::string_view xml);

}  // namespace webcid::iis
