// The words of a command line as they are, before CLI11 has read them: a line that is wrong has a language, too.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace webcid::cli {

// What `option` ("--lang") is given, as "--lang VALUE" or "--lang=VALUE", each time it stands there.
inline std::vector<std::string_view> values_of(const std::vector<std::string>& arguments, std::string_view option) {
  std::vector<std::string_view> out;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view word = arguments[i];
    if (arguments[i - 1] == option) out.push_back(word);
    if (word.size() > option.size() && word.substr(0, option.size()) == option && word[option.size()] == '=') {
      out.push_back(word.substr(option.size() + 1));
    }
  }
  return out;
}

}  // namespace webcid::cli
