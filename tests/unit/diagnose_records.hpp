// A single record of a run, for what is tested one by one.
#pragma once

#include <string>

#include <webcid/model/evidence.hpp>

#include "diagnose_pages.hpp"

namespace webcid::diagnose::testing {

// How IIS answers a GET of the path with the status; 0: no response. A file that gets 200 is as promised. Each record
// has a number of its own.
inline model::Record answer(model::Purpose purpose, const std::string& path, int status) {
  static std::uint64_t last_id = 0;
  model::Record out;
  out.purpose = purpose;
  out.path = path;
  out.exchange.id = ++last_id;
  out.exchange.url = "http://srv/share/" + path;
  out.exchange.status = status;
  const bool is_file = purpose == model::Purpose::File || purpose == model::Purpose::Confirm;
  if (status == 0) {
    out.exchange.error = model::TransportError::Reset;
    if (is_file) out.outcome = model::Outcome::Failed;
    return out;
  }
  out.exchange.headers = {{"Server", "Microsoft-IIS/10.0"}};
  if (status >= 400) out.exchange.body.kept = custom_page("An error occurred.");
  out.exchange.body.length = out.exchange.body.kept.size();
  if (is_file) out.outcome = status == 200 ? model::Outcome::Verified : model::Outcome::Refused;
  return out;
}

}  // namespace webcid::diagnose::testing
