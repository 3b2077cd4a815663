// What the main function of each program begins with, on every platform.
#pragma once

#include <string>
#include <vector>

namespace webcid::base {

// The program's arguments as UTF-8 (bytes on POSIX), its own name first. On Windows they are read anew, for the narrow
// ones of `main` are in the code page, which loses names, and standard output becomes binary: a catalogue or report
// there is the same file, byte for byte, as on other systems (sha256sum takes "name\r" for another name). Call it once,
// before anything is written.
std::vector<std::string> begin_program(int count, char** arguments);

}  // namespace webcid::base
