// Fetches entries in parallel and verifies them in the same pass.
#pragma once

#include <span>
#include <string>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/base/url.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/model/evidence.hpp>
#include <webcid/net/client.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/update/observer.hpp>

namespace webcid::update {

// Which attempt this is, and what it varies.
struct Attempt {
  model::Purpose purpose = model::Purpose::File;  // or Confirm: once more
  model::Manner manner = model::Manner::Usual;    // Usual, NoCache, OtherAgent, Direct or OtherAddress
  std::string address;                            // OtherAddress: numeric
};

// Fetches each entry once, as an endpoint does (no Cache-Control) unless `attempt` says otherwise, and tells `observer`
// each outcome. With `keep`, verified bodies are stored below it, each under its final name only once it is verified;
// null discards them. Memory does not grow with the number or size of the entries.
void download(net::Client& client, const base::HttpUrl& address, std::span<const model::Entry> entries,
              const Attempt& attempt, const store::Folder* keep, Observer& observer);

// Makes the fetch vary what the manner says.
void apply(model::Manner manner, const std::string& address, net::Fetch& fetch);

// The verdict on what arrived for an entry. `computed` are digests of all bytes received.
model::Outcome judge_arrival(const model::Entry& entry, const model::Exchange& exchange,
                             std::span<const model::Digest> computed);

}  // namespace webcid::update
