// Foreign names made safe for the places where remedies put them. What no quoting makes safe is nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace webcid::causes {

// The content of an XML attribute in double quotes, pure ASCII. Nothing for bytes that are no UTF-8 and for characters
// that XML 1.0 (section 2.2) cannot carry at all.
std::optional<std::string> xml_attribute(std::string_view utf8);

// A name inside double quotes at the command prompt, and there inside appcmd's single quotes: printable ASCII without
// " ' and %, which would end a quote or be expanded, and without a final '\', which would swallow the closing quote.
std::optional<std::string> command_prompt(std::string_view utf8);

// A PowerShell expression for the text: 'it''s', and ('a' + [char]::ConvertFromUtf32(0x3042)) beyond ASCII, since a
// script's encoding is uncertain and PowerShell takes typographic quotes for quotes. Nothing for control characters.
std::optional<std::string> power_shell(std::string_view utf8);

}  // namespace webcid::causes
