#include <webcid/base/environment.hpp>

#include <cstdlib>

#ifdef _WIN32
#include <string_view>

#include <webcid/base/encoding.hpp>
#endif

namespace webcid::base {

#ifdef _WIN32
std::optional<std::string> environment(const char* name) {
  const std::string_view ascii = name;
  const wchar_t* const value = _wgetenv(std::wstring(ascii.begin(), ascii.end()).c_str());
  if (value == nullptr) return std::nullopt;
  const std::wstring_view wide = value;
  return to_utf8(std::u16string(wide.begin(), wide.end()));
}
#else
std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}
#endif

}  // namespace webcid::base
