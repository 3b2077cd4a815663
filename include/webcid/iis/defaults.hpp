// What a fresh IIS has in its server-level configuration. `diagnose` holds lists of its own on purpose
// (docs/ARCHITECTURE.md); a test compares them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <webcid/iis/version.hpp>

namespace webcid::iis {

struct MimeType {
  std::string_view extension;  // with its dot, lower case
  std::string_view type;
};

// The MIME map of a fresh server (iis.md e.2). Which extension came with which version is known for certain only for
// ".json" (8.0); the other later ones are believed.
std::vector<MimeType> default_mime_types(Version version);

// The 43 extensions that request filtering denies on a fresh server, lower case (iis.md c.4).
std::span<const std::string_view> default_denied_extensions();

// The 8 hidden segments of a fresh server, the same in every version (iis.md d.1).
std::span<const std::string_view> default_hidden_segments();

// The default documents of a fresh server, in order (iis.md b.2).
std::span<const std::string_view> default_documents();

}  // namespace webcid::iis
