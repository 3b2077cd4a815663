// What is published at an address: catalogues are looked for at the address, then through listings (CIDs/*/*), then at
// well-known places; without any, the listing itself is the catalogue (design section 5).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/url.hpp>
#include <webcid/catalogue/merge.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/net/client.hpp>
#include <webcid/update/observer.hpp>

namespace webcid::update {

inline constexpr std::size_t kMaxNestedCatalogues = 1000;  // manifest.dat of package folders
inline constexpr std::size_t kMaxFolders = 50'000;         // folders listed in one run
// A server that stopped answering is not asked for the rest of a long list, each for a whole time-out.
inline constexpr std::size_t kMostUnanswered = 24;

struct DiscoveryOptions {
  // What Client::resolve said of the address' host.
  net::Resolution resolution;
  // --catalogue: its entries are the plan; no catalogue is asked of the server.
  std::optional<catalogue::Source> given;
};

struct Published {
  std::vector<model::Entry> entries;  // byte-wise by path. Empty when nothing that can be walked was found
  // False when something was there and could not be read: a folder, a catalogue, what lies beyond a limit. Why is in
  // the records and notes. What is not among the entries may then be published all the same.
  bool is_whole = true;
};

Published discover(net::Client& client, const base::HttpUrl& address, DiscoveryOptions options, Observer& observer,
                   const base::Cancellation& cancellation);

}  // namespace webcid::update
