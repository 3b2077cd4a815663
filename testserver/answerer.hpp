// Whoever makes the answers: IIS's rules, or a recording.
#pragma once

#include <cstdint>

#include <webcid/iis/answer.hpp>
#include <webcid/iis/url.hpp>

#include "testserver/accounts.hpp"
#include "testserver/reply.hpp"

namespace webcid::testserver {

// What one connection remembers.
struct ConnectionState {
  ConnectionLogon logon{};
  std::uint64_t answered = 0;  // requests before this one
};

class Answerer {
 public:
  Answerer() = default;
  Answerer(const Answerer&) = delete;
  Answerer& operator=(const Answerer&) = delete;
  virtual ~Answerer() = default;

  // How a new connection begins; it is open until connection_closed().
  virtual Greeting greet() { return {}; }
  virtual void connection_closed() {}
  // Whether any connection may have to speak TLS that was not asked for it.
  virtual bool needs_tls() const { return false; }

  virtual Reply reply(iis::Request request, ConnectionState& connection) = 0;
  // The answer to bytes that are no request, or too many of them.
  virtual Reply refuse(iis::HttpSysRefusal refusal) = 0;
};

}  // namespace webcid::testserver
