// Fetches entries in parallel and verifies them in the same pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/base/url.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/model/evidence.hpp>
#include <webcid/net/client.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/partial.hpp>
#include <webcid/update/observer.hpp>

namespace webcid::update {

// Which attempt this is, and what it varies.
struct Attempt {
  model::Purpose purpose = model::Purpose::File;  // or Confirm: once more
  model::Manner manner = model::Manner::Usual;    // Usual, NoCache, OtherAgent, Direct or OtherAddress
  std::string address;                            // OtherAddress: numeric
};

struct DownloadOptions {
  Attempt attempt;
  // Where verified bodies are stored, each under its final name only once it is verified; null discards them.
  const store::Folder* keep = nullptr;
  store::Durability durability = store::Durability::None;
  // Where unfinished large files wait for the next attempt, of this run or another; null: each begins anew.
  const store::Partials* partials = nullptr;
  // How often an entry is asked for again after a fault that may pass (no answer, a cut body, 408, 429, 500, 502, 503,
  // 504): after a growing while, or the server's Retry-After. All but the last attempt are recorded as Skipped.
  int retries = 0;
  // The entity tag of the copy that is there of an entry, "" for none: it is fetched if the server has another by now.
  // Empty: all are fetched.
  std::function<std::string_view(std::size_t entry)> held;
  // Indices of the entries that are wanted, ascending; nothing: all.
  std::optional<std::span<const std::uint32_t>> chosen;
};

// Fetches entries as an endpoint does (no Cache-Control) unless the attempt says otherwise, by all event loops of the
// client, and tells `observer` each outcome: from several threads, yet never two at once. Memory does not grow with the
// number or size of the entries.
void download(net::Client& client, const base::HttpUrl& address, std::span<const model::Entry> entries,
              const DownloadOptions& options, Observer& observer);

// Makes the fetch vary what the manner says.
void apply(model::Manner manner, const std::string& address, net::Fetch& fetch);

// The verdict on what arrived for an entry. `computed` are digests of all its bytes; `before` of them, when not 0, were
// there already, and the answer is the rest (206).
model::Outcome judge_arrival(const model::Entry& entry, const model::Exchange& exchange,
                             std::span<const model::Digest> computed, std::uint64_t before = 0);

}  // namespace webcid::update
