#include <webcid/base/text.hpp>
#include <webcid/catalogue/well_known.hpp>

namespace webcid::catalogue {
namespace {

using model::DigestAlgorithm;

constexpr WellKnown kWellKnown[] = {
    {"manifest.dat", WellKnownKind::Manifest, std::nullopt},
    {"SHA512SUMS", WellKnownKind::ChecksumList, DigestAlgorithm::Sha512},
    {"SHA512SUMS.txt", WellKnownKind::ChecksumList, DigestAlgorithm::Sha512},
    {"SHA256SUMS", WellKnownKind::ChecksumList, DigestAlgorithm::Sha256},
    {"SHA256SUMS.txt", WellKnownKind::ChecksumList, DigestAlgorithm::Sha256},
    {"SHA1SUMS", WellKnownKind::ChecksumList, DigestAlgorithm::Sha1},
    {"SHA1SUMS.txt", WellKnownKind::ChecksumList, DigestAlgorithm::Sha1},
    {"MD5SUMS", WellKnownKind::ChecksumList, DigestAlgorithm::Md5},
    {"MD5SUMS.txt", WellKnownKind::ChecksumList, DigestAlgorithm::Md5},
    {"webcid-catalogue.txt", WellKnownKind::Json, std::nullopt},
    {"webcid-catalogue.json", WellKnownKind::Json, std::nullopt},
    {"cidsync.upd", WellKnownKind::Sentinel, std::nullopt},
};

}  // namespace

std::span<const WellKnown> well_known() {
  return kWellKnown;
}

const WellKnown* find(std::string_view name) {
  for (const WellKnown& row : kWellKnown) {
    if (base::equals_ignoring_case(row.name, name)) return &row;
  }
  return nullptr;
}

}  // namespace webcid::catalogue
