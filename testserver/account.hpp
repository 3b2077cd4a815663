// Who may log on, and what one leg of a logon leads to.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <webcid/iis/answer.hpp>

namespace webcid::testserver {

struct Account {
  std::string name;  // UTF-8, without a domain
  std::string password;
  std::string domain{};  // "": an account of the server itself, whatever domain a client names
};

// The account of a name and domain as a client sent them (UTF-8); null when there is none.
using FindAccount = std::function<const Account*(std::string_view name, std::string_view domain)>;

// What became of one message of a scheme of several legs.
struct LogonLeg {
  iis::LogonState state = iis::LogonState::Rejected;
  std::string token{};               // bytes for the client; "" for none
  const Account* account = nullptr;  // Accepted: whose it was
};

}  // namespace webcid::testserver
