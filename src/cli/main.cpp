#include <string>
#include <vector>

#include <webcid/cli/run.hpp>

#ifdef _WIN32
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <shellapi.h>

#include <webcid/base/file.hpp>

namespace {

// The narrow argv is in the code page, which loses names; the wide one is UTF-16.
std::vector<std::string> wide_arguments() {
  int count = 0;
  wchar_t** const wide = CommandLineToArgvW(GetCommandLineW(), &count);
  std::vector<std::string> out;
  for (int i = 0; wide != nullptr && i < count; ++i) {
    out.push_back(webcid::base::from_native(std::filesystem::path(wide[i])));
  }
  LocalFree(wide);
  return out;
}

}  // namespace

int main() {
  SetConsoleOutputCP(CP_UTF8);
  // A catalogue or report on stdout is the same file, byte for byte, as on other systems: sha256sum takes "name\r" for
  // another name.
  _setmode(_fileno(stdout), _O_BINARY);
  return webcid::cli::run(wide_arguments());
}

#else

int main(int count, char** arguments) {
  return webcid::cli::run({arguments, arguments + count});
}

#endif
