#ifndef _WIN32
#include <webcid/base/secret.hpp>

#include <sys/resource.h>
#include <cstdlib>
#include <cstring>

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace webcid::base {

void forget_variable(const char* name) {
  // Taken out of the list, its text would still stand in memory, and in /proc/PID/environ.
  if (char* const value = std::getenv(name)) wipe_bytes(value, std::strlen(value));
  ::unsetenv(name);
}

void keep_memory_private() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
  // A core_pattern that is a pipe is not held to the limit, to this it is.
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

}  // namespace webcid::base
#endif
