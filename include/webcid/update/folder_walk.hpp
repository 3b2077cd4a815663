// Folders as a server shows them: one listing, or all of a tree.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/url.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/net/client.hpp>
#include <webcid/update/observer.hpp>

namespace webcid::update {

struct FolderAnswer {
  int status = 0;                         // 0: no response
  std::optional<model::Listing> listing;  // when the answer is one
};

// The listing in a folder's answer; nothing for anything else. Live and from evidence.
std::optional<model::Listing> listing_of(const model::Exchange& exchange);

// A record for a request to a folder: see model::Record::path and diagnose::ProbeWish for what `path` may be.
model::Record folder_record(std::string path);
// The URL of such a path.
base::HttpUrl folder_url(const base::HttpUrl& address, std::string_view path);

// Asks for one folder (no-cache) and hands the record over.
FolderAnswer list_folder(net::Client& client, const base::HttpUrl& address, const std::string& path,
                         Observer& observer);

struct Walked {
  model::Catalogue catalogue;
  bool is_whole = true;  // false: a folder showed no listing, a limit was reached, or the server stopped answering
};

// Lists a whole tree, in parallel.
class FolderWalk {
 public:
  FolderWalk(net::Client& client, const base::HttpUrl& address, Observer& observer,
             const base::Cancellation& cancellation);

  // Every file below the address, given the rows of its own folder. Entries have sizes where the listing has, never
  // digests. Folders that are refused are in the records. At most kMaxFolders are asked for.
  Walked entries_below(const model::Listing& root);

 private:
  net::Client& m_client;
  const base::HttpUrl& m_address;
  Observer& m_observer;
  const base::Cancellation& m_cancellation;
};

}  // namespace webcid::update
