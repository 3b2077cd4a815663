#ifdef _WIN32
#include <cstdio>
#include <string_view>

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <shellapi.h>

#include <webcid/base/encoding.hpp>
#include <webcid/base/program.hpp>

namespace webcid::base {

std::vector<std::string> begin_program(int, char**) {
  _setmode(_fileno(stdout), _O_BINARY);
  int count = 0;
  wchar_t** const wide = CommandLineToArgvW(GetCommandLineW(), &count);
  std::vector<std::string> out;
  for (int i = 0; wide != nullptr && i < count; ++i) {
    const std::wstring_view word = wide[i];
    out.push_back(to_utf8(std::u16string(word.begin(), word.end())));
  }
  LocalFree(wide);
  return out;
}

}  // namespace webcid::base
#endif
