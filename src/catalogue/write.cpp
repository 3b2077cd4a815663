#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/catalogue/write.hpp>

namespace webcid::catalogue {
namespace {

using model::DigestAlgorithm;

constexpr std::array<DigestAlgorithm, 1> kJsonDigests{DigestAlgorithm::Sha256};
constexpr std::array<DigestAlgorithm, 2> kManifestDigests{DigestAlgorithm::Sha1, DigestAlgorithm::Sha256};
constexpr std::array<DigestAlgorithm, 1> kSha256Digests{DigestAlgorithm::Sha256};

const std::array<OutputRow, 3> kOutputFormats{{
    {OutputFormat::Json, "json", "webcid-catalogue.txt", kJsonDigests},
    {OutputFormat::Manifest, "manifest.dat", "manifest.dat", kManifestDigests},
    {OutputFormat::Sha256Sums, "sha256sums", "SHA256SUMS", kSha256Digests},
}};

// The order of a JSON entry's digests.
constexpr std::array<DigestAlgorithm, 5> kJsonOrder{DigestAlgorithm::Sha512, DigestAlgorithm::Sha384,
                                                    DigestAlgorithm::Sha256, DigestAlgorithm::Sha1,
                                                    DigestAlgorithm::Md5};

constexpr std::size_t kPiece = 64 * 1024;  // bytes gathered before the sink is called

const model::Digest* digest_of(const model::Entry& entry, DigestAlgorithm algorithm) {
  const auto at = std::find_if(entry.digests.begin(), entry.digests.end(),
                               [&](const model::Digest& one) { return one.algorithm == algorithm; });
  return at == entry.digests.end() ? nullptr : &*at;
}

auto cannot_hold(const model::Entry& entry, std::string_view why) {
  return base::fail(base::ErrorKind::Malformed,
                    fmt::format("cannot list \"{}\": {}", base::printable(entry.path.text()), why));
}

auto lacks(const model::Entry& entry, std::string_view what) {
  return base::fail(base::ErrorKind::Bug,
                    fmt::format("the entry \"{}\" has no {}", base::printable(entry.path.text()), what));
}

// RFC 8259, section 7. A RelativePath has no control characters, so these two are all that need escaping.
void append_json_string(std::string& to, std::string_view text) {
  to += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') to += '\\';
    to += c;
  }
  to += '"';
}

}  // namespace

std::span<const OutputRow> output_formats() {
  return kOutputFormats;
}

const OutputRow* find_output_format(std::string_view option) {
  for (const OutputRow& row : kOutputFormats) {
    if (row.option == option) return &row;
  }
  return nullptr;
}

const OutputRow& row_of(OutputFormat format) {
  return *std::find_if(kOutputFormats.begin(), kOutputFormats.end(),
                       [&](const OutputRow& row) { return row.format == format; });
}

Writer::Writer(OutputFormat format, Sink sink, base::Time created)
    : m_format(format), m_sink(std::move(sink)), m_created(created) {}

base::Result<void> Writer::begin() {
  if (m_format == OutputFormat::Json) {
    m_pending += fmt::format("{{\"schema\":\"webcid-catalogue/1\",\"created\":\"{}\",\"files\":[",
                             base::format_time_seconds(m_created));
  }
  return {};
}

base::Result<void> Writer::add(const model::Entry& entry) {
  if (base::is_never_published(entry.path.name())) return {};
  base::Result<void> done;
  switch (m_format) {
    case OutputFormat::Json:
      done = add_json(entry);
      break;
    case OutputFormat::Manifest:
      done = add_manifest(entry);
      break;
    case OutputFormat::Sha256Sums:
      done = add_sha256(entry);
      break;
  }
  if (!done) return done;
  m_has_entries = true;
  return m_pending.size() < kPiece ? base::Result<void>() : flush();
}

base::Result<void> Writer::end() {
  if (m_format == OutputFormat::Json) m_pending += "\n]}\n";
  return flush();
}

base::Result<void> Writer::flush() {
  if (m_pending.empty()) return {};
  auto done = m_sink(m_pending);
  m_pending.clear();
  return done;
}

base::Result<void> Writer::add_json(const model::Entry& entry) {
  if (!base::is_utf8(entry.path.text())) return cannot_hold(entry, "JSON cannot hold a name that is not UTF-8");
  if (entry.digests.empty()) return lacks(entry, "digest");
  m_pending += m_has_entries ? ",\n{\"path\":" : "\n{\"path\":";
  append_json_string(m_pending, entry.path.text());
  if (entry.size) m_pending += fmt::format(",\"size\":{}", *entry.size);
  for (const DigestAlgorithm algorithm : kJsonOrder) {
    if (const model::Digest* digest = digest_of(entry, algorithm)) {
      m_pending += fmt::format(",\"{}\":\"{}\"", model::name_of(algorithm), digest->hex());
    }
  }
  m_pending += '}';
  return {};
}

base::Result<void> Writer::add_manifest(const model::Entry& entry) {
  if (entry.path.text().find('"') != std::string::npos) {
    return cannot_hold(entry, "manifest.dat cannot hold a double quote");
  }
  if (!entry.size) return lacks(entry, "size");
  const model::Digest* sha1 = digest_of(entry, DigestAlgorithm::Sha1);
  const model::Digest* sha256 = digest_of(entry, DigestAlgorithm::Sha256);
  if (sha1 == nullptr) return lacks(entry, "sha1");
  if (sha256 == nullptr) return lacks(entry, "sha256");
  std::string path = entry.path.text();
  std::replace(path.begin(), path.end(), '/', '\\');
  m_pending += fmt::format("\".\\{}\" {} {}\r\n#sha256 {}\r\n", path, *entry.size, sha1->hex(), sha256->hex());
  if (const model::Digest* sha384 = digest_of(entry, DigestAlgorithm::Sha384)) {
    m_pending += fmt::format("#sha384 {}\r\n", sha384->hex());
  }
  return {};
}

// GNU escapes backslash, LF and CR in names; a RelativePath has none of them, so no line of ours needs it.
base::Result<void> Writer::add_sha256(const model::Entry& entry) {
  const model::Digest* sha256 = digest_of(entry, DigestAlgorithm::Sha256);
  if (sha256 == nullptr) return lacks(entry, "sha256");
  m_pending += fmt::format("{}  {}\n", sha256->hex(), entry.path.text());
  return {};
}

}  // namespace webcid::catalogue
