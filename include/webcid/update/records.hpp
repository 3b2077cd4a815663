// Records of exchanges that libcurl may have split into several message pairs.
#pragma once

#include <utility>
#include <vector>

#include <webcid/model/evidence.hpp>
#include <webcid/update/observer.hpp>

namespace webcid::update {

// Calls `take` with a record of each message pair: the last one is `record`, those before it (challenges) are Skipped.
template <class Take>
void take_apart(std::vector<model::Exchange> legs, model::Record record, Take take) {
  for (std::size_t i = 0; i + 1 < legs.size(); ++i) {
    model::Record challenge;
    challenge.purpose = record.purpose;
    challenge.path = record.path;
    challenge.outcome = model::Outcome::Skipped;
    challenge.exchange = std::move(legs[i]);
    take(std::move(challenge));
  }
  record.exchange = std::move(legs.back());
  take(std::move(record));
}

// Tells the observer each of them; the listing belongs to the last.
inline void hand_over(std::vector<model::Exchange> legs, model::Record record, const model::Listing* listing,
                      Observer& observer) {
  std::size_t left = legs.size();
  take_apart(std::move(legs), std::move(record), [&](model::Record pair) {
    --left;
    observer.on_record(std::move(pair), left == 0 ? listing : nullptr);
  });
}

}  // namespace webcid::update
