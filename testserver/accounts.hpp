// Who a request counts as: every scheme that IIS knows (iis.md h), several accounts. Which schemes are offered is
// decided by the configuration, not here: an Authorization header is checked whatever its scheme.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/iis/answer.hpp>

#include "testserver/account.hpp"
#include "testserver/negotiate.hpp"
#include "testserver/ntlm.hpp"

namespace webcid::testserver {

// What a connection remembers of its logons. NTLM and Negotiate hold for the connection: once accepted, its later
// requests count as that user without saying so, and no other connection's do.
struct ConnectionLogon {
  std::optional<NtlmExchange> ntlm{};
  std::optional<NegotiateExchange> negotiate{};
  iis::Logon accepted{};  // state None or Accepted
};

class Accounts {
 public:
  // Without accounts every logon is rejected.
  explicit Accounts(std::vector<Account> accounts);

  // Of Digest challenges. It stays the same for the server's life: the same run gives the same bytes.
  const std::string& nonce() const { return m_nonce; }

  // Reads the request's Authorization header and its time; `connection` is that of the connection it came by.
  iis::Logon logon(const iis::Request& request, ConnectionLogon& connection) const;

 private:
  const Account* find(std::string_view name, std::string_view domain) const;
  const Account* find_sent(std::string_view name) const;
  const Account* account_of_basic(std::string_view credentials) const;
  iis::Logon by_exchange(iis::Scheme scheme, std::string_view credentials, const iis::Request& request,
                         ConnectionLogon& connection) const;

  std::vector<Account> m_accounts;
  std::string m_nonce;
  NtlmNames m_names;
};

// The schemes that the words of --auth offer, in their order, each once: "basic", "digest", "ntlm", "negotiate", and
// "windows" for the two of Windows authentication. Usage when a word is none of them.
base::Result<std::vector<iis::Scheme>> schemes_named(std::span<const std::string> words);

// "DOMAIN\name" or "name".
Account account_named(std::string_view name, std::string password);

}  // namespace webcid::testserver
