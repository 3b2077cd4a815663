// Words of evidence in the reader's language.
#pragma once

#include <string>
#include <string_view>

#include <webcid/causes/language.hpp>

namespace webcid::causes {

// "404 (IIS custom page)", "connect-timeout", "wrong-size": an answer, a transport error or an outcome. Anything else
// stays as it is.
std::string term_in(std::string_view term, Language language);

}  // namespace webcid::causes
