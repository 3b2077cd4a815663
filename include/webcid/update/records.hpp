// Records of exchanges that libcurl may have split into several message pairs.
#pragma once

#include <utility>
#include <vector>

#include <webcid/model/evidence.hpp>
#include <webcid/update/observer.hpp>

namespace webcid::update {

// Hands over each message pair: the last one as `record`, those before it (challenges) as Skipped.
inline void hand_over(std::vector<model::Exchange> legs, model::Record record, const model::Listing* listing,
                      Observer& observer) {
  for (std::size_t i = 0; i + 1 < legs.size(); ++i) {
    model::Record challenge;
    challenge.purpose = record.purpose;
    challenge.path = record.path;
    challenge.outcome = model::Outcome::Skipped;
    challenge.exchange = std::move(legs[i]);
    observer.on_record(std::move(challenge), nullptr);
  }
  record.exchange = std::move(legs.back());
  observer.on_record(std::move(record), listing);
}

}  // namespace webcid::update
