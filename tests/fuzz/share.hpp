// A share on an IIS that is set up in one of several ways, and what it answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <webcid/iis/server.hpp>

#include "../unit/iis_fake_tree.hpp"
#include "../unit/scripted_server.hpp"
#include "choices.hpp"
#include "weather.hpp"

namespace webcid::fuzz {

class Share {
 public:
  // Which settings, and whether it wants an account.
  explicit Share(Choices& choices);

  // IIS's own answer, before anybody spoils it.
  Spoken answer(const test::Request& asked) const;

 private:
  iis::testing::FakeTree m_tree;
  iis::testing::FakeTree m_root;
  bool m_lets_in = true;  // whoever logs on
  std::optional<iis::Server> m_server;
};

// Whether an Authorization header proves, or tries to prove, that its sender knows the password. The first message of
// NTLM only opens the talk ([MS-NLMP] 2.2.1.1).
bool is_logon(std::string_view authorization);

}  // namespace webcid::fuzz
