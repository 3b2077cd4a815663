#include <webcid/update/download.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <webcid/digest/hasher.hpp>
#include <webcid/update/discovery.hpp>
#include <webcid/update/records.hpp>

namespace webcid::update {
namespace {

constexpr std::size_t kKeptPrefix = 4096;
constexpr std::size_t kKeptErrorPage = 64 * 1024;
// An entry may be larger than its catalogue says, and the report shall say by how much; an endless one ends here.
constexpr std::uint64_t kMostBeyondSize = 1024 * 1024;
// Refusals in a row, after successes, that show a limit rather than a forbidden file.
constexpr std::size_t kMostForbidden = 3;

// The body of one entry on its way: digested, and written where it is kept.
class Arrival final : public net::BodySink {
 public:
  Arrival(const model::Entry& entry, const store::Folder* keep, Observer& observer)
      : m_entry(&entry), m_keep(keep), m_observer(observer) {
    auto hasher = digest::Hasher::create(digest::algorithms_of(entry.digests));
    if (hasher) {
      m_hasher = std::move(*hasher);
    } else {
      // The system's cryptographic library lacks the algorithm (a FIPS build without MD5): ours, not the server's.
      m_local_error = std::move(hasher.error());
    }
  }

  bool begin(const model::Exchange& head) override {
    if (m_local_error) return false;
    if (m_keep == nullptr || head.status != 200) return true;
    auto file = m_keep->begin(m_entry->path);
    if (!file) return refuse(std::move(file.error()));
    m_file = std::move(*file);
    return true;
  }

  bool accept(std::string_view piece) override {
    m_hasher->update(piece);
    m_observer.on_bytes(piece.size());
    if (!m_file) return true;
    if (auto written = m_file->write(piece); !written) return refuse(std::move(written.error()));
    return true;
  }

  // Gives the file its name; false when this machine could not.
  bool publish() {
    if (!m_file) return true;
    if (auto done = m_file->commit(store::Durability::None); !done) return refuse(std::move(done.error()));
    return true;
  }

  std::vector<model::Digest> digests() { return m_hasher ? m_hasher->finish() : std::vector<model::Digest>(); }
  const std::optional<base::Error>& local_error() const { return m_local_error; }
  const model::Entry& entry() const { return *m_entry; }

 private:
  bool refuse(base::Error error) {
    m_local_error = std::move(error);
    return false;
  }

  const model::Entry* m_entry;
  std::optional<digest::Hasher> m_hasher;
  const store::Folder* m_keep;
  Observer& m_observer;
  std::optional<store::AtomicFile> m_file;
  std::optional<base::Error> m_local_error;
};

class Downloads final : public net::FetchSource {
 public:
  Downloads(const base::HttpUrl& address, std::span<const model::Entry> entries, const Attempt& attempt,
            const store::Folder* keep, Observer& observer)
      : m_address(address), m_entries(entries), m_attempt(attempt), m_keep(keep), m_observer(observer) {}

  net::Pull next(net::Fetch& fetch) override {
    if (m_next == m_entries.size() || m_unanswered >= kMostUnanswered || m_is_limited) return net::Pull::End;
    const model::Entry& entry = m_entries[m_next];
    auto arrival = std::make_unique<Arrival>(entry, m_keep, m_observer);
    fetch.url = m_address.below(entry.path.text());
    if (entry.size) fetch.max_body = std::max(*entry.size, *entry.size + kMostBeyondSize);
    fetch.keep_body = kKeptPrefix;
    fetch.keep_error_body = kKeptErrorPage;
    fetch.sink = arrival.get();
    apply(m_attempt.manner, m_attempt.address, fetch);
    fetch.tag = m_next++;
    m_observer.on_activity({"activity-fetching", {entry.path.text()}, std::nullopt});
    m_arrivals.emplace(fetch.tag, std::move(arrival));
    return net::Pull::Item;
  }

  void done(std::uint64_t tag, std::vector<model::Exchange> legs) override {
    const auto found = m_arrivals.find(tag);
    const std::unique_ptr<Arrival> arrival = std::move(found->second);
    m_arrivals.erase(found);
    model::Exchange& last = legs.back();
    m_unanswered = last.has_response() ? 0 : m_unanswered + 1;
    if (m_unanswered == kMostUnanswered) {
      m_observer.on_note({"stopped-unanswered", {fmt::format("{}", kMostUnanswered)}, std::nullopt});
    }
    last.body.digests = arrival->digests();
    watch_for_limits(last);
    model::Outcome outcome = judge_arrival(arrival->entry(), last, last.body.digests);
    if (outcome == model::Outcome::Verified && !arrival->publish()) outcome = model::Outcome::Failed;
    if (arrival->local_error()) {
      last.error = model::TransportError::LocalWrite;
      last.error_text = arrival->local_error()->message;
      outcome = model::Outcome::Failed;
    }
    model::Record record;
    record.purpose = m_attempt.purpose;
    record.manner = m_attempt.manner;
    record.path = arrival->entry().path.text();
    record.entry = arrival->entry();
    record.outcome = outcome;
    hand_over(std::move(legs), std::move(record), nullptr, m_observer);
  }

 private:
  // Design section 4: stop at the first 403, 429 or 503 that follows successes, so as not to make it worse. A single
  // forbidden file among others is no limit, hence several 403 in a row.
  void watch_for_limits(const model::Exchange& answer) {
    m_has_success = m_has_success || answer.status == 200;
    m_forbidden = answer.status == 403 ? m_forbidden + 1 : 0;
    const bool limited = answer.status == 429 || answer.status == 503 || m_forbidden >= kMostForbidden;
    if (!m_has_success || !limited || m_is_limited) return;
    m_is_limited = true;
    m_observer.on_note({"stopped-refused", {fmt::format("{}", answer.status)}, std::nullopt});
  }

  const base::HttpUrl& m_address;
  std::span<const model::Entry> m_entries;
  const Attempt& m_attempt;
  const store::Folder* m_keep;
  Observer& m_observer;
  std::size_t m_next = 0;
  std::size_t m_unanswered = 0;  // in a row
  std::size_t m_forbidden = 0;   // in a row
  bool m_has_success = false;
  bool m_is_limited = false;
  std::unordered_map<std::uint64_t, std::unique_ptr<Arrival>> m_arrivals;  // as many as connections
};

bool was_cut(const model::Exchange& exchange) {
  switch (exchange.error) {
    case model::TransportError::CutShort:
    case model::TransportError::Reset:
    case model::TransportError::BadEncoding:
      return exchange.status == 200;
    default:
      return false;
  }
}

}  // namespace

model::Outcome judge_arrival(const model::Entry& entry, const model::Exchange& exchange,
                             std::span<const model::Digest> computed) {
  if (exchange.error == model::TransportError::Cancelled) return model::Outcome::Skipped;
  if (was_cut(exchange)) return model::Outcome::Truncated;
  if (exchange.error == model::TransportError::BodyTooLarge) return model::Outcome::WrongSize;
  if (exchange.error != model::TransportError::None) return model::Outcome::Failed;
  if (exchange.status != 200) return model::Outcome::Refused;
  if (entry.size && *entry.size != exchange.body.length) return model::Outcome::WrongSize;
  return digest::agree(entry.digests, computed) ? model::Outcome::Verified : model::Outcome::WrongHash;
}

void apply(model::Manner manner, const std::string& address, net::Fetch& fetch) {
  switch (manner) {
    case model::Manner::NoCache:
      fetch.cache = net::CacheMode::NoCache;
      break;
    case model::Manner::OtherAgent:
      fetch.user_agent = kSecondUserAgent;
      break;
    case model::Manner::Tls:
      fetch.transport = net::Transport::Tls;
      break;
    case model::Manner::Direct:
      fetch.route = net::Route::Direct;
      break;
    case model::Manner::OtherAddress:
      fetch.route = net::Route::Direct;
      fetch.address = address;
      break;
    case model::Manner::Usual:
    case model::Manner::Part:
      break;
  }
}

void download(net::Client& client, const base::HttpUrl& address, std::span<const model::Entry> entries,
              const Attempt& attempt, const store::Folder* keep, Observer& observer) {
  Downloads downloads(address, entries, attempt, keep, observer);
  client.run(downloads);
}

}  // namespace webcid::update
