// Variables of the environment.
#pragma once

#include <optional>
#include <string>

namespace webcid::base {

// As UTF-8 (bytes on POSIX); nothing when it is not set. On Windows by the wide call: what std::getenv gives is in the
// code page and loses names.
std::optional<std::string> environment(const char* name);

}  // namespace webcid::base
