// What editors and exports of Windows write, as UTF-8.
#pragma once

#include <string>

namespace webcid::base {

// UTF-16 with a byte order mark as UTF-8; anything else as it is. Half a surrogate pair becomes bytes that are no UTF-8
// (see printable), an odd last byte is dropped.
std::string as_utf8(std::string text);

}  // namespace webcid::base
