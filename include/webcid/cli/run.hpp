// The program behind main(): everything but the process around it.
#pragma once

#include <string>
#include <vector>

namespace webcid::cli {

// Runs one command line (program name first, UTF-8) and returns the process' exit code. Prints to stdout and stderr;
// an exception that gets this far is our bug and exits 70.
int run(const std::vector<std::string>& arguments);

}  // namespace webcid::cli
