// What a share publishes: the catalogue (list), its entries, and directory listings.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/path.hpp>

namespace webcid::model {

enum class DigestAlgorithm : std::uint8_t { Md5, Sha1, Sha256, Sha384, Sha512 };

// "md5", "sha1", ... as JSON fields and messages name them.
std::string_view name_of(DigestAlgorithm algorithm);
std::optional<DigestAlgorithm> digest_algorithm(std::string_view name);
// Bytes of a digest: 16, 20, 32, 48, 64.
std::size_t size_of(DigestAlgorithm algorithm);

struct Digest {
  DigestAlgorithm algorithm = DigestAlgorithm::Sha256;
  std::array<std::uint8_t, 64> bytes{};  // the first size_of(algorithm) count, the rest is zero

  std::string hex() const;  // lower case
  // From hex in either case; nothing when the length does not fit the algorithm.
  static std::optional<Digest> from_hex(DigestAlgorithm algorithm, std::string_view hex);
  friend bool operator==(const Digest&, const Digest&) = default;
};

// One file of a catalogue: what must arrive when it is fetched.
struct Entry {
  base::RelativePath path;            // relative to the address that is checked
  std::optional<std::uint64_t> size;  // bytes, when the catalogue says
  std::vector<Digest> digests;        // none when the catalogue is a listing
};

enum class CatalogueFormat : std::uint8_t { Manifest, ChecksumList, Json, Listing };
std::string_view name_of(CatalogueFormat format);  // "manifest.dat", "checksum list", "webcid JSON", "listing"

struct Catalogue {
  CatalogueFormat format = CatalogueFormat::Json;
  std::vector<Entry> entries;                // in the order of the text, no path twice
  std::vector<std::string> never_published;  // web.config and the like that it lists: skipped, and said so
  bool is_signed = false;                    // carries a signature block; webcid does not check it
};

// Where in a text a reader gave up, and why. Positions count from 1; column counts bytes.
struct ParseProblem {
  std::size_t line = 0;
  std::size_t column = 0;
  std::string message;  // what is wrong, lower case, no full stop
  std::string excerpt;  // the offending line, made printable, at most 120 bytes
};

enum class ListingStyle : std::uint8_t { Iis, Apache, Nginx, Other };

struct ListingRow {
  std::string name;  // bytes, decoded, without the final '/'
  bool is_folder = false;
  std::optional<std::uint64_t> size;  // exact bytes only (IIS, nginx); Apache's "35K" is none
};

// A directory listing, parsed.
struct Listing {
  ListingStyle style = ListingStyle::Other;
  std::vector<ListingRow> rows;
};

}  // namespace webcid::model
