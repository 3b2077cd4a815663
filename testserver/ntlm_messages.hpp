// The three messages of NTLM on the wire ([MS-NLMP] 2.2.1). Whatever is read is hostile: every offset and length is
// held against the message, and a message that breaks a rule is nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace webcid::testserver {

// Attributes of a target ([MS-NLMP] 2.2.2.1).
enum class AvId : std::uint16_t {
  End = 0,
  ComputerName = 1,
  DomainName = 2,
  DnsComputerName = 3,
  DnsDomainName = 4,
  Flags = 6,
  Timestamp = 7,
};

struct AvPair {
  AvId id = AvId::End;
  std::string value;  // bytes
};

std::string write_av_pairs(const std::vector<AvPair>& pairs);  // the end is added
// Up to the end, which must be there; what follows it is of no meaning.
std::optional<std::vector<AvPair>> read_av_pairs(std::string_view bytes);

// Whether it calls itself a NEGOTIATE_MESSAGE: a client begins a logon with it.
bool is_negotiate(std::string_view message);

// NEGOTIATE_MESSAGE: its flags; the names in it are of no use to a server. Nothing when it is none.
std::optional<std::uint32_t> read_negotiate(std::string_view message);

struct ChallengeMessage {
  std::uint32_t flags = 0;
  std::string server_challenge;  // 8 bytes
  std::u16string target_name;
  std::string version;  // 8 bytes
  std::string target_info;
};
std::string write_challenge(const ChallengeMessage& message);

struct AuthenticateMessage {
  std::uint32_t flags = 0;
  std::u16string user;
  std::u16string domain;
  std::string nt_proof;               // 16 bytes
  std::string client_challenge;       // NTLMv2_CLIENT_CHALLENGE, whole: what the proof is over
  std::string encrypted_session_key;  // "" when there is none
  std::string mic;                    // 16 bytes; "" unless the client's attributes say that there is one
};
// Where the MIC of an AUTHENTICATE_MESSAGE stands; it is computed with zeros there.
constexpr std::size_t kMicOffset = 72;

// Nothing when it is no AUTHENTICATE_MESSAGE, or one without an NTLMv2 response: NTLMv1, LM and nobody's are refused.
std::optional<AuthenticateMessage> read_authenticate(std::string_view message);

}  // namespace webcid::testserver
