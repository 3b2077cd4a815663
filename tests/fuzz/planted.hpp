// An account that is planted in a run, and looked for in all that it writes.
#pragma once

#include <string_view>

namespace webcid::fuzz {

// Letters and digits only: so it stands unchanged in every format, if it stands there.
inline constexpr const char* kPlantedUser = "CORP\\PlantedUsr7";
inline constexpr const char* kPlantedPassword = "Fl1ckeringLamp";

// Neither is in the text: not as it is, not percent-encoded, and in no base64 of a text that holds it, in UTF-8 or
// UTF-16.
void require_nothing_planted(std::string_view text);

}  // namespace webcid::fuzz
