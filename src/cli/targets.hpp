// --targets: the addresses of a file.
#pragma once

#include <string>
#include <vector>

#include <webcid/base/result.hpp>

namespace webcid::cli {

inline constexpr std::size_t kMostTargets = 10'000;

// One address a line; what follows a '#' at its begin or behind a blank, blanks around it and empty lines do not count;
// a byte order mark and line ends of Windows do not either. "-" is standard input. Usage where there is none, or more
// than kMostTargets, or no text; LocalIo where it cannot be read.
base::Result<std::vector<std::string>> read_targets(const std::string& file);

}  // namespace webcid::cli
