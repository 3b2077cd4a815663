#include <webcid/update/folder_walk.hpp>

#include <deque>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/catalogue/listing.hpp>
#include <webcid/catalogue/read.hpp>
#include <webcid/update/discovery.hpp>
#include <webcid/update/records.hpp>

namespace webcid::update {
namespace {

// What a server lists is not ours to trust: a walk ends somewhere, and says so.
constexpr std::size_t kMaxListed = 2'000'000;

// Bytes of a listing that is read beside others, some 40,000 rows; a longer one is asked for again when nothing else is
// under way, so that memory does not grow with the number of connections.
constexpr std::uint64_t kMaxBesideOthers = 4 * 1024 * 1024;

net::Fetch folder_fetch(const base::HttpUrl& address, std::string_view path,
                        std::uint64_t most = catalogue::kMaxListing) {
  net::Fetch fetch;
  fetch.url = folder_url(address, path);
  fetch.cache = net::CacheMode::NoCache;
  fetch.keep_body = static_cast<std::size_t>(most);
  fetch.max_body = most;
  return fetch;
}

class Walk final : public net::FetchSource {
 public:
  Walk(const base::HttpUrl& address, Observer& observer) : m_address(address), m_observer(observer) {
    m_out.format = model::CatalogueFormat::Listing;
  }

  void take_rows(const std::string& folder, const model::Listing& listing) {
    for (const model::ListingRow& row : listing.rows) {
      auto path = base::RelativePath::create(folder + row.name);
      if (!path) {
        m_observer.on_note({"path-refused", {folder + row.name, path.error().message}, std::nullopt});
      } else if (row.is_folder) {
        // A listing that leads back to itself by another case or a link must end somewhere.
        if (m_folders.size() == kMaxFolders) {
          reach_limit("folders");
        } else if (m_folders.insert(base::to_lower(path->text())).second) {
          m_pending.push_back(path->text() + "/");
        }
      } else if (m_out.entries.size() == kMaxListed) {
        reach_limit("files");
      } else if (!base::is_never_published(row.name)) {
        // A listing shows web.config, which IIS never serves: nothing to say about it.
        m_out.entries.push_back({std::move(*path), row.size, {}});
      }
    }
  }

  net::Pull next(net::Fetch& fetch) override {
    if (m_unanswered >= kMostUnanswered) return m_asked.empty() ? net::Pull::End : net::Pull::Later;
    if (m_is_alone) return net::Pull::Later;
    if (!m_pending.empty()) return ask(m_pending, kMaxBesideOthers, fetch);
    if (!m_asked.empty()) return net::Pull::Later;
    if (m_long.empty()) return net::Pull::End;
    m_is_alone = true;
    return ask(m_long, catalogue::kMaxListing, fetch);
  }

  void done(std::uint64_t tag, std::vector<model::Exchange> legs) override {
    const auto asked = m_asked.find(tag);
    const std::string path = std::move(asked->second);
    m_asked.erase(asked);
    const bool was_alone = std::exchange(m_is_alone, false);
    if (!was_alone && legs.back().error == model::TransportError::BodyTooLarge) return m_long.push_back(path);
    m_unanswered = legs.back().has_response() ? 0 : m_unanswered + 1;
    if (m_unanswered == kMostUnanswered) {
      m_observer.on_note({"stopped-unanswered", {std::to_string(kMostUnanswered)}, std::nullopt});
    }
    const auto listing = listing_of(legs.back());
    if (listing) {
      take_rows(path, *listing);
    } else {
      m_is_whole = false;
    }
    hand_over(std::move(legs), folder_record(path), listing ? &*listing : nullptr, m_observer);
  }

  Walked result() { return {std::move(m_out), m_is_whole && m_pending.empty() && m_long.empty()}; }

 private:
  net::Pull ask(std::deque<std::string>& folders, std::uint64_t most, net::Fetch& fetch) {
    fetch = folder_fetch(m_address, folders.front(), most);
    fetch.tag = m_next_tag++;
    m_observer.on_activity({"activity-listing", {folders.front()}, std::nullopt});
    m_asked.emplace(fetch.tag, std::move(folders.front()));
    folders.pop_front();
    return net::Pull::Item;
  }

  void reach_limit(const char* what) {
    if (!m_is_limited) m_observer.on_note({"limit-reached", {what}, std::nullopt});
    m_is_limited = true;
    m_is_whole = false;
  }

  const base::HttpUrl& m_address;
  Observer& m_observer;
  bool m_is_limited = false;
  bool m_is_whole = true;
  std::size_t m_unanswered = 0;  // in a row
  model::Catalogue m_out;
  std::deque<std::string> m_pending;
  std::deque<std::string> m_long;   // more than kMaxBesideOthers
  bool m_is_alone = false;          // a long one is under way
  std::set<std::string> m_folders;  // lower case
  std::unordered_map<std::uint64_t, std::string> m_asked;
  std::uint64_t m_next_tag = 0;
};

}  // namespace

std::optional<model::Listing> listing_of(const model::Exchange& exchange) {
  if (exchange.status != 200 || exchange.error != model::TransportError::None) return std::nullopt;
  // Evidence may hold a cut body: half a listing is none.
  if (exchange.body.kept.size() != exchange.body.length) return std::nullopt;
  const auto url = base::parse_address(exchange.url);
  if (!url) return std::nullopt;
  auto listing = catalogue::read_listing(exchange.body.kept, url->path);
  if (!listing) return std::nullopt;
  return std::move(*listing);
}

model::Record folder_record(std::string path) {
  model::Record record;
  record.purpose = model::Purpose::Folder;
  record.path = std::move(path);
  return record;
}

base::HttpUrl folder_url(const base::HttpUrl& address, std::string_view path) {
  if (!path.empty() && path.front() == '/') return address.with_path(base::encode_path(path));
  if (path != ".") return address.below(path);
  std::string bare = address.path;
  while (bare.size() > 1 && bare.back() == '/') bare.pop_back();
  return address.with_path(bare);
}

FolderAnswer list_folder(net::Client& client, const base::HttpUrl& address, const std::string& path,
                         Observer& observer) {
  std::vector<model::Exchange> legs = client.fetch(folder_fetch(address, path));
  FolderAnswer answer{legs.back().status, listing_of(legs.back())};
  hand_over(std::move(legs), folder_record(path), answer.listing ? &*answer.listing : nullptr, observer);
  return answer;
}

FolderWalk::FolderWalk(net::Client& client, const base::HttpUrl& address, Observer& observer,
                       const base::Cancellation& cancellation)
    : m_client(client), m_address(address), m_observer(observer), m_cancellation(cancellation) {}

Walked FolderWalk::entries_below(const model::Listing& root) {
  Walk walk(m_address, m_observer);
  walk.take_rows("", root);
  if (!m_cancellation.requested()) m_client.run(walk);
  return walk.result();
}

}  // namespace webcid::update
