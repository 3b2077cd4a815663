// The types that IIS must know to serve a folder.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <webcid/base/path.hpp>
#include <webcid/base/result.hpp>

namespace webcid::cli {

struct MimeNeeds {
  std::vector<std::string> unmapped;  // extensions that a fresh IIS does not serve, sorted; "." for files without one
  std::vector<std::string> denied;    // those that its request filtering refuses, whatever the map has; sorted
};

// Of every file below `folder` that `is_published`. Without a version, what any of them lacks. `leave_out` is told of
// names that no address can have. LocalIo for a folder that cannot be read, Interrupted, Usage for an unknown version.
base::Result<MimeNeeds> mime_needs_of(const std::filesystem::path& folder, const std::string& version,
                                      const std::function<bool(const base::RelativePath&)>& is_published,
                                      const std::function<void(const std::string& why)>& leave_out);

// A web.config for the root of the share, ASCII, that adds these extensions and does no harm where some are known.
std::string mime_map_text(const std::vector<std::string>& extensions);

}  // namespace webcid::cli
