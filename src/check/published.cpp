#include "published.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/clock.hpp>
#include <webcid/digest/hasher.hpp>

namespace webcid::check {
namespace {

// FNV-1a, 64 bits (RFC 9923): no secret, and the same on every machine.
std::uint64_t fingerprint(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

std::uint64_t fingerprint(const std::string& path, const model::Entry& entry) {
  std::string text = path;
  text += '\0';
  if (entry.size) text += fmt::format("{}", *entry.size);
  for (const model::Digest& digest : entry.digests)
    text += fmt::format(" {}:{}", name_of(digest.algorithm), digest.hex());
  return fingerprint(text);
}

std::optional<base::Time> modified(const model::Exchange& exchange) {
  return base::parse_http_date(exchange.header("Last-Modified").value_or(""));
}

}  // namespace

void Published::add(const model::Record& record) {
  if (record.manner != model::Manner::Usual) return;
  if (record.purpose == model::Purpose::Catalogue) return add_catalogue(record);
  if (record.purpose != model::Purpose::File || !record.outcome) return;
  if (record.entry) m_publication.list += fingerprint(record.path, *record.entry);
  const auto written = *record.outcome == model::Outcome::Verified ? modified(record.exchange) : std::nullopt;
  if (written && (!m_publication.newest || *m_publication.newest < *written)) m_publication.newest = written;
}

void Published::add_catalogue(const model::Record& record) {
  const model::Exchange& exchange = record.exchange;
  const model::Body& body = exchange.body;
  const bool is_whole = exchange.status == 200 && exchange.error == model::TransportError::None;
  if (!is_whole || body.kept.size() != body.length) return;
  auto& all = m_publication.catalogues;
  const auto place = std::lower_bound(all.begin(), all.end(), record.path,
                                      [](const auto& known, const std::string& path) { return known.path < path; });
  // What is read again is a look at whether it changed.
  if (place != all.end() && place->path == record.path) return;
  const auto digest = digest::hash_text(body.kept, model::DigestAlgorithm::Sha256);
  if (!digest) return;  // a library without SHA-256 says so where files are verified
  all.insert(place, {record.path, body.length, digest->hex(), modified(exchange)});
}

}  // namespace webcid::check
