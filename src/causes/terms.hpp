// Arguments of sentences that are no names of anything: what came back, how a transfer ended, what a reader complained
// of. They are English in evidence and in JSON, and become the reader's here.
#pragma once

#include <cstddef>
#include <string>

#include <webcid/causes/language.hpp>
#include <webcid/model/statement.hpp>

namespace webcid::causes {

// That argument of that sentence, in the language if it is such a word or message. Another one may be a file that is
// called "refused".
std::string argument_in(const model::Statement& statement, std::size_t place, Language language);

}  // namespace webcid::causes
