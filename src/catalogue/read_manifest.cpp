// manifest.dat, as described in endpoint.md section 2:
//   entry  = DQUOTE path DQUOTE SP size SP 40HEX EOL
//   digest = "#sha256" SP 64HEX EOL / "#sha384" SP 96HEX EOL
#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/catalogue/read.hpp>

#include "reading.hpp"

namespace webcid::catalogue {
namespace {

using model::DigestAlgorithm;

struct DigestTag {
  std::string_view tag;
  DigestAlgorithm algorithm;
};
constexpr std::array<DigestTag, 2> kDigestTags{
    {{"#sha256", DigestAlgorithm::Sha256}, {"#sha384", DigestAlgorithm::Sha384}}};

struct Block {
  std::string_view begin;
  std::string_view end;
};
constexpr Block kSignature{"-----BEGIN SIGNATURE-----", "-----END SIGNATURE-----"};
constexpr Block kCertificate{"-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"};

std::string_view trim_end(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t");
  return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

// What a digest line or an entry line says is wrong: where in the line, and what.
struct LineProblem {
  std::size_t column = 0;  // from 0
  std::string message;
};
using LineResult = tl::expected<void, LineProblem>;

tl::unexpected<LineProblem> wrong(std::size_t column, std::string message) {
  return tl::make_unexpected(LineProblem{column, std::move(message)});
}

class ManifestReader {
 public:
  explicit ManifestReader(std::string_view text) : m_text(text), m_entries(model::CatalogueFormat::Manifest, text) {}

  ReadResult read() {
    Lines lines(m_text);
    while (const auto line = lines.next()) {
      if (line->text.size() > kMaxLine) {
        return problem_at(m_text, line->offset + kMaxLine, fmt::format("the line is longer than {} bytes", kMaxLine));
      }
      if (const auto done = read_line(*line); !done) {
        return problem_at(m_text, line->offset + done.error().column, done.error().message);
      }
    }
    if (m_block) return problem_at(m_text, m_block_offset, fmt::format("no \"{}\" follows", m_block->end));
    if (!m_entries.found_any()) return problem_at(m_text, 0, "the catalogue lists no file");
    return std::move(m_entries).finish();
  }

 private:
  LineResult read_line(const Line& line) {
    const std::string_view text = trim_end(line.text);
    if (m_block) {
      if (text == m_block->end) m_block = nullptr;
      return {};
    }
    if (text.empty()) return {};
    for (const Block* block : {&kSignature, &kCertificate}) {
      if (text == block->begin) return begin_block(*block, line.offset);
    }
    if (text.front() == '#') return read_comment(text);
    if (text.front() == '"') {
      // Only what stands above the signature can be covered by it.
      if (m_after_entries) return wrong(0, "an entry after the signature");
      return read_entry(text, line.offset);
    }
    return wrong(0, "neither an entry (\".\\path\" size sha1) nor a comment");
  }

  LineResult begin_block(const Block& block, std::size_t offset) {
    if (&block == &kSignature) {
      if (m_after_entries) return wrong(0, "a second signature");
      m_entries.set_signed();
    }
    m_after_entries = true;
    m_block = &block;
    m_block_offset = offset;
    return {};
  }

  LineResult read_comment(std::string_view text) {
    const std::size_t blank = text.find_first_of(" \t");
    const std::string_view tag = text.substr(0, blank);
    for (const DigestTag& row : kDigestTags) {
      if (!base::equals_ignoring_case(tag, row.tag)) continue;
      if (m_above == Above::Nothing) return wrong(0, fmt::format("{} without an entry above", row.tag));
      const std::size_t start = blank == std::string_view::npos ? text.size() : text.find_first_not_of(" \t", blank);
      const auto digest = model::Digest::from_hex(row.algorithm, text.substr(start));
      if (!digest)
        return wrong(start, fmt::format("{} is not {} hex digits", row.tag, 2 * model::size_of(row.algorithm)));
      return add_digest(*digest);
    }
    return {};
  }

  LineResult add_digest(const model::Digest& digest) {
    if (m_above == Above::NeverPublished) return {};
    for (const model::Digest& known : m_entry->digests) {
      if (known.algorithm != digest.algorithm) continue;
      if (known == digest) return {};
      return wrong(0, fmt::format("a second, different {} for one entry", model::name_of(digest.algorithm)));
    }
    m_entry->digests.push_back(digest);
    return {};
  }

  LineResult read_entry(std::string_view text, std::size_t offset) {
    const std::size_t quote = text.find('"', 1);
    if (quote == std::string_view::npos) return wrong(0, "the path has no closing quote");
    const std::size_t size_at = skip_blanks(text, quote + 1);
    if (size_at == quote + 1) return wrong(size_at, "no blank after the path");
    const std::size_t size_end = std::min(text.find_first_of(" \t", size_at), text.size());
    const auto size = base::parse_unsigned(text.substr(size_at, size_end - size_at));
    if (!size) return wrong(size_at, "the size is no whole number");
    const std::size_t digest_at = skip_blanks(text, size_end);
    const auto digest = model::Digest::from_hex(DigestAlgorithm::Sha1, text.substr(digest_at));
    if (!digest) return wrong(digest_at, "the sha1 is not 40 hex digits");

    std::string path(text.substr(1, quote - 1));
    std::replace(path.begin(), path.end(), '\\', '/');
    const bool prefixed = path.starts_with("./");
    const auto entry = m_entries.add(prefixed ? std::string_view(path).substr(2) : std::string_view(path), offset + 1);
    if (!entry) return wrong(1, entry.error());
    // Asked last, so that ".." and "C:" are called by their names.
    if (!prefixed) return wrong(1, "the path does not begin with \".\\\"");
    m_entry = *entry;
    m_above = m_entry == nullptr ? Above::NeverPublished : Above::Entry;
    if (m_entry != nullptr) {
      m_entry->size = *size;
      m_entry->digests.push_back(*digest);
    }
    return {};
  }

  static std::size_t skip_blanks(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(" \t", at), text.size());
  }

  enum class Above { Nothing, Entry, NeverPublished };

  std::string_view m_text;
  EntryCollector m_entries;
  model::Entry* m_entry = nullptr;  // the last entry; valid until the next add()
  Above m_above = Above::Nothing;
  const Block* m_block = nullptr;  // inside of it
  std::size_t m_block_offset = 0;
  bool m_after_entries = false;
};

}  // namespace

ReadResult read_manifest(std::string_view text) {
  const auto checked = check_text(text);
  if (!checked) return tl::make_unexpected(checked.error());
  return ManifestReader(*checked).read();
}

}  // namespace webcid::catalogue
