#include <webcid/base/cancellation.hpp>

#ifdef _WIN32
#include <windows.h>
#else
#include <csignal>
#endif

namespace webcid::base {
namespace {

Cancellation g_interrupt;

#ifdef _WIN32

BOOL WINAPI on_console_event(DWORD) {
  // Off the second time: Windows then ends the process.
  if (g_interrupt.requested()) return FALSE;
  g_interrupt.request();
  return TRUE;
}

void install() {
  SetConsoleCtrlHandler(on_console_event, TRUE);
}

#else

extern "C" void on_signal(int number) {
  // A relaxed store to a lock-free atomic is all that a signal handler may do safely; the default action is put back
  // so that a second Ctrl-C ends the process at once.
  g_interrupt.request();
  std::signal(number, SIG_DFL);
}

void install() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  // No SA_RESTART: a blocking wait must return.
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

#endif

}  // namespace

Cancellation& interrupt() {
  static const bool installed = (install(), true);
  static_cast<void>(installed);
  return g_interrupt;
}

}  // namespace webcid::base
