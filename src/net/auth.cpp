#include "auth.hpp"

#include <curl/curl.h>

#include <array>

#include <fmt/format.h>

#include <webcid/base/base64.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

namespace webcid::net {
namespace {

struct SchemeRow {
  AuthScheme scheme;
  std::string_view name;
};

constexpr std::array<SchemeRow, 5> kSchemes = {{{AuthScheme::None, "none"},
                                                {AuthScheme::Basic, "Basic"},
                                                {AuthScheme::Digest, "Digest"},
                                                {AuthScheme::Ntlm, "NTLM"},
                                                {AuthScheme::Negotiate, "Negotiate"}}};

// Where a challenge may begin in a merged header: after a comma outside quotes, and at the start (RFC 9110, 11.6.1).
void insert_schemes(std::string_view value, SchemeSet& out) {
  bool quoted = false;
  bool at_start = true;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (quoted) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        quoted = false;
      }
      continue;
    }
    if (c == ' ' || c == '\t') continue;
    if (at_start) {
      const std::string_view word = value.substr(i, value.substr(i).find_first_of(" \t,"));
      for (const SchemeRow& row : kSchemes) {
        if (row.scheme != AuthScheme::None && base::equals_ignoring_case(row.name, word)) out.insert(row.scheme);
      }
    }
    at_start = c == ',';
    quoted = c == '"';
  }
}

}  // namespace

std::string_view name_of(AuthScheme scheme) {
  for (const SchemeRow& row : kSchemes) {
    if (row.scheme == scheme) return row.name;
  }
  return "none";
}

std::vector<AuthScheme> usable_schemes(AccountKind kind) {
  const auto features = curl_version_info(CURLVERSION_NOW)->features;
  const auto has = [&](int feature) { return (features & feature) != 0; };
  const bool is_named = kind == AccountKind::Named;
  std::vector<AuthScheme> out;
  // Windows' own SSPI makes a token of either. GSS-API takes a ticket, whatever name and password it is given: for a
  // named account that would be a logon as somebody else.
  if (has(CURL_VERSION_SPNEGO) && (has(CURL_VERSION_SSPI) || !is_named)) out.push_back(AuthScheme::Negotiate);
  // libcurl's own NTLM needs a password.
  if (has(CURL_VERSION_NTLM) && (has(CURL_VERSION_SSPI) || is_named)) out.push_back(AuthScheme::Ntlm);
  if (is_named) out.push_back(AuthScheme::Digest);
  if (is_named) out.push_back(AuthScheme::Basic);
  return out;
}

SchemeSet offered_schemes(const model::Exchange& answer, std::string_view header) {
  SchemeSet out;
  for (const model::Header& each : answer.headers) {
    if (base::equals_ignoring_case(each.name, header)) insert_schemes(each.value, out);
  }
  return out;
}

bool is_credential(std::string_view authorization) {
  constexpr std::string_view kFirstMessage{"NTLMSSP\0\1\0\0\0", 12};  // signature and MessageType
  const std::size_t blank = authorization.find(' ');
  if (blank == std::string_view::npos) return true;
  const auto token = base::from_base64(authorization.substr(blank + 1));
  return !token || token->find(kFirstMessage) == std::string::npos;
}

SchemeSet withheld_schemes(const ClientOptions& options) {
  SchemeSet out;
  if (!options.proxy || options.is_basic_allowed) return out;
  const auto origin = base::parse_address(fmt::format("http://{}/", options.account_origin));
  if (!origin || !base::equals_ignoring_case(origin->host, options.proxy->host)) out.insert(AuthScheme::Basic);
  return out;
}

SchemeSet withheld_from_proxy(const ClientOptions& options) {
  SchemeSet out;
  if (options.proxy_origin && !options.is_basic_allowed) out.insert(AuthScheme::Basic);
  return out;
}

AuthScheme Gate::strongest(SchemeSet offered) const {
  for (const AuthScheme scheme : m_order) {
    if (offered.contains(scheme) && !m_useless.contains(scheme) && !m_withheld.contains(scheme)) return scheme;
  }
  return AuthScheme::None;
}

AuthResult Gate::why_none(SchemeSet offered) const {
  for (const AuthScheme scheme : m_order) {
    if (offered.contains(scheme) && m_withheld.contains(scheme)) return AuthResult::Withheld;
  }
  return AuthResult::Unsupported;
}

AuthScheme Gate::scheme_of(Key key) const {
  if (m_state.result == AuthResult::Accepted) return m_state.scheme;
  return m_trying != nullptr && m_trying == key ? m_trying_scheme : AuthScheme::None;
}

AuthScheme Gate::scheme_for(Key key) const {
  const Lock lock(m_mutex);
  return scheme_of(key);
}

Verdict Gate::refused_without(Key key, SchemeSet offered) {
  if (!m_has_account) return Verdict::Final;
  const Lock lock(m_mutex);
  if (m_state.result == AuthResult::Accepted) return Verdict::Retry;
  if (m_state.result == AuthResult::Rejected) return Verdict::Final;
  if (m_trying != nullptr) return Verdict::Wait;
  const AuthScheme scheme = strongest(offered);
  if (scheme == AuthScheme::None) {
    m_state.result = why_none(offered);
    return Verdict::Final;
  }
  m_trying = key;
  m_trying_scheme = scheme;
  return Verdict::Retry;
}

Verdict Gate::refused_with(Key key, bool carried, SchemeSet offered) {
  const Lock lock(m_mutex);
  if (carried) {
    m_state = {AuthResult::Rejected, scheme_of(key) == AuthScheme::None ? m_state.scheme : scheme_of(key)};
    end(key);
    ++m_changes;
    return Verdict::Final;
  }
  if (m_trying != key || key == nullptr) return Verdict::Final;
  m_useless.insert(m_trying_scheme);
  m_state.scheme = m_trying_scheme;
  m_trying_scheme = strongest(offered);
  if (m_trying_scheme != AuthScheme::None) return Verdict::Retry;
  m_state.result = why_none(offered);
  end(key);
  return Verdict::Final;
}

Verdict Gate::could_not_carry(Key key) {
  const Lock lock(m_mutex);
  if (m_trying != key || key == nullptr) return Verdict::Final;
  m_useless.insert(m_trying_scheme);
  m_state.scheme = m_trying_scheme;
  end(key);
  return Verdict::Retry;
}

void Gate::admitted(Key key) {
  const Lock lock(m_mutex);
  if (m_trying != key || key == nullptr || m_state.result == AuthResult::Rejected) return;
  m_state = {AuthResult::Accepted, m_trying_scheme};
  end(key);
}

void Gate::end(Key key) {
  if (m_trying != key || key == nullptr) return;
  m_trying = nullptr;
  m_trying_scheme = AuthScheme::None;
  ++m_changes;
}

void Gate::release(Key key) {
  const Lock lock(m_mutex);
  end(key);
}

std::uint64_t Gate::changes() const {
  const Lock lock(m_mutex);
  return m_changes;
}

AuthState Gate::state() const {
  const Lock lock(m_mutex);
  return m_state;
}

}  // namespace webcid::net
