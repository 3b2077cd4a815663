// Another program on a Windows machine, for tests of webcid.exe:
//   windows_neighbour hold FILE               has the file open, so that nobody renames or removes it, until a line
//   comes windows_neighbour break PROGRAM WORD...   starts the program, presses Ctrl-Break in its console when a line
//   comes, and
//                                             ends with its exit code
// Says "ready" when the file is open or the program runs. Words have no blanks in them.
#include <windows.h>

#include <cstdio>
#include <string>

namespace {

void wait_for_line() {
  std::puts("ready");
  std::fflush(stdout);
  for (int c = std::getchar(); c != '\n' && c != EOF;) c = std::getchar();
}

int hold(const wchar_t* path) {
  // As virus scanners do: others may read, nobody may remove.
  const HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr);
  if (file == INVALID_HANDLE_VALUE) return 1;
  wait_for_line();
  CloseHandle(file);
  return 0;
}

int interrupt(int count, wchar_t** words) {
  std::wstring line;
  for (int i = 0; i < count; ++i) line += (i > 0 ? L" " : L"") + std::wstring(words[i]);
  STARTUPINFOW start{};
  start.cb = sizeof start;
  start.dwFlags = STARTF_USESTDHANDLES;
  // Not standard input, which says when to press.
  start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  PROCESS_INFORMATION process{};
  if (CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, CREATE_NEW_PROCESS_GROUP, nullptr, nullptr, &start,
                     &process) == 0) {
    return 1;
  }
  wait_for_line();
  GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, process.dwProcessId);
  WaitForSingleObject(process.hProcess, 60'000);
  DWORD code = 1;
  GetExitCodeProcess(process.hProcess, &code);
  return static_cast<int>(code);
}

}  // namespace

int wmain(int count, wchar_t** words) {
  if (count == 3 && std::wstring(words[1]) == L"hold") return hold(words[2]);
  if (count > 2 && std::wstring(words[1]) == L"break") return interrupt(count - 2, words + 2);
  return 64;
}
