// From the transport library's codes to ours.
#pragma once

#include <curl/curl.h>

#include <string_view>

#include <webcid/model/exchange.hpp>

namespace webcid::net {

// What is known about a transfer that ended.
struct TransferEnd {
  CURLcode code = CURLE_OK;
  int system_error = 0;
  std::string_view text;  // the library's words
  bool through_proxy = false;
  bool request_sent = false;
  bool status_seen = false;    // a status line arrived
  bool head_complete = false;  // so did the blank line after a final answer's headers
  bool chunked = false;
};

model::TransportError transport_error_of(const TransferEnd& end);

// Whether the library's code comes with the errno of a failed call; else what it reports is left over from another.
bool has_system_error(CURLcode code, std::string_view text);

}  // namespace webcid::net
