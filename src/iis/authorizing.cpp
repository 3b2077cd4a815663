#include "authorizing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <webcid/base/text.hpp>

namespace webcid::iis {
namespace {

constexpr std::uint32_t kLogonFailed = 0x8007052e;    // ERROR_LOGON_FAILURE
constexpr std::uint32_t kNoCredentials = 0x8009030e;  // SEC_E_NO_CREDENTIALS

bool is_offered(const Authentication& rules, Scheme scheme) {
  switch (scheme) {
    case Scheme::Basic:
      return rules.basic;
    case Scheme::Digest:
      return rules.digest;
    case Scheme::Ntlm:
    case Scheme::Negotiate:
      break;
  }
  return rules.windows && std::any_of(rules.providers.begin(), rules.providers.end(), [&](const std::string& provider) {
           return base::equals_ignoring_case(provider, name_of(scheme));
         });
}

bool names_user(const std::vector<std::string>& users, const Identity& identity) {
  return std::any_of(users.begin(), users.end(), [&](const std::string& user) {
    if (user == "*") return true;
    if (user == "?") return identity.is_anonymous;
    if (identity.is_anonymous) return false;
    // "DOMAIN\name" and "name" are the same account here: there is one machine.
    const std::string_view name = std::string_view(user).substr(user.rfind('\\') + 1);
    const std::string_view known = std::string_view(identity.user).substr(identity.user.rfind('\\') + 1);
    return base::equals_ignoring_case(name, known);
  });
}

bool names_verb(const std::vector<std::string>& verbs, std::string_view method) {
  return verbs.empty() || std::any_of(verbs.begin(), verbs.end(), [&](const std::string& verb) {
           return base::equals_ignoring_case(verb, method);
         });
}

}  // namespace

Identity authenticate(const Authentication& rules, const Logon& logon) {
  using State = Identity::State;
  if (logon.state != LogonState::None && is_offered(rules, logon.scheme)) {
    switch (logon.state) {
      case LogonState::Accepted:
        return {State::Known, logon.user, false, 0, 0};
      case LogonState::Continues:
        return {State::Continues, "", false, 1, kNoCredentials};
      case LogonState::Rejected:
      case LogonState::None:
        return {State::Refused, "", false, 1, kLogonFailed};
    }
  }
  if (rules.anonymous) return {State::Known, rules.anonymous_user, true, 0, 0};
  return {State::Refused, "", false, 2, kAccessDenied};
}

std::vector<std::string> challenges(const Authentication& rules, std::string_view host, std::string_view digest_nonce) {
  const auto realm = [&](const std::string& configured) {
    return configured.empty() ? std::string(host) : base::printable(configured);
  };
  std::vector<std::string> values;
  if (rules.windows) values = rules.providers;
  if (rules.digest) {
    values.push_back(fmt::format("Digest qop=\"auth\",algorithm=MD5-sess,nonce=\"{}\",charset=utf-8,realm=\"{}\"",
                                 digest_nonce, realm(rules.digest_realm)));
  }
  if (rules.basic) values.push_back(fmt::format("Basic realm=\"{}\"", realm(rules.basic_realm)));
  return values;
}

bool is_authorized(const Authorization& rules, const Identity& identity, std::string_view method) {
  const auto fits = [&](const AuthorizationRule& rule) {
    return names_verb(rule.verbs, method) && names_user(rule.users, identity);
  };
  const auto is_match = [&](bool allows) {
    return std::any_of(rules.rules.begin(), rules.rules.end(),
                       [&](const AuthorizationRule& rule) { return rule.allows == allows && fits(rule); });
  };
  // Deny rules count before allow rules; whoever no rule names is denied.
  if (is_match(false)) return false;
  return is_match(true);
}

}  // namespace webcid::iis
