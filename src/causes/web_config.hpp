// Edits as a web.config: the sections of all of them merged into one document.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "edits.hpp"

namespace webcid::causes {

// A complete document, pure ASCII, `head` (comments, a line each) behind the declaration. Empty when no edit can be
// written there. Edits of sections that only the server may set, and values that XML cannot hold, are left out.
std::string web_config(std::span<const Edit> edits, std::span<const std::string> head = {});

// What stands below <system.webServer>, a line each, in the document's indentation less its own.
std::vector<std::string> web_config_lines(std::span<const Edit> edits);

}  // namespace webcid::causes
