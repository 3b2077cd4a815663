// Readers of the catalogue formats. Input is hostile: every path must pass base::RelativePath, every size, count and
// line length is bounded, and every refusal says where (line, column, excerpt).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <tl/expected.hpp>

#include <webcid/model/catalogue.hpp>

namespace webcid::catalogue {

inline constexpr std::size_t kMaxText = std::size_t{256} << 20;  // bytes of one catalogue
inline constexpr std::size_t kMaxLine = std::size_t{16} << 10;   // bytes of one line of manifest.dat or a checksum list
inline constexpr std::size_t kMaxEntries = 5'000'000;
inline constexpr std::size_t kMaxJsonDepth = 32;         // nested objects and arrays
inline constexpr std::size_t kMaxNeverPublished = 1000;  // names kept; further ones are skipped all the same

using ReadResult = tl::expected<model::Catalogue, model::ParseProblem>;

// All readers: a BOM is skipped; LF and CRLF are taken; an HTML page is refused and called one; the same path twice
// with the same facts counts once, with different facts is a problem; web.config and the like go to never_published.

// By the file's name: a row of well_known() (a sentinel is refused), "x.sha256" and its like, else as read_any.
ReadResult read(std::string_view name, std::string_view text);

// By the text itself: a JSON object, manifest lines or checksum lines.
ReadResult read_any(std::string_view text);

// `".\path" size sha1` with optional #sha256/#sha384 lines below each; a signature sets is_signed and is not checked.
ReadResult read_manifest(std::string_view text);

// GNU ("hex  name", "hex *name", escaped names) and BSD ("SHA256 (name) = hex") lines, also mixed. With `only`, a line
// of another algorithm is a problem; without, a GNU line's algorithm follows from the length of its digest.
ReadResult read_checksum_list(std::string_view text, std::optional<model::DigestAlgorithm> only = std::nullopt);

// Schema "webcid-catalogue/1". Streams; the cost is the result's, never a tree's.
ReadResult read_json(std::string_view text);

}  // namespace webcid::catalogue
