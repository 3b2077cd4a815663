// The update settings of an endpoint: this machine's, or a copied file's; and whether it can update from there.
#pragma once

#include <chrono>
#include <string>

#include <webcid/base/result.hpp>
#include <webcid/model/endpoint_settings.hpp>

namespace webcid::endpoint {

// A copied file. LocalIo when it cannot be read; Usage when it is too large or holds no update settings: it was the
// wrong one to name.
base::Result<model::EndpointSettings> read_file(const std::string& path);

// Where a machine keeps its settings; another place is for tests.
struct Places {
  std::string iconn;                          // Windows; "" where there is none to look for
  std::string preferences;                    // macOS
  std::string savconfig;                      // Linux: the program that prints them
  std::chrono::milliseconds longest{10'000};  // that it may take for one value
};
// Of this system, as installed by the vendor.
Places usual_places();

// This machine's own settings. LocalIo when there are none or they cannot be read.
base::Result<model::EndpointSettings> read_machine(const Places& places = usual_places());

// Judged before any traffic, by the rules that an address given to a check is judged by.
model::SettingsVerdict judge(const model::EndpointSettings& settings);

// The primary address as a check takes it: "" when there is none, \\server\share for one of a network volume.
std::string address_of(const model::UpdateSource& source);

}  // namespace webcid::endpoint
