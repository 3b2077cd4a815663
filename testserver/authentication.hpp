// One account, checked as Basic or Digest (RFC 7617, RFC 7616 with MD5 as IIS uses it).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/iis/answer.hpp>

namespace webcid::testserver {

using iis::Scheme;
std::optional<Scheme> scheme_named(std::string_view name);  // "basic", "digest"

class Account {
 public:
  Account(Scheme scheme, std::string realm, std::string user, std::string password);

  Scheme scheme() const { return m_scheme; }
  // Stays the same for the server's life: the same run gives the same bytes.
  const std::string& nonce() const { return m_nonce; }

  iis::Logon check(std::string_view method, std::string_view target,
                   std::optional<std::string_view> authorization) const;

 private:
  bool is_right_basic(std::string_view token) const;
  bool is_right_digest(std::string_view method, std::string_view target, std::string_view parameters) const;

  Scheme m_scheme;
  std::string m_realm;
  std::string m_user;
  std::string m_password;
  std::string m_nonce;
};

}  // namespace webcid::testserver
