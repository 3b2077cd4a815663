#include "testserver/ntlm.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <webcid/base/text.hpp>

#include "testserver/ntlm_keys.hpp"
#include "testserver/ntlm_messages.hpp"
#include "testserver/utf16.hpp"

namespace webcid::testserver {
namespace {

using iis::LogonState;

// What this server takes when the client asks for it.
constexpr std::uint32_t kSupported = ntlm_flag::kRequestTarget | ntlm_flag::kSign | ntlm_flag::kSeal |
                                     ntlm_flag::kNtlm | ntlm_flag::kAlwaysSign | ntlm_flag::kExtendedSecurity |
                                     ntlm_flag::kVersion | ntlm_flag::k128 | ntlm_flag::kKeyExchange | ntlm_flag::k56;

// 2.2.2.10: Windows Server 2022, NTLMSSP_REVISION_W2K3.
constexpr std::string_view kVersion("\x0a\x00\x7c\x4f\x00\x00\x00\x0f", 8);

std::string bytes_of(std::string_view utf8) {
  return to_little_endian(to_utf16(utf8));
}

// FILETIME: tenths of a microsecond since 1601.
std::string file_time(base::Time time) {
  using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
  constexpr std::int64_t kFrom1601To1970 = 116'444'736'000'000'000;
  const std::int64_t ticks = std::chrono::duration_cast<Ticks>(time.time_since_epoch()).count() + kFrom1601To1970;
  std::string out;
  for (unsigned i = 0; i < 8; ++i)
    out.push_back(static_cast<char>(static_cast<std::uint64_t>(ticks) >> (i * 8) & 0xFF));
  return out;
}

std::string target_info(const NtlmNames& names, base::Time now) {
  // A server without a domain is its own: it names itself twice.
  const bool has_domain = !names.domain.empty();
  const std::string computer = base::to_lower(names.computer);
  const std::string dns_domain = has_domain ? base::to_lower(names.domain) + ".example" : computer;
  return write_av_pairs({
      {AvId::DomainName, bytes_of(has_domain ? names.domain : names.computer)},
      {AvId::ComputerName, bytes_of(names.computer)},
      {AvId::DnsDomainName, bytes_of(dns_domain)},
      {AvId::DnsComputerName, bytes_of(has_domain ? computer + "." + dns_domain : computer)},
      {AvId::Timestamp, file_time(now)},
  });
}

// 3.2.5.1.1
std::uint32_t agreed_flags(std::uint32_t asked, const NtlmNames& names) {
  std::uint32_t flags = (asked & kSupported) | ntlm_flag::kNtlm | ntlm_flag::kTargetInfo;
  // Unicode where the client takes both.
  flags |= (asked & ntlm_flag::kUnicode) != 0 ? ntlm_flag::kUnicode : ntlm_flag::kOem;
  if ((asked & ntlm_flag::kRequestTarget) != 0) {
    flags |= names.domain.empty() ? ntlm_flag::kTargetIsServer : ntlm_flag::kTargetIsDomain;
  }
  return flags;
}

}  // namespace

NtlmExchange::NtlmExchange(NtlmNames names, base::Time now, std::string server_challenge)
    : m_names(std::move(names)), m_now(now), m_server_challenge(std::move(server_challenge)) {}

LogonLeg NtlmExchange::take(std::string_view message, const FindAccount& find) {
  switch (std::exchange(m_stage, Stage::Ended)) {
    case Stage::AwaitsNegotiate:
      return challenge(message);
    case Stage::AwaitsAuthenticate:
      return verify(message, find);
    case Stage::Ended:
      break;
  }
  return {};
}

LogonLeg NtlmExchange::challenge(std::string_view message) {
  const std::optional<std::uint32_t> asked = read_negotiate(message);
  if (!asked) return {};
  m_flags = agreed_flags(*asked, m_names);
  ChallengeMessage answer;
  answer.flags = m_flags;
  answer.server_challenge = m_server_challenge;
  if ((*asked & ntlm_flag::kRequestTarget) != 0) {
    answer.target_name = to_utf16(m_names.domain.empty() ? m_names.computer : m_names.domain);
  }
  answer.version = (m_flags & ntlm_flag::kVersion) != 0 ? std::string(kVersion) : std::string(8, '\0');
  answer.target_info = target_info(m_names, m_now);
  m_negotiate_message = message;
  m_challenge_message = write_challenge(answer);
  m_stage = Stage::AwaitsAuthenticate;
  return {LogonState::Continues, m_challenge_message, nullptr};
}

LogonLeg NtlmExchange::verify(std::string_view message, const FindAccount& find) {
  const std::optional<AuthenticateMessage> sent = read_authenticate(message);
  if (!sent) return {};
  const Account* account = find(to_utf8(sent->user), to_utf8(sent->domain));
  if (account == nullptr) return {};
  // 3.3.2, from the server's side: the same computation over what the client sent.
  const std::string response_key = ntowf_v2(nt_hash(account->password), sent->user, sent->domain);
  const std::string proof = hmac_md5(response_key, m_server_challenge + sent->client_challenge);
  if (!are_equal_secrets(proof, sent->nt_proof)) return {};
  const std::string session_base_key = hmac_md5(response_key, proof);

  NtlmSession session;
  session.flags = sent->flags & m_flags;
  session.exported_session_key = session_base_key;
  // 3.2.5.1.2: "If NTLMSSP_NEGOTIATE_KEY_EXCH flag is set in NegFlg AND (NTLMSSP_NEGOTIATE_SIGN OR
  // NTLMSSP_NEGOTIATE_SEAL are set in NegFlg)"
  const bool has_integrity = (session.flags & (ntlm_flag::kSign | ntlm_flag::kSeal)) != 0;
  if ((session.flags & ntlm_flag::kKeyExchange) != 0 && has_integrity) {
    if (sent->encrypted_session_key.size() != 16) return {};
    session.exported_session_key = Rc4(session_base_key).apply(sent->encrypted_session_key);
  }
  session.has_mic = !sent->mic.empty();
  if (session.has_mic && !is_mic_right(message, sent->mic, session.exported_session_key)) return {};
  m_session = std::move(session);
  return {LogonState::Accepted, "", account};
}

// 3.2.5.1.2: HMAC_MD5(ExportedSessionKey, ConcatenationOf(NEGOTIATE_MESSAGE, CHALLENGE_MESSAGE, AUTHENTICATE_MESSAGE)),
// the last one with zeros for the MIC.
bool NtlmExchange::is_mic_right(std::string_view message, std::string_view mic, std::string_view key) const {
  std::string authenticate(message);
  std::fill_n(authenticate.begin() + static_cast<std::ptrdiff_t>(kMicOffset), mic.size(), '\0');
  return are_equal_secrets(mic, hmac_md5(key, m_negotiate_message + m_challenge_message + authenticate));
}

}  // namespace webcid::testserver
