// The bytes of a settings file as text, and its keys as they are shown.
#pragma once

#include <string>
#include <string_view>

#include <webcid/base/result.hpp>

namespace webcid::endpoint {

// UTF-16 and UTF-8 without their marks, any code page as it is; Malformed when it is too large or holds a NUL.
base::Result<std::string> text_of(std::string_view bytes);
// "value" as value.
std::string_view unquoted(std::string_view value);
// "[section] key", cut where somebody made it overlong.
std::string shown_key(std::string_view section, std::string_view key);

}  // namespace webcid::endpoint
