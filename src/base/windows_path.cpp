#include <webcid/base/windows_path.hpp>

#include <algorithm>

#include <webcid/base/text.hpp>

namespace webcid::base {
namespace {

constexpr std::u16string_view kLong = u"\\\\?\\";
constexpr std::u16string_view kLongUnc = u"\\\\?\\UNC\\";
constexpr std::u16string_view kDevice = u"\\\\.\\";

bool has_drive(std::u16string_view path) {
  if (path.size() < 2 || path[1] != u':') return false;
  const char16_t letter = static_cast<char16_t>(path[0] | 0x20);
  return letter >= u'a' && letter <= u'z';
}

// "UNC" in any case.
bool is_long_unc(std::u16string_view path) {
  const auto same = [](char16_t a, char16_t b) { return a == b || (a >= u'a' && a <= u'z' && a - 0x20 == b); };
  return path.size() >= kLongUnc.size() &&
         std::equal(kLongUnc.begin(), kLongUnc.end(), path.begin(), [&](char16_t b, char16_t a) { return same(a, b); });
}

}  // namespace

std::u16string with_long_prefix(std::u16string_view absolute) {
  if (absolute.starts_with(kLong) || absolute.starts_with(kDevice)) return std::u16string(absolute);
  if (absolute.starts_with(u"\\\\")) return std::u16string(kLongUnc).append(absolute.substr(2));
  return has_drive(absolute) ? std::u16string(kLong).append(absolute) : std::u16string(absolute);
}

std::u16string as_plain_path(std::u16string path) {
  std::replace(path.begin(), path.end(), u'/', u'\\');
  if (is_long_unc(path)) return path.replace(0, kLongUnc.size(), u"\\\\");
  if (path.starts_with(kLong) && has_drive(std::u16string_view(path).substr(kLong.size()))) {
    path.erase(0, kLong.size());
  }
  return path;
}

std::string_view refused_on_windows(std::string_view segment) {
  if (segment.find(':') != std::string_view::npos) return "Windows allows no colon in a name";
  if (segment.find_first_of("<>\"|?*") != std::string_view::npos)
    return "Windows allows none of < > \" | ? * in a name";
  if (segment.back() == '.' || segment.back() == ' ') return "Windows allows no dot or blank at the end of a name";
  if (!is_utf8(segment)) return "Windows allows only Unicode in a name";
  return {};
}

}  // namespace webcid::base
