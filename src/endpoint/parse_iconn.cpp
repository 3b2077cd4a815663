// iconn.cfg. Read here and not by a library: inih, the one that Debian has for C, is built with lines of 200 bytes
// there and takes the rest of a longer one for a line of its own, ends at a NUL, and cuts values at " ;". All three
// would make something else of a password than a password.
#include <string>

#include <webcid/base/encoding.hpp>
#include <webcid/base/text.hpp>
#include <webcid/endpoint/parse.hpp>

#include "keys.hpp"
#include "text_lines.hpp"

namespace webcid::endpoint {
namespace {

bool contains(std::string_view section, std::string_view word) {
  return base::to_lower(section).find(word) != std::string::npos;
}

}  // namespace

base::Result<model::EndpointSettings> parse_iconn(std::string_view bytes) {
  const auto text = text_of(bytes);
  if (!text) return tl::make_unexpected(text.error());
  SourceBuilder primary;
  SourceBuilder secondary;
  bool has_section = false;
  bool is_there = false;
  SourceBuilder* current = nullptr;
  std::string section;
  for (const std::string_view raw : base::split(*text, '\n')) {
    const std::string_view line = base::trim(raw);
    if (line.empty() || line.front() == ';' || line.front() == '#') continue;
    if (line.front() == '[') {
      section = std::string(line.substr(1, line.find(']') - 1));
      has_section = true;
      current = contains(section, "primary") ? &primary : contains(section, "secondary") ? &secondary : nullptr;
      is_there = is_there || current != nullptr;
      continue;
    }
    const auto equals = line.find('=');
    if (current == nullptr || equals == std::string_view::npos) continue;
    const std::string_view key = base::trim(line.substr(0, equals));
    auto added = current->add(key, unquoted(base::trim(line.substr(equals + 1))), shown_key(section, key));
    if (!added) return tl::make_unexpected(std::move(added.error()));
  }
  if (!has_section) return base::fail(base::ErrorKind::Malformed, "no section of an INI file in it");
  if (!is_there) return base::fail(base::ErrorKind::Malformed, "no section named Primary or Secondary in it");
  model::EndpointSettings out;
  out.kind = model::SettingsKind::Iconn;
  out.primary = primary.take();
  out.secondary = secondary.take();
  return out;
}

}  // namespace webcid::endpoint
