// The system's resolver, made interruptible.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/net/options.hpp>

namespace webcid::net {

enum class LookupEnd : std::uint8_t { Answered, TimedOut, Cancelled };

struct Lookup {
  LookupEnd end = LookupEnd::Answered;
  std::vector<std::string> addresses;  // numeric, none twice
  int code = 0;                        // getaddrinfo's, 0 for success
  int system_error = 0;                // errno where the code says so
  std::string text;                    // why there are no addresses
};

// Blocks until the answer, `timeout` or the cancellation, seen within 50 ms. A lookup that is given up goes on in a
// thread of its own until the resolver ends it: getaddrinfo cannot be interrupted.
Lookup look_up(const std::string& host, AddressFamily family, std::chrono::milliseconds timeout,
               const base::Cancellation& cancellation);

// The family of a numeric address; nothing for a name.
std::optional<AddressFamily> family_of(std::string_view address);

// "192.0.2.1:80", "[2001:db8::1]:80".
std::string with_port(std::string_view address, std::uint16_t port);

}  // namespace webcid::net
