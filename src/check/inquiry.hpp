// What diagnosis wishes for, carried out.
#pragma once

#include <cstdint>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/url.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/net/client.hpp>

#include "recorder.hpp"

namespace webcid::check {

// Whom to ask, and what was to be fetched there.
struct Scene {
  net::Client& client;
  const base::HttpUrl& address;
  std::uint16_t tls_port;
  const std::vector<model::Entry>& entries;  // by path
};

// Reads all catalogues that were read once more, to see whether they are still the same.
void read_catalogues_again(const Scene& scene, Recorder& recorder);

// Asks in rounds, until diagnosis wishes for no more.
void inquire(const Scene& scene, Recorder& recorder, const base::Cancellation& cancellation);

}  // namespace webcid::check
