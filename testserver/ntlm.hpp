// The server's side of one NTLM logon ([MS-NLMP] 3.2): NTLMv2 only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/base/clock.hpp>

#include "testserver/account.hpp"

namespace webcid::testserver {

// What the server calls itself; UTF-8.
struct NtlmNames {
  std::string computer = "WEBSERVER";
  std::string domain{};  // "": the server belongs to none
};

// What both sides share after a logon.
struct NtlmSession {
  std::string exported_session_key;  // 16 bytes
  std::uint32_t flags = 0;           // agreed on
  bool has_mic = false;              // the client proved that nobody altered its messages
};

class NtlmExchange {
 public:
  // `server_challenge`: 8 bytes that no other logon had; `now` is told to the client.
  NtlmExchange(NtlmNames names, base::Time now, std::string server_challenge);

  // The next message of the client. Continues once, for its NEGOTIATE_MESSAGE; then Accepted or Rejected.
  LogonLeg take(std::string_view message, const FindAccount& find);

  // Accepted: what was agreed on.
  const std::optional<NtlmSession>& session() const { return m_session; }

 private:
  enum class Stage : std::uint8_t { AwaitsNegotiate, AwaitsAuthenticate, Ended };

  LogonLeg challenge(std::string_view message);
  LogonLeg verify(std::string_view message, const FindAccount& find);
  bool is_mic_right(std::string_view message, std::string_view mic, std::string_view key) const;

  NtlmNames m_names;
  base::Time m_now;
  std::string m_server_challenge;
  Stage m_stage = Stage::AwaitsNegotiate;
  std::uint32_t m_flags = 0;
  std::string m_negotiate_message;
  std::string m_challenge_message;
  std::optional<NtlmSession> m_session;
};

}  // namespace webcid::testserver
