// What a file is, by its content.
#include <webcid/endpoint/parse.hpp>

#include <array>

#include <webcid/base/text.hpp>

#include "text_lines.hpp"

namespace webcid::endpoint {
namespace {

bool is_binary_list(std::string_view bytes) {
  return bytes.starts_with("bplist");
}

bool is_xml_list(std::string_view text) {
  const std::string_view begin = base::trim(text.substr(0, 4096));
  return begin.starts_with("<?xml") || begin.starts_with("<!DOCTYPE plist") || begin.starts_with("<plist");
}

// The first line that is no comment opens a section.
bool is_ini(std::string_view text) {
  for (const std::string_view raw : base::split(text, '\n')) {
    const std::string_view line = base::trim(raw);
    if (line.empty() || line.front() == ';' || line.front() == '#') continue;
    return line.front() == '[';
  }
  return false;
}

}  // namespace

base::Result<model::EndpointSettings> parse(std::string_view bytes) {
  if (is_binary_list(bytes)) return parse_preferences(bytes);
  const auto text = text_of(bytes);
  if (!text) return tl::make_unexpected(text.error());
  if (is_xml_list(*text)) return parse_preferences(*text);
  if (is_ini(*text)) return parse_iconn(*text);
  auto out = parse_savconfig(*text);
  if (out || text->find("PrimaryUpdate") != std::string::npos) return out;
  return base::fail(base::ErrorKind::Malformed,
                    "no update settings in it: expected iconn.cfg, com.sophos.sau.plist, or what savconfig -v prints");
}

}  // namespace webcid::endpoint
