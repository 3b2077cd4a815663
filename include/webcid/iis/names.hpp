// Names as Windows compares them.
#pragma once

#include <string>
#include <string_view>

namespace webcid::iis {

// `name` with upper-case letters made lower: ASCII, Latin-1, Greek and Cyrillic letters of UTF-8; other bytes as they
// are. Two names that fold alike name the same file on NTFS (iis.md b.2, "path case").
std::string fold_name(std::string_view name);

}  // namespace webcid::iis
