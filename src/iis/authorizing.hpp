// Who a request is from, and whether URL authorization lets them (iis.md b.1 steps 6 and 7, h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <webcid/iis/answer.hpp>
#include <webcid/iis/configuration.hpp>

namespace webcid::iis {

struct Identity {
  enum class State : std::uint8_t { Known, Refused, Continues } state = State::Refused;
  std::string user;  // Known: the account, or the anonymous user's
  bool is_anonymous = false;
  int sub_status = 0;  // Refused: of 401
  std::uint32_t hresult = 0;
};

Identity authenticate(const Authentication& rules, const Logon& logon);

// WWW-Authenticate values of what is switched on, in the order of iis.md h.
std::vector<std::string> challenges(const Authentication& rules, std::string_view host, std::string_view digest_nonce);

bool is_authorized(const Authorization& rules, const Identity& identity, std::string_view method);

}  // namespace webcid::iis
