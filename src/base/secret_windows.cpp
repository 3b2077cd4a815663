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
  SetErrorMode(GetErrorMode() | SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
  // abort() ends the process without asking Windows Error Reporting; where that is asked all the same, it takes no
  // heap.
  _set_abort_behavior(0, _WRITE_ABORT_MSG | _CALL_REPORTFAULT);
  // kernel32 has it since Vista; mingw-w64 has neither an import library for it nor a header that compiles.
  constexpr DWORD kNoHeap = 1;  // WER_FAULT_REPORTING_FLAG_NOHEAP
  const FARPROC found = GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "WerSetFlags");
  if (found == nullptr) return;
  using SetFlags = HRESULT(WINAPI*)(DWORD);
  reinterpret_cast<SetFlags>(reinterpret_cast<void*>(found))(kNoHeap);
}

}  // namespace webcid::base
#endif
