#include <array>
#include <webcid/iis/version.hpp>

namespace webcid::iis {
namespace {

constexpr std::array<VersionRow, 5> kVersions{{
    {Version::V7_0, "7.0", "6002"},
    {Version::V7_5, "7.5", "7601"},
    {Version::V8_0, "8.0", "9200"},
    {Version::V8_5, "8.5", "9600"},
    {Version::V10_0, "10.0", "17763"},
}};

}  // namespace

std::span<const VersionRow> versions() {
  return kVersions;
}

const VersionRow& row_of(Version version) {
  return kVersions[static_cast<std::size_t>(version)];
}

std::optional<Version> version_named(std::string_view name) {
  for (const VersionRow& row : kVersions) {
    if (row.name == name) return row.version;
  }
  return std::nullopt;
}

}  // namespace webcid::iis
