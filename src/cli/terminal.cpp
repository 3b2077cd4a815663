#include "terminal.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

#include "messages.hpp"

#ifdef _WIN32
#include <io.h>
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#endif

namespace webcid::cli {
namespace {

constexpr std::size_t kMaxPassword = 1024;

std::FILE* file_of(Stream stream) {
  return stream == Stream::Out ? stdout : stderr;
}

base::Result<void> cannot_write(Stream stream, int error) {
  const std::string why = base::system_message(error);
  return base::fail(base::ErrorKind::LocalIo, stream == Stream::Out
                                                  ? fmt::format("cannot write to standard output: {}", why)
                                                  : fmt::format("cannot write to standard error: {}", why));
}

}  // namespace

base::Result<void> write_to(Stream stream, std::string_view text) {
  std::FILE* const file = file_of(stream);
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
  if (written) return {};
  return cannot_write(stream, errno);
}

void complain(std::string_view message, causes::Language language) {
  // Nobody is left to tell when stderr is gone.
  static_cast<void>(write_to(Stream::Error, "webcid: " + base::printable(said_in(message, language)) + "\n"));
}

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

base::Result<std::string> read_line_from_input() {
  std::string line;
  for (int c = std::fgetc(stdin); c != EOF && c != '\n'; c = std::fgetc(stdin)) {
    if (line.size() == kMaxPassword) return base::fail(base::ErrorKind::Usage, "standard input: line too long");
    line += static_cast<char>(c);
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

#ifdef _WIN32

void hold_standard_streams() {}  // the C library keeps their numbers

base::Result<void> check_writable(Stream stream) {
  return _fileno(file_of(stream)) < 0 ? cannot_write(stream, EBADF) : base::Result<void>();
}

bool is_terminal(Stream stream) {
  return _isatty(_fileno(file_of(stream))) != 0;
}

std::optional<std::size_t> terminal_width(Stream stream) {
  CONSOLE_SCREEN_BUFFER_INFO info;
  const HANDLE handle = GetStdHandle(stream == Stream::Out ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE);
  if (!is_terminal(stream) || GetConsoleScreenBufferInfo(handle, &info) == 0) return std::nullopt;
  return static_cast<std::size_t>(info.srWindow.Right - info.srWindow.Left + 1);
}

causes::Language system_language() {
  return PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_JAPANESE ? causes::Language::Japanese
                                                                    : causes::Language::English;
}

base::Result<std::string> ask_password(std::string_view prompt) {
  // The console itself: stdin may be a pipe. Read as UTF-16, since bytes would come in the console's code page.
  const HANDLE console = CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                     nullptr, OPEN_EXISTING, 0, nullptr);
  DWORD before = 0;
  if (console == INVALID_HANDLE_VALUE || GetConsoleMode(console, &before) == 0) {
    if (console != INVALID_HANDLE_VALUE) CloseHandle(console);
    return base::fail(base::ErrorKind::Usage, "no terminal to ask for the password on: use --password-file");
  }
  static_cast<void>(write_to(Stream::Error, prompt));
  const DWORD silent = (before & ~static_cast<DWORD>(ENABLE_ECHO_INPUT)) | ENABLE_LINE_INPUT | ENABLE_PROCESSED_INPUT;
  SetConsoleMode(console, silent);
  std::wstring line;
  DWORD count = 0;
  wchar_t unit = 0;
  bool is_read = true;
  while (line.size() <= kMaxPassword && unit != L'\n') {
    is_read = ReadConsoleW(console, &unit, 1, &count, nullptr) != 0 && count == 1;
    if (!is_read) break;
    if (unit != L'\n' && unit != L'\r') line += unit;
  }
  if (line.size() > kMaxPassword) FlushConsoleInputBuffer(console);
  SetConsoleMode(console, before);
  CloseHandle(console);
  static_cast<void>(write_to(Stream::Error, "\n"));
  if (!is_read) return base::fail(base::ErrorKind::LocalIo, "cannot read the password from the console");
  if (line.size() > kMaxPassword) return base::fail(base::ErrorKind::Usage, "the password is too long");
  return base::from_native(std::filesystem::path(line));
}

#else

void hold_standard_streams() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(number, F_GETFD) >= 0) continue;
    // Reading only: whoever writes still gets the error that a closed stream gives.
    const int held = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (held >= 0 && held != number) {
      static_cast<void>(dup2(held, number));
      close(held);
    }
  }
}

base::Result<void> check_writable(Stream stream) {
  const int flags = fcntl(fileno(file_of(stream)), F_GETFL);
  if (flags < 0) return cannot_write(stream, errno);
  return (flags & O_ACCMODE) == O_RDONLY ? cannot_write(stream, EBADF) : base::Result<void>();
}

bool is_terminal(Stream stream) {
  return isatty(fileno(file_of(stream))) != 0;
}

std::optional<std::size_t> terminal_width(Stream stream) {
  struct winsize size {};
  if (!is_terminal(stream) || ioctl(fileno(file_of(stream)), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return std::nullopt;
  }
  return size.ws_col;
}

causes::Language system_language() {
  for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const auto value = environment(name);
    if (!value) continue;
    return base::starts_with_ignoring_case(*value, "ja") ? causes::Language::Japanese : causes::Language::English;
  }
  return causes::Language::English;
}

base::Result<std::string> ask_password(std::string_view prompt) {
  // The terminal itself: stdin may be a pipe.
  const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
  struct termios before {};
  if (terminal < 0 || tcgetattr(terminal, &before) != 0) {
    if (terminal >= 0) close(terminal);
    return base::fail(base::ErrorKind::Usage, "no terminal to ask for the password on: use --password-file");
  }
  struct termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  tcsetattr(terminal, TCSAFLUSH, &silent);
  base::Result<std::string> out{std::string()};
  if (write(terminal, prompt.data(), prompt.size()) < 0) {
    out = base::fail(base::ErrorKind::LocalIo,
                     fmt::format("cannot write to the terminal: {}", base::system_message(errno)));
  }
  for (char c = 0; out && read(terminal, &c, 1) == 1 && c != '\n';) {
    if (out->size() == kMaxPassword) out = base::fail(base::ErrorKind::Usage, "the password is too long");
    if (out) *out += c;
  }
  tcsetattr(terminal, TCSAFLUSH, &before);
  static_cast<void>(!write(terminal, "\n", 1));
  close(terminal);
  return out;
}

#endif

}  // namespace webcid::cli
