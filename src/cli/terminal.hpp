// The terminal and the environment around the process, on every platform.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/causes/language.hpp>

namespace webcid::cli {

enum class Stream { Out, Error };

// On Windows: a console.
bool is_terminal(Stream stream);
// Columns of the terminal behind the stream; nothing when it is none.
std::optional<std::size_t> terminal_width(Stream stream);
// Whether the stream is a terminal that shows escape sequences as characters: a console without virtual-terminal
// processing, which is switched on by the first call and off again when the process ends.
bool shows_escapes_as_text(Stream stream);

// Keeps the numbers of closed standard streams, so that no file or socket gets them and what is printed with them.
void hold_standard_streams();
// LocalIo when the stream is closed, before anything is written.
base::Result<void> check_writable(Stream stream);

// What is written, which decides the line ends in a file or pipe on Windows.
enum class Form {
  Text,   // for people and for the tools of Windows that read lines (findstr, more, editors): CR LF there
  Bytes,  // for programs: the same bytes on every system
};
// Everything or an error: LocalIo when the stream is closed or the disk behind it is full. `text` is UTF-8 and stays it
// in a file or pipe; a console of Windows gets it as UTF-16, so that its code page does not matter and is not changed.
base::Result<void> write_to(Stream stream, std::string_view text, Form form = Form::Text);
// One line on stderr, "webcid: " before it, in the language (messages.hpp) and made printable.
void complain(std::string_view message, causes::Language language);

// A variable of the environment that is set and not empty.
std::optional<std::string> environment(const char* name);
// By LC_ALL, LC_MESSAGES, LANG; on Windows by the user interface's language. English where nothing says otherwise.
causes::Language system_language();

// Asks on the terminal itself, without echo; Usage when there is no terminal to ask on, Interrupted by Ctrl-C.
base::Result<std::string> ask_password(std::string_view prompt);
// Up to `buffer.size()` bytes of standard input; 0 at the end. LocalIo, Interrupted. What is typed at a
// console of Windows comes as UTF-8.
base::Result<std::size_t> read_input(std::span<char> buffer);
// The first line of standard input, without its line end.
base::Result<std::string> read_line_from_input();

}  // namespace webcid::cli
