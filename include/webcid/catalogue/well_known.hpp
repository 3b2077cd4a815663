// The one table of catalogue names that a share may publish (endpoint.md 2, design section 5).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <webcid/model/catalogue.hpp>

namespace webcid::catalogue {

enum class WellKnownKind : std::uint8_t {
  Manifest,      // manifest.dat: lines with size and SHA-1
  ChecksumList,  // SHA256SUMS and its like
  Json,          // our own "webcid-catalogue/1"
  Sentinel,      // cidsync.upd: its format is not public; it must only be there and be no HTML. Never parsed.
};

struct WellKnown {
  std::string_view name;
  WellKnownKind kind;
  std::optional<model::DigestAlgorithm> algorithm;  // ChecksumList: the one that every line has
};

// Every row, the most trusted first: read them in this order, merge() lets the first one win.
std::span<const WellKnown> well_known();

// The row of a file called `name` (last segment only, ASCII case ignored); nullptr for any other name.
const WellKnown* find(std::string_view name);

}  // namespace webcid::catalogue
