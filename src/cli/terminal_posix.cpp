#ifndef _WIN32
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include <fmt/format.h>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

#include "terminal_parts.hpp"

namespace webcid::cli {
namespace {

int number_of(Stream stream) {
  return stream == Stream::Out ? STDOUT_FILENO : STDERR_FILENO;
}

// One byte that was typed; false at the end and after Ctrl-C, which may have come just before the wait began.
bool read_typed(int terminal, char& byte) {
  constexpr int kBetweenLooks = 200;  // ms
  while (!base::interrupt().requested()) {
    struct pollfd waited {
      terminal, POLLIN, 0
    };
    const int ready = poll(&waited, 1, kBetweenLooks);
    if (ready > 0) return read(terminal, &byte, 1) == 1;
    if (ready < 0 && errno != EINTR) return false;
  }
  return false;
}

}  // namespace

base::Result<void> write_to(Stream stream, std::string_view text, Form /*form*/) {
  while (!text.empty()) {
    const ssize_t count = ::write(number_of(stream), text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_write(stream, base::system_message(errno));
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

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
  const int flags = fcntl(number_of(stream), F_GETFL);
  if (flags < 0) return cannot_write(stream, base::system_message(errno));
  return (flags & O_ACCMODE) == O_RDONLY ? cannot_write(stream, base::system_message(EBADF)) : base::Result<void>();
}

bool is_terminal(Stream stream) {
  return isatty(number_of(stream)) != 0;
}

bool shows_escapes_as_text(Stream /*stream*/) {
  return false;  // TERM=dumb says so, where it is
}

std::optional<std::size_t> terminal_width(Stream stream) {
  struct winsize size {};
  if (!is_terminal(stream) || ioctl(number_of(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
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
  for (char c = 0; out && read_typed(terminal, c) && c != '\n';) {
    if (out->size() == kMaxPassword) out = base::fail(base::ErrorKind::Usage, "the password is too long");
    if (out) *out += c;
  }
  tcsetattr(terminal, TCSAFLUSH, &before);
  static_cast<void>(!write(terminal, "\n", 1));
  close(terminal);
  if (out && base::interrupt().requested()) return interrupted_input();
  return out;
}

base::Result<std::size_t> read_input(std::span<char> buffer) {
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return cannot_read_input(base::system_message(errno));
    if (base::interrupt().requested()) return interrupted_input();
  }
}

}  // namespace webcid::cli
#endif
