// The server's side of one logon by Negotiate (RFC 4559): SPNEGO (RFC 4178) around NTLM, or NTLM alone. There is no
// ticket server: Kerberos is passed over where the client offers NTLM too, and refused where it does not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "testserver/account.hpp"
#include "testserver/ntlm.hpp"

namespace webcid::testserver {

// Whether a client begins a logon with this token.
bool begins_negotiate(std::string_view token);

class NegotiateExchange {
 public:
  explicit NegotiateExchange(NtlmExchange ntlm) : m_ntlm(std::move(ntlm)) {}

  // The next token of the client. Accepted has a last token for the client when it spoke SPNEGO.
  LogonLeg take(std::string_view token, const FindAccount& find);

 private:
  enum class Framing : std::uint8_t { Unknown, Raw, Spnego, AwaitsMic, Ended };

  LogonLeg begin(std::string_view token, const FindAccount& find);
  LogonLeg go_on(std::string_view token, const FindAccount& find);
  LogonLeg wrap(const LogonLeg& inner, std::string_view mech_list_mic);
  LogonLeg finish(const Account* account, std::string_view mech_list_mic);
  LogonLeg check_mic(std::string_view token);

  NtlmExchange m_ntlm;
  Framing m_framing = Framing::Unknown;
  std::string m_mech_list;
  bool m_is_first_reply = true;        // which alone names the mechanism (4.2.2)
  bool m_is_mic_needed = false;        // the client's favourite was another mechanism (5)
  const Account* m_account = nullptr;  // AwaitsMic: whose logon it is
};

}  // namespace webcid::testserver
