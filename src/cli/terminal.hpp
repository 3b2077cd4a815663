// The terminal and the environment around the process, on every platform.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/causes/language.hpp>

namespace webcid::cli {

enum class Stream { Out, Error };

bool is_terminal(Stream stream);
// Columns of the terminal behind the stream; nothing when it is none.
std::optional<std::size_t> terminal_width(Stream stream);

// Keeps the numbers of closed standard streams, so that no file or socket gets them and what is printed with them.
void hold_standard_streams();
// LocalIo when the stream is closed, before anything is written.
base::Result<void> check_writable(Stream stream);
// Everything or an error: LocalIo when the stream is closed or the disk behind it is full.
base::Result<void> write_to(Stream stream, std::string_view text);
// One line on stderr, "webcid: " before it, in the language (messages.hpp) and made printable.
void complain(std::string_view message, causes::Language language);

// A variable of the environment that is set and not empty.
std::optional<std::string> environment(const char* name);
// By LC_ALL, LC_MESSAGES, LANG; on Windows by the user interface's language. English where nothing says otherwise.
causes::Language system_language();

// Asks on the terminal itself, without echo; Usage when there is no terminal to ask on.
base::Result<std::string> ask_password(std::string_view prompt);
// The first line of standard input, without its line end.
base::Result<std::string> read_line_from_input();

}  // namespace webcid::cli
