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

BOOL WINAPI on_console_event(DWORD event) {
  const bool is_again = g_interrupt.requested();
  g_interrupt.request();
  // Off the second time: Windows then ends the process.
  if (event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT) return is_again ? FALSE : TRUE;
  // The window is closed, the user logs off, the machine shuts down: Windows ends the process as soon as this returns,
  // and after about five seconds anyway. The end of the run ends this thread, too, so it comes back only from a run
  // that does not end.
  constexpr DWORD kLongest = 10'000;
  Sleep(kLongest);
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
