// What savconfig prints: with -v all settings, indented by a tab, further values of a key below the first one.
#include <webcid/base/text.hpp>
#include <webcid/endpoint/parse.hpp>

#include "keys.hpp"
#include "text_lines.hpp"

namespace webcid::endpoint {

base::Result<model::EndpointSettings> parse_savconfig(std::string_view bytes) {
  const auto text = text_of(bytes);
  if (!text) return tl::make_unexpected(text.error());
  SourceBuilder primary;
  SourceBuilder secondary;
  bool is_there = false;
  for (const std::string_view raw : base::split(*text, '\n')) {
    const std::string_view line = base::trim(raw);
    const auto separator = line.find_first_of(":=");
    if (separator == std::string_view::npos) continue;
    const std::string_view key = base::trim(line.substr(0, separator));
    SourceBuilder* const source = key.starts_with("PrimaryUpdate")     ? &primary
                                  : key.starts_with("SecondaryUpdate") ? &secondary
                                                                       : nullptr;
    if (source == nullptr) continue;
    is_there = true;
    auto added = source->add(key, unquoted(base::trim(line.substr(separator + 1))), shown_key("", key));
    if (!added) return tl::make_unexpected(std::move(added.error()));
  }
  if (!is_there) return base::fail(base::ErrorKind::Malformed, "no setting named PrimaryUpdate... in it");
  model::EndpointSettings out;
  out.kind = model::SettingsKind::Savconfig;
  out.primary = primary.take();
  out.secondary = secondary.take();
  return out;
}

}  // namespace webcid::endpoint
