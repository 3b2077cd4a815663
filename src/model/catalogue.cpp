#include <webcid/model/catalogue.hpp>

#include <span>

#include <webcid/base/text.hpp>
#include <webcid/model/names.hpp>

namespace webcid::model {
namespace {

struct AlgorithmRow {
  DigestAlgorithm value;
  std::string_view name;
  std::size_t size;
};

constexpr std::array<AlgorithmRow, 5> kAlgorithms{{{DigestAlgorithm::Md5, "md5", 16},
                                                   {DigestAlgorithm::Sha1, "sha1", 20},
                                                   {DigestAlgorithm::Sha256, "sha256", 32},
                                                   {DigestAlgorithm::Sha384, "sha384", 48},
                                                   {DigestAlgorithm::Sha512, "sha512", 64}}};

constexpr NameTable<CatalogueFormat, 4> kFormats{{{CatalogueFormat::Manifest, "manifest.dat"},
                                                  {CatalogueFormat::ChecksumList, "checksum list"},
                                                  {CatalogueFormat::Json, "webcid JSON"},
                                                  {CatalogueFormat::Listing, "listing"}}};

}  // namespace

std::string_view name_of(DigestAlgorithm algorithm) {
  return kAlgorithms[static_cast<std::size_t>(algorithm)].name;
}

std::size_t size_of(DigestAlgorithm algorithm) {
  return kAlgorithms[static_cast<std::size_t>(algorithm)].size;
}

std::optional<DigestAlgorithm> digest_algorithm(std::string_view name) {
  for (const AlgorithmRow& row : kAlgorithms) {
    if (base::equals_ignoring_case(row.name, name)) return row.value;
  }
  return std::nullopt;
}

std::string Digest::hex() const {
  return base::to_hex(bytes.data(), size_of(algorithm));
}

std::optional<Digest> Digest::from_hex(DigestAlgorithm algorithm, std::string_view hex) {
  Digest digest;
  digest.algorithm = algorithm;
  if (!base::read_hex(hex, std::span(digest.bytes).first(size_of(algorithm)))) return std::nullopt;
  return digest;
}

std::string_view name_of(CatalogueFormat format) {
  return name_in(kFormats, format);
}

}  // namespace webcid::model
