// Passwords in memory: gone from it as soon as they are not needed, and never in a crash dump.
#pragma once

#include <cstddef>
#include <string>

namespace webcid::base {

// Overwrites all that the string holds or held in its present place, and empties it. The compiler does not leave it
// out.
void wipe(std::string& text);

// The same for bytes, which become NUL.
void wipe_bytes(char* begin, std::size_t count);

// Removes a variable from this process's environment, so that no child of it has it, and wipes its value where the
// system keeps it (but on Windows). Not while another thread looks at the environment.
void forget_variable(const char* name);

// From now on a crash of this process leaves its memory nowhere, as far as the system lets a program say so: no core
// file, no debugger of the same user attached (Linux); no report with memory of Windows Error Reporting (dumps that an
// administrator has ordered by LocalDumps come all the same). Cannot be taken back.
void keep_memory_private();

}  // namespace webcid::base
