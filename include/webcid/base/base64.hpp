// Base64 (RFC 4648, section 4), for bytes that are no text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace webcid::base {

std::string to_base64(std::string_view bytes);
// Nothing unless `text` is exactly what to_base64 would write.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace webcid::base
