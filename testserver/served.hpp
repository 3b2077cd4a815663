// What became of a connection's requests, as far as a log tells it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <webcid/base/clock.hpp>
#include <webcid/iis/answer.hpp>

namespace webcid::testserver {

// The two ends of a connection; addresses without brackets.
struct Peers {
  std::string client_address;
  std::uint16_t client_port = 0;
  std::string server_address;
  std::uint16_t server_port = 0;
};

// How the sending of an answer ended.
enum class Ending : std::uint8_t {
  Sent,
  Cut,      // the connection ended while the answer was on its way
  Dropped,  // the server ended the connection instead of answering
};

// One request with its answer, once nothing more of it is sent.
struct Served {
  Peers peers;
  iis::Request request;  // method and target are empty when no request line could be read
  std::string version;   // "HTTP/1.1"; empty likewise
  const iis::Answer* answer = nullptr;
  Ending ending = Ending::Sent;
  base::Time finished{};
  std::chrono::milliseconds taken{0};
};

// Why the server ended a connection by itself: s-reason of the HTTPERR log (KB820729).
enum class Expiry : std::uint8_t {
  Idle,        // no request came
  HeaderWait,  // a request began and did not end
  TooSlow,     // the client did not take the answer
};

struct Expired {
  Peers peers;
  Expiry expiry = Expiry::Idle;
  std::string method;  // of the request that was pending, as far as it was read
  std::string target;
  std::string version;
  base::Time at{};
};

}  // namespace webcid::testserver
