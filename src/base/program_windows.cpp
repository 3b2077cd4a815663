#ifdef _WIN32
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <shellapi.h>

#include <webcid/base/file.hpp>
#include <webcid/base/program.hpp>

namespace webcid::base {

std::vector<std::string> begin_program(int, char**) {
  _setmode(_fileno(stdout), _O_BINARY);
  int count = 0;
  wchar_t** const wide = CommandLineToArgvW(GetCommandLineW(), &count);
  std::vector<std::string> out;
  for (int i = 0; wide != nullptr && i < count; ++i) out.push_back(from_native(std::filesystem::path(wide[i])));
  LocalFree(wide);
  return out;
}

}  // namespace webcid::base
#endif
