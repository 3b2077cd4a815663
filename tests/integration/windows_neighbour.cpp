// Another program on a Windows machine, for tests of webcid.exe:
//   windows_neighbour FILE    has the file open, so that nobody renames or removes it, from the line "ready" on, which
//   it
//                             prints, until a line comes
#include <windows.h>

#include <cstdio>

int wmain(int count, wchar_t** words) {
  if (count != 2) return 64;
  // As virus scanners do: others may read, nobody may remove.
  const HANDLE file = CreateFileW(words[1], GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr);
  if (file == INVALID_HANDLE_VALUE) return 1;
  std::puts("ready");
  std::fflush(stdout);
  for (int c = std::getchar(); c != '\n' && c != EOF;) c = std::getchar();
  CloseHandle(file);
  return 0;
}
