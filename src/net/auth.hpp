// When an account may be sent, and by which scheme. At most one failed logon a run: an account locked by a diagnosis
// would stop the whole fleet.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include <webcid/model/exchange.hpp>
#include <webcid/net/client.hpp>

namespace webcid::net {

// A set of AuthScheme.
class SchemeSet {
 public:
  void insert(AuthScheme scheme) { m_bits |= bit(scheme); }
  void erase(AuthScheme scheme) { m_bits &= ~bit(scheme); }
  bool contains(AuthScheme scheme) const { return (m_bits & bit(scheme)) != 0; }
  bool empty() const { return m_bits == 0; }

 private:
  static std::uint32_t bit(AuthScheme scheme) { return 1U << static_cast<unsigned>(scheme); }
  std::uint32_t m_bits = 0;
};

// The schemes that an answer's WWW-Authenticate (Proxy-Authenticate) headers offer.
SchemeSet offered_schemes(const model::Exchange& answer, std::string_view header);

// Whether an Authorization (Proxy-Authorization) value proves knowledge of the password or could: everything but the
// first message of NTLM, alone or within SPNEGO, which names what the client can do ([MS-NLMP] 2.2.1.1).
bool is_credential(std::string_view authorization);

// By what the account must not be sent: Basic, where a proxy on another host than the account's would read it.
SchemeSet withheld_schemes(const ClientOptions& options);
// The same of the proxy's account: Basic, where the proxy was found (--proxy auto) rather than named. Who answers for
// WPAD is anybody on the network.
SchemeSet withheld_from_proxy(const ClientOptions& options);

// What to do with a request that was answered 401 (407).
enum class Verdict : std::uint8_t {
  Final,  // the answer stands
  Retry,  // send it again with the account
  Wait,   // another request tries the account: ask again when it is done
};

// One account at one server, for all event loops of a client. `Key` tells requests apart: the one that tries the
// account first, alone. Thread-safe.
class Gate {
 public:
  using Key = const void*;

  // `withheld`: schemes that would carry the account, and must not.
  explicit Gate(const std::optional<Account>& account, SchemeSet withheld = {})
      : m_has_account(account.has_value()),
        m_order(usable_schemes(account ? account->kind : AccountKind::Named)),
        m_withheld(withheld) {}

  // The scheme by which `key`'s request carries the account; None: without it.
  AuthScheme scheme_for(Key key) const;

  // The request carried nothing and was refused.
  Verdict refused_without(Key key, SchemeSet offered);
  // The request was meant to carry the account and was refused; `carried` says whether it really did.
  Verdict refused_with(Key key, bool carried, SchemeSet offered);
  // The library could make no credential for the request, which was not sent: it is to go without.
  Verdict could_not_carry(Key key);
  // The request carried the account and was not refused.
  void admitted(Key key);
  // The request is over; if it tried the account without a result, the next one may.
  void release(Key key);

  // Grows whenever waiting requests should be asked about again.
  std::uint64_t changes() const;
  AuthState state() const;

 private:
  using Lock = std::lock_guard<std::mutex>;
  AuthScheme strongest(SchemeSet offered) const;
  AuthResult why_none(SchemeSet offered) const;
  AuthScheme scheme_of(Key key) const;
  void end(Key key);

  const bool m_has_account;
  const std::vector<AuthScheme> m_order;
  const SchemeSet m_withheld;
  mutable std::mutex m_mutex;  // of all below
  SchemeSet m_useless;         // offered, but the library could not make a credential
  AuthState m_state;
  Key m_trying = nullptr;
  AuthScheme m_trying_scheme = AuthScheme::None;
  std::uint64_t m_changes = 0;
};

}  // namespace webcid::net
