#ifdef _WIN32
#include <windows.h>

#include <algorithm>
#include <array>

#include <webcid/base/encoding.hpp>
#include <webcid/base/file.hpp>

#include "terminal_parts.hpp"

namespace webcid::cli {
namespace {

// Units for one call; older consoles refuse more than 64 KiB.
constexpr std::size_t kConsolePiece = 8192;

HANDLE handle_of(Stream stream) {
  return GetStdHandle(stream == Stream::Out ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE);
}

bool is_console(HANDLE handle) {
  DWORD mode = 0;
  return GetConsoleMode(handle, &mode) != 0;
}

std::string words() {
  return base::system_words(GetLastError());
}

base::Result<void> write_to_console(Stream stream, std::string_view text) {
  const std::u16string units = base::to_utf16(text);
  for (std::u16string_view rest = units; !rest.empty();) {
    const std::wstring piece = [&] {
      const auto first = base::first_units(rest, kConsolePiece);
      return std::wstring(first.begin(), first.end());
    }();
    DWORD count = 0;
    if (WriteConsoleW(handle_of(stream), piece.data(), static_cast<DWORD>(piece.size()), &count, nullptr) == 0) {
      return cannot_write(stream, words());
    }
    // Whatever it says of a piece that was not refused, the next one follows.
    rest.remove_prefix(piece.size());
  }
  return {};
}

// The console's processing of escape sequences, as it was before.
class Escapes {
 public:
  explicit Escapes(HANDLE console) : m_console(console) {
    if (GetConsoleMode(console, &m_before) == 0) return;
    m_are_text = false;
    if ((m_before & ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0) return;
    m_is_changed =
        SetConsoleMode(console, m_before | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
    m_are_text = !m_is_changed;
  }
  ~Escapes() {
    if (m_is_changed) SetConsoleMode(m_console, m_before);
  }
  Escapes(const Escapes&) = delete;
  Escapes& operator=(const Escapes&) = delete;

  bool are_text() const { return m_are_text; }

 private:
  HANDLE m_console;
  DWORD m_before = 0;
  bool m_is_changed = false;
  bool m_are_text = false;
};

// One unit that was typed; false at the end, with the system's error, 0 where it gave none.
bool read_unit(HANDLE console, wchar_t& unit, DWORD& error) {
  DWORD count = 0;
  SetLastError(0);
  const bool is_read = ReadConsoleW(console, &unit, 1, &count, nullptr) != 0 && count == 1;
  error = is_read ? 0 : GetLastError();
  return is_read;
}

// What was typed and not taken yet, as UTF-8.
base::Result<std::size_t> read_console(HANDLE console, std::span<char> buffer) {
  constexpr wchar_t kEnd = 0x1A;  // Ctrl-Z
  static std::string pending;
  if (pending.empty()) {
    std::u16string line;
    wchar_t unit = 0;
    DWORD error = 0;
    while (unit != L'\n' && line.size() < kConsolePiece) {
      if (!read_unit(console, unit, error)) {
        if (error == ERROR_OPERATION_ABORTED) return interrupted_input();
        if (error != 0) return cannot_read_input(base::system_words(error));
        break;
      }
      if (line.empty() && unit == kEnd) return std::size_t{0};
      line += static_cast<char16_t>(unit);
    }
    pending = base::to_utf8(line);
  }
  const std::size_t count = std::min(pending.size(), buffer.size());
  std::copy_n(pending.begin(), count, buffer.begin());
  pending.erase(0, count);
  return count;
}

}  // namespace

base::Result<void> write_to(Stream stream, std::string_view text, Form form) {
  const HANDLE handle = handle_of(stream);
  if (is_console(handle)) return write_to_console(stream, text);
  const std::string lines = form == Form::Text ? base::with_carriage_returns(text) : std::string();
  std::string_view rest = form == Form::Text ? std::string_view(lines) : text;
  constexpr std::size_t kPiece = std::size_t{1} << 30;  // WriteFile counts in 32 bits
  while (!rest.empty()) {
    DWORD count = 0;
    if (WriteFile(handle, rest.data(), static_cast<DWORD>(std::min(rest.size(), kPiece)), &count, nullptr) == 0) {
      return cannot_write(stream, words());
    }
    rest.remove_prefix(count);
  }
  return {};
}

void hold_standard_streams() {}  // handles have no small numbers that the next file gets

base::Result<void> check_writable(Stream stream) {
  const HANDLE handle = handle_of(stream);
  if (handle != nullptr && handle != INVALID_HANDLE_VALUE && GetFileType(handle) != FILE_TYPE_UNKNOWN) return {};
  return cannot_write(stream, base::system_words(ERROR_INVALID_HANDLE));
}

bool is_terminal(Stream stream) {
  return is_console(handle_of(stream));
}

bool shows_escapes_as_text(Stream stream) {
  static const Escapes out(handle_of(Stream::Out));
  static const Escapes error(handle_of(Stream::Error));
  return (stream == Stream::Out ? out : error).are_text();
}

std::optional<std::size_t> terminal_width(Stream stream) {
  CONSOLE_SCREEN_BUFFER_INFO info;
  if (GetConsoleScreenBufferInfo(handle_of(stream), &info) == 0) return std::nullopt;
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
  std::u16string line;
  wchar_t unit = 0;
  DWORD error = 0;
  bool is_read = true;
  while (line.size() <= kMaxPassword && unit != L'\n') {
    is_read = read_unit(console, unit, error);
    if (!is_read) break;
    if (unit != L'\n' && unit != L'\r') line += static_cast<char16_t>(unit);
  }
  if (line.size() > kMaxPassword) FlushConsoleInputBuffer(console);
  SetConsoleMode(console, before);
  CloseHandle(console);
  static_cast<void>(write_to(Stream::Error, "\n"));
  // Ctrl-C ends the call before the thread that is told of it has run.
  if (!is_read && (error == ERROR_OPERATION_ABORTED || error == 0)) return interrupted_input();
  if (!is_read) return base::fail(base::ErrorKind::LocalIo, "cannot read the password from the console");
  if (line.size() > kMaxPassword) return base::fail(base::ErrorKind::Usage, "the password is too long");
  return base::to_utf8(line);
}

base::Result<std::size_t> read_input(std::span<char> buffer) {
  const HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
  if (is_console(input)) return read_console(input, buffer);
  DWORD count = 0;
  const auto size = static_cast<DWORD>(std::min(buffer.size(), kConsolePiece));
  if (ReadFile(input, buffer.data(), size, &count, nullptr) != 0) return std::size_t{count};
  const DWORD error = GetLastError();
  // The end of a pipe whose other side is closed.
  if (error == ERROR_BROKEN_PIPE) return std::size_t{0};
  return cannot_read_input(base::system_words(error));
}

}  // namespace webcid::cli
#endif
