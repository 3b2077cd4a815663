#include "xml.hpp"

#include <array>
#include <cstddef>

#include <webcid/base/text.hpp>

namespace webcid::report {
namespace {

struct Replacement {
  std::string_view from;
  std::string_view to;
};
constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";
// A bare tab in an attribute (section 3.3.3) and a carriage return anywhere (2.11) would be read as something else.
constexpr auto kReplacements = std::to_array<Replacement>({
    {"&", "&amp;"},
    {"<", "&lt;"},
    {">", "&gt;"},
    {"\"", "&quot;"},
    {"\t", "&#9;"},
    {"\r", "&#13;"},
    {"\xEF\xBF\xBE", kReplacementCharacter},  // U+FFFE and U+FFFF are no characters of XML
    {"\xEF\xBF\xBF", kReplacementCharacter},
});

}  // namespace

std::string xml_escaped(std::string_view utf8) {
  if (!base::is_utf8(utf8)) return xml_escaped(base::printable(utf8));
  std::string out;
  out.reserve(utf8.size() + utf8.size() / 8);
  while (!utf8.empty()) {
    std::string_view taken = utf8.substr(0, 1);
    std::string_view given = taken;
    if (static_cast<unsigned char>(taken.front()) < 0x20 && taken.front() != '\n') given = kReplacementCharacter;
    for (const Replacement& row : kReplacements) {
      if (utf8.substr(0, row.from.size()) != row.from) continue;
      taken = row.from;
      given = row.to;
    }
    out += given;
    utf8.remove_prefix(taken.size());
  }
  return out;
}

}  // namespace webcid::report
