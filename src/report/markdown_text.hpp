// Text that Markdown shows as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace webcid::report::markdown {

// `foreign` for a place in a sentence: printable and, unless it is a plain word or number, between two marks that
// prose() makes a code span of. The marks are characters for private use; a sentence is put together without looking at
// them.
std::string marked(std::string_view foreign);
std::vector<std::string> marked(const std::vector<std::string>& foreign);

// A sentence of ours with marked places: nothing in it is markup, except code spans of the places and of addresses,
// which would become links else. One line.
std::string prose(std::string_view sentence);

// `text` in backticks, more of them than there are together in it. One line; nothing for nothing.
std::string code(std::string_view text);

// `lines` as a fenced block of a language ("xml"), whose fence is longer than any run of backticks in it.
std::string fenced(std::string_view lines, std::string_view language);

}  // namespace webcid::report::markdown
