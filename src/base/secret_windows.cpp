#ifdef _WIN32
#include <windows.h>

#include <cstdlib>
#include <string>

#include <webcid/base/secret.hpp>

namespace webcid::base {

void forget_variable(const char* name) {
  _putenv((std::string(name) + "=").c_str());  // which removes it from the system's block too
}

void keep_memory_private() {
  // With it a crash ends the process where Windows Error Reporting would else look at it.
  SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
}

}  // namespace webcid::base
#endif
