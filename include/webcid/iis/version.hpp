// The IIS versions whose rules are told apart.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace webcid::iis {

enum class Version : std::uint8_t { V7_0, V7_5, V8_0, V8_5, V10_0 };

struct VersionRow {
  Version version;
  std::string_view name;   // "8.5", as in the Server header and in the titles of detailed pages
  std::string_view build;  // last field of a detailed page's IIS70Error anchor (iis.md f.2)
};

std::span<const VersionRow> versions();
const VersionRow& row_of(Version version);
std::optional<Version> version_named(std::string_view name);

}  // namespace webcid::iis
