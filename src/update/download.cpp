#include <webcid/update/download.hpp>

#include <algorithm>
#include <cstdint>
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
// Refusals in a row, after successes, that may show a limit rather than a forbidden file.
constexpr std::size_t kMostForbidden = 3;

bool is_limiting(int status) {
  return status == 403 || status == 429 || status == 503;
}

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
    if (m_suspicion != Suspicion::None) return next_check(fetch);
    if (m_next == m_entries.size() || m_unanswered >= kMostUnanswered || m_is_limited) return net::Pull::End;
    const std::size_t index = m_next++;
    m_observer.on_activity({"activity-fetching", {m_entries[index].path.text()}, std::nullopt});
    return begin(fetch, index, m_attempt, m_keep);
  }

  void done(std::uint64_t tag, std::vector<model::Exchange> legs) override {
    const auto found = m_arrivals.find(tag);
    const Fetching fetching = std::move(found->second);
    m_arrivals.erase(found);
    Arrival& arrival = *fetching.arrival;
    model::Exchange& last = legs.back();
    m_unanswered = last.has_response() ? 0 : m_unanswered + 1;
    if (m_unanswered == kMostUnanswered) {
      m_observer.on_note({"stopped-unanswered", {fmt::format("{}", kMostUnanswered)}, std::nullopt});
    }
    last.body.digests = arrival.digests();
    model::Outcome outcome = judge_arrival(arrival.entry(), last, last.body.digests);
    if (outcome == model::Outcome::Verified && !arrival.publish()) outcome = model::Outcome::Failed;
    if (arrival.local_error()) {
      last.error = model::TransportError::LocalWrite;
      last.error_text = arrival.local_error()->message;
      outcome = model::Outcome::Failed;
    }
    if (fetching.is_check) {
      end_check(last);
    } else {
      watch_for_limits(last, fetching.index);
    }
    model::Record record;
    record.purpose = fetching.is_check ? model::Purpose::Confirm : m_attempt.purpose;
    record.manner = fetching.is_check ? model::Manner::Usual : m_attempt.manner;
    record.path = arrival.entry().path.text();
    record.entry = arrival.entry();
    record.outcome = outcome;
    hand_over(std::move(legs), std::move(record), nullptr, m_observer);
  }

 private:
  struct Fetching {
    std::size_t index = 0;
    bool is_check = false;
    std::unique_ptr<Arrival> arrival;
  };

  net::Pull begin(net::Fetch& fetch, std::size_t index, const Attempt& attempt, const store::Folder* keep) {
    const model::Entry& entry = m_entries[index];
    Fetching fetching{index, m_suspicion != Suspicion::None, std::make_unique<Arrival>(entry, keep, m_observer)};
    fetch.url = m_address.below(entry.path.text());
    if (entry.size) fetch.max_body = std::max(*entry.size, *entry.size + kMostBeyondSize);
    fetch.keep_body = kKeptPrefix;
    fetch.keep_error_body = kKeptErrorPage;
    fetch.sink = fetching.arrival.get();
    apply(attempt.manner, attempt.address, fetch);
    fetch.tag = m_next_tag++;
    m_arrivals.emplace(fetch.tag, std::move(fetching));
    return net::Pull::Item;
  }

  // Design section 4: stop at the first 403, 429 or 503 that follows successes, so as not to make it worse. A single
  // forbidden file among others is no limit, hence several 403 in a row. Nor are many, where a rule or a gateway
  // forbids them for good: before the walk ends, a file that had arrived is asked for once more, and one that was
  // refused twice, one after the other. Only where the first arrives again, and the second is refused each time, it
  // goes on: what answers every fifth request so may hit one of them by chance.
  enum class Suspicion : std::uint8_t { None, OfServed, OfRefused, OfRefusedAgain };

  void watch_for_limits(const model::Exchange& answer, std::size_t index) {
    if (answer.status == 200 && answer.error == model::TransportError::None) note_served(index);
    m_refusals = is_limiting(answer.status) ? m_refusals + 1 : 0;
    const std::size_t most = answer.status == 403 ? m_patience * kMostForbidden : m_patience;
    if (!m_served || m_refusals < most || m_is_limited || m_suspicion != Suspicion::None) return;
    m_suspicion = Suspicion::OfServed;
    m_refused = index;
    m_refused_status = answer.status;
  }

  // The smallest one is cheapest to ask for again.
  void note_served(std::size_t index) {
    const auto cost = [&](std::size_t each) { return std::pair(m_entries[each].size.value_or(UINT64_MAX), each); };
    if (!m_served || cost(index) < cost(*m_served)) m_served = index;
  }

  net::Pull next_check(net::Fetch& fetch) {
    if (!m_arrivals.empty()) return net::Pull::Later;  // one at a time, or it would be the crowd that is refused
    const std::size_t index = m_suspicion == Suspicion::OfServed ? *m_served : m_refused;
    m_observer.on_activity({"activity-limit", {m_entries[index].path.text()}, std::nullopt});
    return begin(fetch, index, {}, nullptr);
  }

  void end_check(const model::Exchange& answer) {
    const bool is_served = m_suspicion == Suspicion::OfServed;
    const bool is_as_expected = answer.status == (is_served ? 200 : m_refused_status);
    if (is_as_expected && m_suspicion != Suspicion::OfRefusedAgain) {
      m_suspicion = is_served ? Suspicion::OfRefused : Suspicion::OfRefusedAgain;
      return;
    }
    m_suspicion = Suspicion::None;
    if (is_as_expected) {
      m_refusals = 0;
      m_patience *= 2;  // many forbidden files in a row shall not cost as many checks
      return;
    }
    m_is_limited = true;
    m_observer.on_note({"stopped-refused", {fmt::format("{}", m_refused_status)}, std::nullopt});
  }

  const base::HttpUrl& m_address;
  std::span<const model::Entry> m_entries;
  const Attempt& m_attempt;
  const store::Folder* m_keep;
  Observer& m_observer;
  std::size_t m_next = 0;
  std::uint64_t m_next_tag = 0;
  std::size_t m_unanswered = 0;  // in a row
  std::size_t m_refusals = 0;    // in a row
  std::size_t m_patience = 1;    // how many times as many it takes to suspect a limit
  Suspicion m_suspicion = Suspicion::None;
  std::optional<std::size_t> m_served;  // the entry that is asked for again
  std::size_t m_refused = 0;
  int m_refused_status = 0;
  bool m_is_limited = false;
  std::unordered_map<std::uint64_t, Fetching> m_arrivals;  // as many as connections
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
      fetch.user_agent = model::kOtherAgent;
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
