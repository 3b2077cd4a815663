#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/digest/hasher.hpp>

#include "testserver/recorded.hpp"
#include "testserver/recorded_content.hpp"

namespace webcid::testserver {
namespace {

using base::Result;
using model::Digest;

constexpr std::uint64_t kMostMadeUp = 64ULL * 1024 * 1024 * 1024;  // bytes to go through before serving
constexpr int kMostRounds = 64;                                    // catalogues within catalogues

// Old digest, new digest: both in lower-case hex, both as long.
using Digests = std::unordered_map<std::string, std::string>;

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a: the same everywhere, nothing more is asked of it
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// `text` with every digest of the table replaced by its new one, in the case it is written in.
std::string with_digests(std::string_view text, const Digests& digests) {
  std::string out;
  out.reserve(text.size());
  std::size_t i = 0;
  while (i < text.size()) {
    std::size_t end = i;
    while (end < text.size() && is_hex(text[end])) ++end;
    if (end == i) {
      out.push_back(text[i++]);
      continue;
    }
    const std::string_view word = text.substr(i, end - i);
    i = end;
    const auto found = word.size() < 32 || word.size() > 128 ? digests.end() : digests.find(base::to_lower(word));
    if (found == digests.end()) {
      out.append(word);
      continue;
    }
    const bool is_upper = std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'F'; });
    for (const char c : found->second) out.push_back(is_upper && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

bool is_good(const RecordedExchange& exchange) {
  return exchange.outcome == model::Outcome::Verified && exchange.entry && exchange.status == 200;
}

class MakingUp {
 public:
  explicit MakingUp(RecordedRun& run) : m_run(run) {}

  Result<void> run() {
    for (RecordedExchange& exchange : m_run.exchanges) complete(exchange);
    share_contents();
    gather_catalogues();
    for (const RecordedExchange& exchange : m_run.exchanges) {
      if (Result<void> done = make_good(exchange); !done) return done;
    }
    return rewrite_catalogues();
  }

 private:
  struct Catalogue {
    std::string original;
    std::shared_ptr<RecordedBody> body;
  };
  // An entry that is itself a catalogue: its digests follow from what becomes of its text.
  struct Nested {
    std::size_t catalogue;
    std::vector<Digest> listed;
  };

  // What the client could not take or did not want is as good as the rest: nothing is known against it.
  static void complete(RecordedExchange& exchange) {
    const bool is_ours =
        exchange.error == model::TransportError::LocalWrite || exchange.error == model::TransportError::Cancelled;
    if (!is_ours) return;
    exchange.error = model::TransportError::None;
    RecordedBody body = *exchange.body;
    if (exchange.declared) body.length = std::max(*exchange.declared, body.length);
    exchange.body = std::make_shared<RecordedBody>(std::move(body));
    exchange.computed.clear();
    if (exchange.entry) exchange.outcome = model::Outcome::Verified;
  }

  // Bodies with the same digest are one body, whatever their names.
  void share_contents() {
    std::unordered_map<std::string, std::shared_ptr<const RecordedBody>> known;
    for (RecordedExchange& exchange : m_run.exchanges) {
      if (exchange.body->is_whole()) continue;
      const auto same = std::find_if(exchange.computed.begin(), exchange.computed.end(), [&](const Digest& digest) {
        const auto found = known.find(digest.hex());
        return found != known.end() && found->second->length == exchange.body->length;
      });
      if (same != exchange.computed.end()) {
        exchange.body = known.at(same->hex());
      } else {
        RecordedBody body = *exchange.body;
        body.seed = hash_of(exchange.computed.empty() ? exchange.request.target : exchange.computed.front().hex());
        exchange.body = std::make_shared<RecordedBody>(std::move(body));
      }
      for (const Digest& digest : exchange.computed) known.emplace(digest.hex(), exchange.body);
    }
  }

  void gather_catalogues() {
    for (RecordedExchange& exchange : m_run.exchanges) {
      const bool is_text = exchange.purpose == model::Purpose::Catalogue && exchange.status == 200 &&
                           exchange.request.method == "GET" && exchange.error == model::TransportError::None;
      if (!is_text) continue;
      if (!exchange.body->is_whole()) {
        m_run.notes.push_back(fmt::format("the catalogue {} was not kept whole: what it lists will not fit",
                                          base::printable(exchange.request.target)));
        continue;
      }
      auto body = std::make_shared<RecordedBody>(*exchange.body);
      exchange.body = body;
      m_by_target[exchange.request.target].push_back(m_catalogues.size());
      m_catalogues.push_back({body->kept, std::move(body)});
    }
    for (RecordedExchange& exchange : m_run.exchanges) {
      const auto found = m_by_target.find(exchange.request.target);
      if (found == m_by_target.end() || !is_good(exchange)) continue;
      for (const std::size_t index : found->second) {
        if (!is_text_of(exchange, m_catalogues[index].original)) continue;
        exchange.body = m_catalogues[index].body;
        m_nested.push_back({index, exchange.entry->digests});
        break;
      }
    }
  }

  static bool is_text_of(const RecordedExchange& exchange, const std::string& text) {
    if (exchange.body->length != text.size()) return false;
    const auto hashed = hash_bytes(text, exchange.computed);
    return hashed && digest::agree(exchange.computed, *hashed);
  }

  static Result<std::vector<Digest>> hash_bytes(std::string_view text, std::span<const Digest> like) {
    auto hasher = digest::Hasher::create(digest::algorithms_of(like));
    if (!hasher) return tl::make_unexpected(hasher.error());
    hasher->update(text);
    return hasher->finish();
  }

  // What was right is right again: the catalogue shall say the digest of the bytes that are made up. So shall one that
  // was read later, and names what had been wrong until then.
  Result<void> make_good(const RecordedExchange& exchange) {
    const bool is_file = exchange.entry && exchange.status == 200 && exchange.error == model::TransportError::None;
    if (!is_file || exchange.body->is_whole()) return {};
    const std::vector<Digest>& listed = is_good(exchange) ? exchange.entry->digests : exchange.computed;
    if (listed.empty()) return {};
    const bool is_done = std::all_of(listed.begin(), listed.end(),
                                     [&](const Digest& digest) { return m_digests.contains(digest.hex()); });
    if (is_done) return {};
    m_made_up += exchange.body->length;
    if (m_made_up > kMostMadeUp) {
      return base::fail(
          base::ErrorKind::Usage,
          fmt::format("--replay: more than {} GiB of files would have to be made up", kMostMadeUp >> 30U));
    }
    auto hasher = digest::Hasher::create(digest::algorithms_of(listed));
    if (!hasher) return tl::make_unexpected(hasher.error());
    RecordedContent content(exchange.body);
    m_buffer.resize(256UL * 1024UL);
    std::uint64_t offset = 0;
    while (const std::size_t count = content.read(offset, m_buffer)) {
      hasher->update({m_buffer.data(), count});
      offset += count;
    }
    replace(listed, hasher->finish());
    return {};
  }

  // True when that changed the table.
  bool replace(std::span<const Digest> listed, std::span<const Digest> made) {
    bool has_changed = false;
    for (const Digest& old : listed) {
      const auto found =
          std::find_if(made.begin(), made.end(), [&](const Digest& each) { return each.algorithm == old.algorithm; });
      if (found == made.end()) continue;
      std::string& slot = m_digests[old.hex()];
      if (slot == found->hex()) continue;
      slot = found->hex();
      has_changed = true;
    }
    return has_changed;
  }

  // A catalogue that lists another one changes with it: again until nothing changes.
  Result<void> rewrite_catalogues() {
    for (int round = 0; round < kMostRounds; ++round) {
      for (Catalogue& catalogue : m_catalogues) catalogue.body->kept = with_digests(catalogue.original, m_digests);
      bool has_changed = false;
      for (const Nested& nested : m_nested) {
        const auto made = hash_bytes(m_catalogues[nested.catalogue].body->kept, nested.listed);
        if (!made) return tl::make_unexpected(made.error());
        has_changed = replace(nested.listed, *made) || has_changed;
      }
      if (!has_changed) return {};
    }
    m_run.notes.emplace_back("catalogues list each other in a circle: their own digests will not fit");
    return {};
  }

  RecordedRun& m_run;
  Digests m_digests;
  std::vector<Catalogue> m_catalogues;
  std::unordered_map<std::string, std::vector<std::size_t>> m_by_target;
  std::vector<Nested> m_nested;
  std::vector<char> m_buffer;
  std::uint64_t m_made_up = 0;
};

}  // namespace

Result<void> make_up_bodies(RecordedRun& run) {
  return MakingUp(run).run();
}

}  // namespace webcid::testserver
