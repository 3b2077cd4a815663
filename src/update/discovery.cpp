#include <webcid/update/discovery.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/catalogue/listing.hpp>
#include <webcid/catalogue/read.hpp>
#include <webcid/catalogue/well_known.hpp>
#include <webcid/update/folder_walk.hpp>
#include <webcid/update/merge_notes.hpp>
#include <webcid/update/records.hpp>

namespace webcid::update {
namespace {

using catalogue::WellKnownKind;

// Where Update Manager puts packages when nothing can be listed (endpoint.md 1).
constexpr std::array<std::string_view, 4> kWellKnownPlaces{"CIDs/S000/SAVSCFXP", "CIDs/S000/ESCOSX",
                                                           "CIDs/S000/savlinux", "CIDs/S000/EESAVUNIX"};

constexpr std::size_t kMaxSources = 2000;
constexpr std::size_t kMaxPackageFolders = 2000;  // listed in search of packages
// Bytes of all catalogues of a run; no share comes near it. A server that sends without end is not asked for each name.
constexpr std::uint64_t kMaxCatalogueBytes = 2 * std::uint64_t{catalogue::kMaxText};
constexpr std::size_t kKeptPrefix = 4096;
constexpr std::uint64_t kMaxProbeBody = 64 * 1024;  // of an answer that is to be a redirect

std::string join(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

bool begins_as_page(std::string_view body) {
  constexpr std::array<std::string_view, 3> kBeginnings{"<!doctype", "<html", "<head"};
  const std::string_view text = base::trim(body.substr(0, 1024));
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](auto beginning) { return base::starts_with_ignoring_case(text, beginning); });
}

class Discovery {
 public:
  Discovery(net::Client& client, const base::HttpUrl& address, Observer& observer,
            const base::Cancellation& cancellation)
      : m_client(client), m_address(address), m_observer(observer), m_cancellation(cancellation) {}

  Published run(const net::Resolution& resolution, std::optional<catalogue::Source> given) {
    if (!reach(resolution)) return {{}, false};
    if (given) {
      m_sources.push_back(std::move(*given));
    } else {
      read_catalogues("", m_root ? &*m_root : nullptr);
      if (m_sources.empty()) look_elsewhere();
      read_nested();
    }
    Published out{merge(), true};
    out.is_whole = m_is_whole && !m_cancellation.requested();
    return out;
  }

 private:
  // The first address of the name that answers at all; each try is one exchange.
  bool reach(const net::Resolution& resolution) {
    if (resolution.failure) {
      hand_over({*resolution.failure}, folder_record(""), nullptr, m_observer);
      return false;
    }
    for (std::size_t i = 0; i < std::max<std::size_t>(resolution.addresses.size(), 1); ++i) {
      if (i > 0 && !m_client.use_address(m_address.host, resolution.addresses[i])) continue;
      FolderAnswer answer = list_folder(m_client, m_address, "", m_observer);
      m_root = std::move(answer.listing);
      // A server that shows no listings says so by another status.
      if (answer.status >= 500) m_is_whole = false;
      if (answer.status != 0) return true;
      if (m_cancellation.requested()) return false;
    }
    return false;
  }

  // Every catalogue of the folder: those its listing shows, or each usual name once.
  void read_catalogues(const std::string& folder, const model::Listing* listing) {
    for (const catalogue::WellKnown& known : catalogue::well_known()) {
      const bool listed = listing != nullptr && shows(*listing, known.name);
      if ((listing != nullptr && !listed) || m_cancellation.requested()) continue;
      if (!read_one(folder, known.name, known.kind, listed)) return;
    }
  }

  static bool shows(const model::Listing& listing, std::string_view name) {
    return std::any_of(listing.rows.begin(), listing.rows.end(), [&](const model::ListingRow& row) {
      return !row.is_folder && base::equals_ignoring_case(row.name, name);
    });
  }

  // False when the server stopped answering: further names would only wait for it.
  bool read_one(const std::string& folder, std::string_view name, WellKnownKind kind, bool is_known_to_exist) {
    model::Record record;
    record.purpose = model::Purpose::Catalogue;
    record.path = join(folder, name);
    m_read.insert(base::to_lower(record.path));
    m_observer.on_activity({"activity-catalogue", {record.path}, std::nullopt});
    net::Fetch fetch;
    fetch.url = m_address.below(record.path);
    fetch.cache = net::CacheMode::NoCache;
    if (m_bytes_left == 0 || m_entries_left == 0) {
      reach_limit("catalogues");
      return false;
    }
    fetch.max_body = std::min<std::uint64_t>(catalogue::kMaxText, m_bytes_left);
    fetch.keep_body = static_cast<std::size_t>(fetch.max_body);
    std::vector<model::Exchange> legs = m_client.fetch(std::move(fetch));
    model::Exchange& answer = legs.back();
    m_bytes_left -= std::min(m_bytes_left, answer.body.length);
    if (answer.error == model::TransportError::BodyTooLarge) {  // nobody reads the rest
      answer.body.kept.resize(std::min(answer.body.kept.size(), kKeptPrefix));
      answer.body.kept.shrink_to_fit();
    }
    const bool answered = answer.has_response();
    if (answer.error == model::TransportError::Cancelled) {
      record.outcome = model::Outcome::Skipped;
    } else if (answer.status != 200 || answer.error != model::TransportError::None) {
      record.outcome = answered ? model::Outcome::Refused : model::Outcome::Failed;
      // Where nobody said that it exists, it need not.
      const bool is_missing = answer.status == 404 || answer.status == 410;
      if (kind != WellKnownKind::Sentinel && (is_known_to_exist || !is_missing)) m_is_whole = false;
    } else if (kind == WellKnownKind::Sentinel) {
      if (answer.body.length == 0 || begins_as_page(answer.body.kept)) {
        m_observer.on_note({"sentinel-bad", {record.path}, std::nullopt});
      }
    } else if (!is_known_to_exist && begins_as_page(answer.body.kept)) {
      // A server that answers any name with a page: nobody said that this one exists.
      record.outcome = model::Outcome::Refused;
    } else {
      parse(folder, name, answer.body.kept, record);
    }
    hand_over(std::move(legs), std::move(record), nullptr, m_observer);
    return answered;
  }

  void parse(const std::string& folder, std::string_view name, std::string_view text, model::Record& record) {
    auto catalogue = catalogue::read(name, text);
    if (!catalogue) {
      record.outcome = model::Outcome::Failed;
      record.problem = std::move(catalogue.error());
      m_is_whole = false;
      return;
    }
    record.outcome = model::Outcome::Verified;
    m_entries_left -= std::min(m_entries_left, catalogue->entries.size());
    if (m_sources.size() == kMaxSources) return reach_limit("catalogues");
    m_sources.push_back({std::move(*catalogue), folder, record.path});
  }

  // No catalogue at the address itself.
  void look_elsewhere() {
    if (!m_root) {
      look_at_well_known_places();
      return;
    }
    FolderWalk walk(m_client, m_address, m_observer, m_cancellation);
    for (const model::ListingRow& row : m_root->rows) {
      if (row.is_folder && base::equals_ignoring_case(row.name, "CIDs")) read_packages(row.name);
    }
    if (!m_sources.empty()) return;
    Walked walked = walk.entries_below(*m_root);
    m_is_whole = m_is_whole && walked.is_whole;
    m_sources.push_back({std::move(walked.catalogue), "", "listing"});
  }

  // CIDs/<S000>/<PACKAGE>, and one level more for packages by platform (EESAVUNIX/<PLATFORM>).
  void read_packages(const std::string& top) {
    std::vector<std::string> level{top};
    std::size_t listed = 0;
    for (int depth = 0; depth < 4 && !level.empty(); ++depth) {
      std::vector<std::string> next;
      for (const std::string& folder : level) {
        if (m_cancellation.requested()) return;
        if (m_sources.size() >= kMaxSources || ++listed > kMaxPackageFolders) return reach_limit("packages");
        const FolderAnswer answer = list_folder(m_client, m_address, folder + "/", m_observer);
        m_is_whole = m_is_whole && answer.listing;
        if (answer.status == 0) return;  // it stopped answering
        if (!answer.listing) continue;
        const std::size_t before = m_sources.size();
        read_catalogues(folder, &*answer.listing);
        if (m_sources.size() > before) continue;
        for (const model::ListingRow& row : answer.listing->rows) {
          if (row.is_folder) next.push_back(join(folder, row.name));
        }
      }
      level = std::move(next);
    }
  }

  void reach_limit(const char* what) {
    m_is_whole = false;
    m_observer.on_note({"limit-reached", {what}, std::nullopt});
  }

  void look_at_well_known_places() {
    for (const std::string_view place : kWellKnownPlaces) {
      if (m_cancellation.requested()) return;
      model::Record record;
      record.purpose = model::Purpose::Probe;
      record.path = place;
      net::Fetch fetch;
      fetch.url = m_address.below(place);
      fetch.cache = net::CacheMode::NoCache;
      fetch.max_body = kMaxProbeBody;
      std::vector<model::Exchange> legs = m_client.fetch(std::move(fetch));
      const bool answered = legs.back().has_response();
      const bool is_there = model::is_courtesy_redirect(legs.back());
      hand_over(std::move(legs), std::move(record), nullptr, m_observer);
      if (!answered) return;
      if (is_there) read_catalogues(std::string(place), nullptr);
    }
  }

  // Catalogues of package folders are entries of the catalogues above them.
  void read_nested() {
    for (std::size_t source = 0, nested = 0; source < m_sources.size(); ++source) {
      std::vector<std::string> found;
      for (const model::Entry& entry : m_sources[source].catalogue.entries) {
        const catalogue::WellKnown* known = catalogue::find(entry.path.name());
        if (known == nullptr || known->kind == WellKnownKind::Sentinel) continue;
        std::string path = join(m_sources[source].folder, entry.path.text());
        if (m_read.insert(base::to_lower(path)).second) found.push_back(std::move(path));
      }
      for (const std::string& path : found) {
        if (m_cancellation.requested()) return;
        if (++nested > kMaxNestedCatalogues) return reach_limit("catalogues");
        const auto slash = path.rfind('/');
        const std::string folder = slash == std::string::npos ? std::string() : path.substr(0, slash);
        const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
        if (!read_one(folder, name, catalogue::find(name)->kind, true)) return;
      }
    }
  }

  std::vector<model::Entry> merge() {
    for (const catalogue::Source& source : m_sources) {
      m_observer.on_note({"catalogue-used", {source.name}, std::nullopt});
    }
    catalogue::Merged merged = catalogue::merge(std::move(m_sources));
    for (model::Statement& note : merge_notes(merged)) m_observer.on_note(std::move(note));
    return std::move(merged.entries);
  }

  net::Client& m_client;
  const base::HttpUrl& m_address;
  Observer& m_observer;
  const base::Cancellation& m_cancellation;
  std::optional<model::Listing> m_root;
  std::vector<catalogue::Source> m_sources;
  bool m_is_whole = true;
  std::uint64_t m_bytes_left = kMaxCatalogueBytes;
  std::size_t m_entries_left = catalogue::kMaxEntries;  // a second catalogue of as many would take as much memory again
  std::set<std::string> m_read;                         // lower-case paths of catalogues already asked for
};

}  // namespace

Published discover(net::Client& client, const base::HttpUrl& address, DiscoveryOptions options, Observer& observer,
                   const base::Cancellation& cancellation) {
  return Discovery(client, address, observer, cancellation).run(options.resolution, std::move(options.given));
}

}  // namespace webcid::update
