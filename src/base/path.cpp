#include <webcid/base/path.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

namespace webcid::base {
namespace {

// Names that Windows opens as devices in every folder, with any extension (Microsoft, "Naming Files, Paths, and
// Namespaces").
bool is_device_name(std::string_view segment) {
  // Nearly every name ends here: paths are checked by the million.
  if (std::string_view("CcPpAaNnLl").find(segment.front()) == std::string_view::npos) return false;
  std::string_view stem = segment.substr(0, segment.find('.'));
  while (!stem.empty() && stem.back() == ' ') stem.remove_suffix(1);
  constexpr std::array<std::string_view, 6> kPlain{"con", "prn", "aux", "nul", "conin$", "conout$"};
  if (std::any_of(kPlain.begin(), kPlain.end(), [&](auto name) { return equals_ignoring_case(stem, name); })) {
    return true;
  }
  if (!starts_with_ignoring_case(stem, "com") && !starts_with_ignoring_case(stem, "lpt")) return false;
  // "COM¹" too: Windows takes the superscript digits of ISO 8859-1 for digits.
  constexpr std::array<std::string_view, 3> kSuperscripts{"\u00B9", "\u00B2", "\u00B3"};
  const std::string_view number = stem.substr(3);
  return (number.size() == 1 && number[0] >= '1' && number[0] <= '9') ||
         std::find(kSuperscripts.begin(), kSuperscripts.end(), number) != kSuperscripts.end();
}

// Why the segment cannot be part of a published path; empty when it can.
std::string_view refusal_of(std::string_view segment) {
  if (segment.empty()) return "has an empty segment";
  if (segment == "." || segment == "..") return "has a \".\" or \"..\" segment";
  if (segment.size() > RelativePath::kMaxSegmentLength) return "has a segment of more than 255 bytes";
  for (const char c : segment) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return "has a control character";
    if (c == '\\') return "has a backslash";
  }
  if (is_device_name(segment)) return "is a device name on Windows";
  return {};
}

}  // namespace

Result<RelativePath> RelativePath::create(std::string_view bytes) {
  const auto refuse = [&](std::string_view why) {
    return fail(ErrorKind::Malformed, fmt::format("path \"{}\" {}", printable(bytes.substr(0, 200)), why));
  };
  if (bytes.empty()) return refuse("is empty");
  if (bytes.size() > kMaxLength) return refuse("is longer than 4096 bytes");
  if (bytes.front() == '/' || bytes.front() == '\\') return refuse("is absolute");
  if (bytes.size() >= 2 && bytes[1] == ':') return refuse("names a drive");
  std::size_t count = 0;
  for (std::size_t begin = 0; begin <= bytes.size(); ++count) {
    const std::size_t end = std::min(bytes.find('/', begin), bytes.size());
    if (count == kMaxSegments) return refuse("has more than 255 segments");
    if (const std::string_view why = refusal_of(bytes.substr(begin, end - begin)); !why.empty()) return refuse(why);
    begin = end + 1;
  }
  return RelativePath(std::string(bytes));
}

std::string_view RelativePath::name() const {
  const std::string_view text = m_text;
  const auto slash = text.rfind('/');
  return slash == std::string_view::npos ? text : text.substr(slash + 1);
}

std::string_view RelativePath::parent() const {
  const auto slash = m_text.rfind('/');
  return slash == std::string::npos ? std::string_view{} : std::string_view(m_text).substr(0, slash);
}

std::vector<std::string_view> RelativePath::segments() const {
  return split(m_text, '/');
}

std::string extension_of(std::string_view path) {
  const auto slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : to_lower(name.substr(dot));
}

bool is_never_published(std::string_view name) {
  constexpr std::array<std::string_view, 3> kNames{"web.config", "desktop.ini", "thumbs.db"};
  return std::any_of(kNames.begin(), kNames.end(), [&](auto known) { return equals_ignoring_case(name, known); });
}

}  // namespace webcid::base
