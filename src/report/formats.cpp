#include <webcid/report/formats.hpp>

#include <algorithm>
#include <array>

#include <webcid/report/collection.hpp>
#include <webcid/report/html.hpp>
#include <webcid/report/json.hpp>
#include <webcid/report/junit.hpp>
#include <webcid/report/markdown.hpp>
#include <webcid/report/nagios.hpp>
#include <webcid/report/openmetrics.hpp>

namespace webcid::report {
namespace {

constexpr auto kFormats = std::to_array<Format>({
    {"json", "json", Role::Document, render_json, render_collection_json},
    {"html", "html", Role::Document, render_html, render_collection_html, Shows::Chronicle},
    {"junit", "junit.xml", Role::Document, render_junit, render_collection_junit},
    {"markdown", "md", Role::Document, render_markdown, render_collection_markdown},
    {"openmetrics", "prom", Role::Document, render_openmetrics, render_collection_openmetrics},
    {"nagios", "nagios.txt", Role::Plugin, render_nagios, render_collection_nagios},
});

}  // namespace

std::span<const Format> formats() {
  return kFormats;
}

const Format* find_format(std::string_view name) {
  const auto* const found =
      std::find_if(kFormats.begin(), kFormats.end(), [name](const Format& row) { return row.name == name; });
  return found == kFormats.end() ? nullptr : found;
}

}  // namespace webcid::report
