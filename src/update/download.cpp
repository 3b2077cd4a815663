#include <webcid/update/download.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <webcid/digest/hasher.hpp>
#include <webcid/update/records.hpp>

#include "arrival.hpp"
#include "walk.hpp"

namespace webcid::update {
namespace {

constexpr std::size_t kKeptPrefix = 4096;
constexpr std::size_t kKeptErrorPage = 64 * 1024;
// An entry may be larger than its catalogue says, and the report shall say by how much; an endless one ends here.
constexpr std::uint64_t kMostBeyondSize = 1024 * 1024;

// An observer that several threads may tell.
class SharedObserver final : public Observer {
 public:
  explicit SharedObserver(Observer& observer) : m_observer(observer) {}

  void on_record(model::Record record, const model::Listing* listing) override {
    const std::lock_guard<std::mutex> lock(m_mutex);
    tell_bytes();
    m_observer.on_record(std::move(record), listing);
  }
  void on_note(model::Statement note) override {
    const std::lock_guard<std::mutex> lock(m_mutex);
    m_observer.on_note(std::move(note));
  }
  void on_activity(const model::Statement& activity) override {
    const std::lock_guard<std::mutex> lock(m_mutex);
    m_observer.on_activity(activity);
  }
  // There are many pieces, and none is worth waiting for: what one thread cannot tell now the next one tells.
  void on_bytes(std::uint64_t count) override {
    m_untold += count;
    const std::unique_lock<std::mutex> lock(m_mutex, std::try_to_lock);
    if (lock) tell_bytes();
  }

 private:
  void tell_bytes() {
    if (const std::uint64_t count = m_untold.exchange(0)) m_observer.on_bytes(count);
  }

  std::atomic<std::uint64_t> m_untold{0};  // bytes
  std::mutex m_mutex;
  Observer& m_observer;
};

// One thread's part of a walk.
class Downloads final : public net::FetchSource {
 public:
  Downloads(const base::HttpUrl& address, const DownloadOptions& options, Walk& walk, std::size_t thread,
            Observer& observer)
      : m_address(address), m_options(options), m_walk(walk), m_thread(thread), m_observer(observer) {
    if (options.keep != nullptr) m_keep.emplace(*options.keep);
  }

  net::Pull next(net::Fetch& fetch) override {
    Walk::Turn turn;
    const net::Pull pull = m_walk.next(turn, m_thread);
    if (pull != net::Pull::Item) return pull;
    if (m_free.empty()) {
      m_free.push_back(m_places.size());
      m_places.push_back({{}, std::make_unique<Arrival>(m_observer)});
    }
    fetch.tag = m_free.back();
    m_free.pop_back();
    Place& place = m_places[fetch.tag];
    place.turn = turn;
    const model::Entry& entry = m_walk.entry(turn);
    place.arrival->expect(entry, m_keep && !turn.is_check ? &*m_keep : nullptr, m_options.partials);
    fetch.range = place.arrival->missing();
    if (m_options.held && !turn.is_check && !fetch.range) fetch.if_none_match = m_options.held(turn.index);
    place.arrival->set_held(!fetch.if_none_match.empty());
    fetch.url = m_address.below(entry.path.text());
    fetch.expected = entry.size ? entry.size : m_usual;
    if (entry.size) fetch.max_body = std::max(*entry.size, *entry.size + kMostBeyondSize);
    fetch.keep_body = kKeptPrefix;
    fetch.keep_error_body = kKeptErrorPage;
    fetch.sink = place.arrival.get();
    if (!turn.is_check) apply(m_options.attempt.manner, m_options.attempt.address, fetch);
    return net::Pull::Item;
  }

  void done(std::uint64_t tag, std::vector<model::Exchange> legs) override {
    const Place& place = m_places[tag];
    Arrival& arrival = *place.arrival;
    model::Exchange& last = legs.back();
    // The largest of late: where a catalogue has no sizes, those that come one after the other are alike.
    m_usual = std::max(last.body.length, m_usual.value_or(0) / 8 * 7);
    const model::Outcome outcome = arrival.end(last, m_options.durability);
    model::Record record;
    record.purpose = place.turn.is_check ? model::Purpose::Confirm : m_options.attempt.purpose;
    record.manner = place.turn.is_check ? model::Manner::Usual : m_options.attempt.manner;
    record.path = arrival.entry().path.text();
    record.entry = arrival.entry();
    for (model::Exchange& leg : legs) leg.attempt = place.turn.attempt;
    const auto repeat = arrival.is_to_start_anew() ? Walk::Repeat::AtOnce : Walk::Repeat::IfItMayPass;
    const bool is_over = m_walk.done(place.turn, last, repeat) == Walk::Next::Over;
    record.outcome = is_over ? outcome : model::Outcome::Skipped;
    m_free.push_back(tag);
    hand_over(std::move(legs), std::move(record), nullptr, m_observer);
  }

 private:
  struct Place {
    Walk::Turn turn;
    std::unique_ptr<Arrival> arrival;
  };

  const base::HttpUrl& m_address;
  const DownloadOptions& m_options;
  std::optional<store::FolderWriter> m_keep;
  Walk& m_walk;
  std::size_t m_thread;
  Observer& m_observer;
  std::vector<Place> m_places;           // as many as connections were ever busy at once
  std::vector<std::size_t> m_free;       // places without a fetch
  std::optional<std::uint64_t> m_usual;  // bytes of an entry
};

bool was_cut(const model::Exchange& exchange) {
  switch (exchange.error) {
    case model::TransportError::CutShort:
    case model::TransportError::Reset:
    case model::TransportError::BadEncoding:
      return exchange.status == 200 || exchange.status == 206;
    default:
      return false;
  }
}

}  // namespace

model::Outcome judge_arrival(const model::Entry& entry, const model::Exchange& exchange,
                             std::span<const model::Digest> computed, std::uint64_t before) {
  if (exchange.error == model::TransportError::Cancelled) return model::Outcome::Skipped;
  if (was_cut(exchange)) return model::Outcome::Truncated;
  if (exchange.error == model::TransportError::BodyTooLarge) return model::Outcome::WrongSize;
  if (exchange.error != model::TransportError::None) return model::Outcome::Failed;
  if (exchange.status != (before > 0 ? 206 : 200)) return model::Outcome::Refused;
  if (entry.size && *entry.size != before + exchange.body.length) return model::Outcome::WrongSize;
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
              const DownloadOptions& options, Observer& observer) {
  SharedObserver shared(observer);
  // A single file is no work for several.
  const std::size_t files = options.chosen ? options.chosen->size() : entries.size();
  const std::size_t count = std::clamp<std::size_t>(files, 1, client.loops());
  Walk walk(entries, options, shared, count);
  std::vector<std::unique_ptr<Downloads>> parts;
  std::vector<net::FetchSource*> sources;
  for (std::size_t i = 0; i < count; ++i) {
    parts.push_back(std::make_unique<Downloads>(address, options, walk, i, shared));
    sources.push_back(parts.back().get());
  }
  client.run(sources);
}

}  // namespace webcid::update
