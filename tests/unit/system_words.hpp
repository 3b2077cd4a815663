// What is said of an error that the system reports: in its own words, which differ.
#pragma once

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include <webcid/base/file.hpp>

namespace webcid::test {

// A text about paths, whichever way their separators lean: Windows takes both.
inline std::string with_slashes(std::string text) {
#ifdef _WIN32
  std::replace(text.begin(), text.end(), '\\', '/');
#endif
  return text;
}

#ifdef _WIN32
inline std::string words_of(int number) {
  return base::system_words(static_cast<unsigned long>(number));
}
inline std::string no_such_file() {
  return words_of(2);  // ERROR_FILE_NOT_FOUND
}
// A folder where a file is to be.
inline std::string is_a_folder() {
  return words_of(5);  // ERROR_ACCESS_DENIED
}
// A file where a folder is to be: Windows opens it all the same, and we look.
inline std::string is_no_folder() {
  return "is no folder";
}
#else
inline std::string words_of(int number) {
  return std::error_code(number, std::generic_category()).message();
}
inline std::string no_such_file() {
  return words_of(ENOENT);
}
inline std::string is_a_folder() {
  return words_of(EISDIR);
}
inline std::string is_no_folder() {
  return words_of(ENOTDIR);
}
#endif

}  // namespace webcid::test
