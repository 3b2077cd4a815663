#include "testserver/accounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <webcid/base/base64.hpp>
#include <webcid/base/text.hpp>

#include "testserver/digest_access.hpp"
#include "testserver/ntlm_keys.hpp"
#include "testserver/ntlm_messages.hpp"
#include "testserver/utf16.hpp"

namespace webcid::testserver {
namespace {

using iis::LogonState;
using iis::Scheme;

constexpr std::array kSchemes{Scheme::Basic, Scheme::Digest, Scheme::Ntlm, Scheme::Negotiate};

struct Word {
  std::string_view word;
  std::vector<Scheme> schemes;
};

// As --auth takes them; "windows" in the order of IIS's own providers (iis.md h).
const std::vector<Word>& words_of_auth() {
  static const std::vector<Word> words{
      {"basic", {Scheme::Basic}},
      {"digest", {Scheme::Digest}},
      {"ntlm", {Scheme::Ntlm}},
      {"negotiate", {Scheme::Negotiate}},
      {"windows", {Scheme::Negotiate, Scheme::Ntlm}},
  };
  return words;
}

bool are_equal_names(std::string_view a, std::string_view b) {
  return to_upper(to_utf16(a)) == to_upper(to_utf16(b));
}

// As cs-username has it.
std::string full_name(const Account& account) {
  return account.domain.empty() ? account.name : fmt::format("{}\\{}", account.domain, account.name);
}

iis::Logon logon_of(Scheme scheme, const Account* account) {
  if (account == nullptr) return {LogonState::Rejected, scheme, "", ""};
  return {LogonState::Accepted, scheme, full_name(*account), ""};
}

}  // namespace

base::Result<std::vector<Scheme>> schemes_named(std::span<const std::string> words) {
  std::vector<Scheme> schemes;
  for (const std::string& word : words) {
    const auto& rows = words_of_auth();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Word& each) { return each.word == word; });
    if (row == rows.end()) {
      return base::fail(base::ErrorKind::Usage, fmt::format("--auth: unknown value \"{}\"", base::printable(word)));
    }
    for (const Scheme scheme : row->schemes) {
      if (std::find(schemes.begin(), schemes.end(), scheme) == schemes.end()) schemes.push_back(scheme);
    }
  }
  return schemes;
}

Account account_named(std::string_view name, std::string password) {
  const std::size_t backslash = name.find('\\');
  if (backslash == std::string_view::npos) return {std::string(name), std::move(password), ""};
  return {std::string(name.substr(backslash + 1)), std::move(password), std::string(name.substr(0, backslash))};
}

Accounts::Accounts(std::vector<Account> accounts) : m_accounts(std::move(accounts)) {
  std::string seed = "nonce";
  for (const Account& account : m_accounts) {
    seed += ":" + full_name(account);
    if (m_names.domain.empty()) m_names.domain = account.domain;
  }
  const std::string digest = md5(seed);
  m_nonce = base::to_hex(reinterpret_cast<const std::uint8_t*>(digest.data()), digest.size());
}

iis::Logon Accounts::logon(const iis::Request& request, ConnectionLogon& connection) const {
  const std::string_view header = request.header("Authorization").value_or("");
  const std::size_t blank = std::min(header.find(' '), header.size());
  const std::string_view name = header.substr(0, blank);
  const std::string_view credentials = base::trim(header.substr(blank));
  const auto scheme = std::find_if(kSchemes.begin(), kSchemes.end(), [name](Scheme each) {
    return base::equals_ignoring_case(iis::name_of(each), name);
  });
  // The legs of one logon follow each other: whatever comes between them ends it.
  if (scheme == kSchemes.end() || *scheme != Scheme::Ntlm) connection.ntlm.reset();
  if (scheme == kSchemes.end() || *scheme != Scheme::Negotiate) connection.negotiate.reset();
  if (scheme == kSchemes.end()) return connection.accepted;
  connection.accepted = {};
  switch (*scheme) {
    case Scheme::Basic:
      return logon_of(*scheme, account_of_basic(credentials));
    case Scheme::Digest: {
      const DigestTerms terms{m_nonce, request.method, request.target};
      const auto find = [this](std::string_view sent) { return find_sent(sent); };
      return logon_of(*scheme, account_of_digest(credentials, terms, find));
    }
    case Scheme::Ntlm:
    case Scheme::Negotiate:
      break;
  }
  return by_exchange(*scheme, credentials, request, connection);
}

iis::Logon Accounts::by_exchange(Scheme scheme, std::string_view credentials, const iis::Request& request,
                                 ConnectionLogon& connection) const {
  const auto find_account = [this](std::string_view name, std::string_view domain) { return find(name, domain); };
  const auto fresh = [&] { return NtlmExchange(m_names, request.now, random_bytes(8)); };
  LogonLeg leg;
  if (const std::optional<std::string> message = base::from_base64(credentials); message && !message->empty()) {
    if (scheme == Scheme::Ntlm) {
      if (!connection.ntlm || is_negotiate(*message)) connection.ntlm = fresh();
      leg = connection.ntlm->take(*message, find_account);
    } else {
      if (!connection.negotiate || begins_negotiate(*message)) connection.negotiate.emplace(fresh());
      leg = connection.negotiate->take(*message, find_account);
    }
  }
  iis::Logon logon = logon_of(scheme, leg.account);
  if (leg.state == LogonState::Continues) logon.state = LogonState::Continues;
  if (logon.state == LogonState::Accepted) connection.accepted = logon;
  if (!leg.token.empty()) logon.token = fmt::format("{} {}", iis::name_of(scheme), base::to_base64(leg.token));
  return logon;
}

// A name without a domain may be anybody's of that name. An account without one is the server's own, and a server
// that belongs to no domain takes every domain for itself.
const Account* Accounts::find(std::string_view name, std::string_view domain) const {
  for (const Account& account : m_accounts) {
    const bool is_domain = domain.empty() || account.domain.empty() || are_equal_names(domain, account.domain);
    if (is_domain && are_equal_names(name, account.name)) return &account;
  }
  return nullptr;
}

const Account* Accounts::find_sent(std::string_view name) const {
  const Account sent = account_named(name, "");
  return find(sent.name, sent.domain);
}

// RFC 7617, 2: the name ends at the first colon.
const Account* Accounts::account_of_basic(std::string_view credentials) const {
  const std::optional<std::string> pair = base::from_base64(credentials);
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) return nullptr;
  const Account* account = find_sent(std::string_view(*pair).substr(0, colon));
  if (account == nullptr) return nullptr;
  // Digests of one length, so that not even the password's length shows.
  return are_equal_secrets(md5(account->password), md5(std::string_view(*pair).substr(colon + 1))) ? account : nullptr;
}

}  // namespace webcid::testserver
