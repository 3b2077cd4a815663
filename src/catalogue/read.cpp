// Which reader a text is for.
#include <array>
#include <string>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/catalogue/read.hpp>
#include <webcid/catalogue/well_known.hpp>

#include "reading.hpp"

namespace webcid::catalogue {
namespace {

std::string_view last_segment(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// "setup.exe.sha256" holds the digest of the file beside it, often without its name.
ReadResult read_beside(std::string_view name, model::DigestAlgorithm algorithm, std::string_view text) {
  const auto checked = check_text(text);
  if (!checked) return tl::make_unexpected(checked.error());
  const auto digest = model::Digest::from_hex(algorithm, base::trim(*checked));
  if (!digest) return read_checksum_list(text, algorithm);
  EntryCollector entries(model::CatalogueFormat::ChecksumList, *checked);
  const auto entry = entries.add(name.substr(0, name.rfind('.')), 0);
  if (!entry) return problem_at(*checked, 0, entry.error());
  if (*entry != nullptr) (*entry)->digests.push_back(*digest);
  return std::move(entries).finish();
}

}  // namespace

ReadResult read(std::string_view name, std::string_view text) {
  name = last_segment(name);
  if (const WellKnown* row = find(name)) {
    switch (row->kind) {
      case WellKnownKind::Manifest:
        return read_manifest(text);
      case WellKnownKind::ChecksumList:
        return read_checksum_list(text, row->algorithm);
      case WellKnownKind::Json:
        return read_json(text);
      case WellKnownKind::Sentinel:
        return problem_at(text, 0, fmt::format("the format of {} is not public", row->name));
    }
  }
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && dot > 0) {
    if (const auto algorithm = model::digest_algorithm(base::to_lower(name.substr(dot + 1)))) {
      return read_beside(name, *algorithm, text);
    }
  }
  return read_any(text);
}

ReadResult read_any(std::string_view text) {
  const auto checked = check_text(text);
  if (!checked) return tl::make_unexpected(checked.error());
  // The first line that is neither blank nor a comment tells.
  Lines lines(*checked);
  while (const auto line = lines.next()) {
    const std::string_view trimmed = base::trim(line->text);
    if (trimmed.empty() || trimmed.front() == '#') continue;
    if (trimmed.front() == '{' || trimmed.front() == '[') return read_json(text);
    if (trimmed.front() == '"' || trimmed.substr(0, 5) == "-----") return read_manifest(text);
    const std::size_t start = trimmed.front() == '\\' ? 1 : 0;
    const std::size_t token_end = trimmed.find_first_of(" (", start);
    const std::string_view token = trimmed.substr(start, token_end - start);
    const bool is_hex = token.size() >= 32 && token.find_first_not_of("0123456789abcdefABCDEF") == token.npos;
    const bool is_tag = base::starts_with_ignoring_case(token, "md5") || base::starts_with_ignoring_case(token, "sha");
    if (is_hex || is_tag) return read_checksum_list(text);
    return problem_at(*checked, line->offset, "no catalogue: neither JSON, manifest.dat nor a checksum list");
  }
  return problem_at(*checked, 0, "the catalogue lists no file");
}

}  // namespace webcid::catalogue
