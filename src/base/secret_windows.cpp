#ifdef _WIN32
#include <windows.h>

#include <werapi.h>

#include <webcid/base/secret.hpp>

namespace webcid::base {

void keep_memory_private() {
  SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
  WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP | WER_FAULT_REPORTING_DISABLE_SNAPSHOT_HANG);
}

}  // namespace webcid::base
#endif
