// What a server may tell a name by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/path.hpp>

namespace webcid::update {

// "ext:.dat", "ext:" (none), "folder:bin", "char:+": each once, in alphabetical order.
std::vector<std::string> features_of(const base::RelativePath& path);

// The folder in which an entry with and one without the feature can lie beside each other: for a folder's name the
// folder above it, for all else the entry's own; "" at the top.
std::string_view place_of(const base::RelativePath& path, std::string_view feature);

// Bytes of the path as it is sent.
std::size_t url_length(const base::RelativePath& path);

}  // namespace webcid::update
