// Words that are arguments of sentences, and not names of anything: what came back, and how a transfer ended. They are
// English in evidence and in JSON, and become the reader's here.
#pragma once

#include <cstddef>
#include <string_view>

namespace webcid::causes {

// Whether that argument of that sentence is such a word. Another one may be a file that is called "refused".
bool is_term_place(std::string_view statement, std::size_t place);

}  // namespace webcid::causes
