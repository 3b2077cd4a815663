// Text in XML 1.0.
#pragma once

#include <string>
#include <string_view>

namespace webcid::report {

// `utf8` for an element, or a quoted attribute if it is one line: read back as it was. What XML cannot hold
// (section 2.2, Char) becomes U+FFFD; "]]>" cannot arise.
std::string xml_escaped(std::string_view utf8);

}  // namespace webcid::report
