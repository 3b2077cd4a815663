#include "testserver/negotiate.hpp"

#include <algorithm>
#include <utility>

#include "testserver/ntlm_keys.hpp"
#include "testserver/ntlm_messages.hpp"
#include "testserver/spnego.hpp"

namespace webcid::testserver {
namespace {

using iis::LogonState;

// RFC 4178, 5: the first signature of a side in the fresh context.
std::string mech_list_mic(const NtlmSession& session, NtlmSide side, std::string_view mech_list) {
  Rc4 seal(seal_key(session.exported_session_key, session.flags, side));
  return ntlm_signature(sign_key(session.exported_session_key, side), seal, session.flags, 0, mech_list);
}

// Without one of these NTLM has no signatures that this server could make.
bool can_sign(const NtlmSession& session) {
  return (session.flags & ntlm_flag::kExtendedSecurity) != 0 &&
         (session.flags & (ntlm_flag::kSign | ntlm_flag::kAlwaysSign)) != 0;
}

}  // namespace

bool begins_negotiate(std::string_view token) {
  constexpr char kFirstToken = 0x60;  // RFC 2743, 3.1
  return (!token.empty() && token[0] == kFirstToken) || is_negotiate(token);
}

LogonLeg NegotiateExchange::take(std::string_view token, const FindAccount& find) {
  LogonLeg leg;
  switch (m_framing) {
    case Framing::Unknown:
      leg = begin(token, find);
      break;
    case Framing::Raw:
      leg = m_ntlm.take(token, find);
      break;
    case Framing::Spnego:
      leg = go_on(token, find);
      break;
    case Framing::AwaitsMic:
      leg = check_mic(token);
      break;
    case Framing::Ended:
      break;
  }
  if (leg.state != LogonState::Continues) m_framing = Framing::Ended;
  return leg;
}

LogonLeg NegotiateExchange::begin(std::string_view token, const FindAccount& find) {
  if (is_negotiate(token)) {
    m_framing = Framing::Raw;
    return m_ntlm.take(token, find);
  }
  auto read = read_spnego(token);
  auto* init = read ? std::get_if<NegTokenInit>(&*read) : nullptr;
  if (init == nullptr) return {};
  const auto ntlm = std::find(init->mechanisms.begin(), init->mechanisms.end(), kNtlmMechanism);
  if (ntlm == init->mechanisms.end()) return {};
  m_framing = Framing::Spnego;
  m_mech_list = std::move(init->mech_list);
  m_is_mic_needed = ntlm != init->mechanisms.begin();
  // 4.2.1: the token is for the favourite; another mechanism's is thrown away, and the client begins with ours.
  if (m_is_mic_needed || init->token.empty()) return wrap({LogonState::Continues, "", nullptr}, "");
  return wrap(m_ntlm.take(init->token, find), init->mech_list_mic);
}

LogonLeg NegotiateExchange::go_on(std::string_view token, const FindAccount& find) {
  auto read = read_spnego(token);
  const auto* response = read ? std::get_if<NegTokenResp>(&*read) : nullptr;
  if (response == nullptr || response->state == NegState::Reject) return {};
  return wrap(m_ntlm.take(response->token, find), response->mech_list_mic);
}

// What NTLM says, in SPNEGO's words.
LogonLeg NegotiateExchange::wrap(const LogonLeg& inner, std::string_view mech_list_mic) {
  if (inner.state == LogonState::Accepted) return finish(inner.account, mech_list_mic);
  if (inner.state != LogonState::Continues) return {};
  NegTokenResp reply;
  reply.state = NegState::AcceptIncomplete;
  if (std::exchange(m_is_first_reply, false)) {
    // 4.2.2, request-mic: "This value SHALL only be present in the first reply from the target."
    if (m_is_mic_needed) reply.state = NegState::RequestMic;
    reply.mechanism = kNtlmMechanism;
  }
  reply.token = inner.token;
  return {LogonState::Continues, write_spnego(reply), nullptr};
}

// RFC 4178, 5. Windows asks for the signatures also where NTLM's own MIC was sent, and clients count on it.
LogonLeg NegotiateExchange::finish(const Account* account, std::string_view mech_list_mic_sent) {
  const NtlmSession& session = *m_ntlm.session();
  const bool are_mics_exchanged = m_is_mic_needed || session.has_mic || !mech_list_mic_sent.empty();
  if (!are_mics_exchanged) {
    return {LogonState::Accepted, write_spnego({NegState::AcceptCompleted, "", "", ""}), account};
  }
  if (!can_sign(session)) return {};
  const std::string own = mech_list_mic(session, NtlmSide::Server, m_mech_list);
  if (mech_list_mic_sent.empty()) {
    m_framing = Framing::AwaitsMic;
    m_account = account;
    return {LogonState::Continues, write_spnego({NegState::AcceptIncomplete, "", "", own}), nullptr};
  }
  if (!are_equal_secrets(mech_list_mic_sent, mech_list_mic(session, NtlmSide::Client, m_mech_list))) return {};
  return {LogonState::Accepted, write_spnego({NegState::AcceptCompleted, "", "", own}), account};
}

LogonLeg NegotiateExchange::check_mic(std::string_view token) {
  auto read = read_spnego(token);
  const auto* response = read ? std::get_if<NegTokenResp>(&*read) : nullptr;
  if (response == nullptr || response->state == NegState::Reject || !response->token.empty()) return {};
  if (!are_equal_secrets(response->mech_list_mic, mech_list_mic(*m_ntlm.session(), NtlmSide::Client, m_mech_list))) {
    return {};
  }
  return {LogonState::Accepted, write_spnego({NegState::AcceptCompleted, "", "", ""}), m_account};
}

}  // namespace webcid::testserver
