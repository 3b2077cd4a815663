// Messages of errors (base::Error and its like) in the reader's language. They are English where they arise, and are
// recognised by their words where they are shown: whoever reads a file needs no language.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include <webcid/causes/language.hpp>

namespace webcid::causes {

// One message. Places {0}, {1}, ... hold names and values, which nobody translates, and stand in rising order in the
// English text.
struct Message {
  std::string_view english;
  std::string_view japanese;
  std::string_view nested = {};   // the places that hold messages themselves: "1", "02"
  std::string_view numbers = {};  // the places that hold digits only, where a name could be taken for them
};

// What the houses below the command line say of files, catalogues, evidence, reports and accounts, and what the system
// says. The table is src/causes/messages.cpp.
std::span<const Message> all_messages();

// By the first row that fits the whole; else what stands before the first ": " as it is, and the rest likewise; else
// by a row that begins with a name; else the English text as it is. What is in nested places must be known as well,
// unless no reading has that and the row begins with words of its own.
std::string in_japanese(std::string_view english, std::initializer_list<std::span<const Message>> tables);

// By all_messages() alone.
std::string message_in(std::string_view english, Language language);

}  // namespace webcid::causes
