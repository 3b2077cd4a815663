#ifndef _WIN32
#include <webcid/base/secret.hpp>

#include <cstdlib>
#include <sys/resource.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace webcid::base {

void forget_variable(const char* name) {
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
