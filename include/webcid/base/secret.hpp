// Passwords in memory: gone from it as soon as they are not needed, and never in a crash dump.
#pragma once

#include <string>

namespace webcid::base {

// Overwrites all that the string holds or held in its present place, and empties it. The compiler does not leave it
// out.
void wipe(std::string& text);

// Removes a variable from this process's environment, so that no child of it has it.
void forget_variable(const char* name);

// From now on no crash of this process leaves its memory anywhere: no core file, no attached debugger of the same user,
// no report of Windows' error reporting. Cannot be taken back. Whatever of it the system refuses stays as it was.
void keep_memory_private();

}  // namespace webcid::base
