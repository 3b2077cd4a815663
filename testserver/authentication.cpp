#include "testserver/authentication.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/digest/hasher.hpp>

namespace webcid::testserver {
namespace {

std::string md5(std::string_view text) {
  const base::Result<model::Digest> digest = digest::hash_text(text, model::DigestAlgorithm::Md5);
  return digest ? digest->hex() : std::string();
}

std::optional<std::string> decode_base64(std::string_view text) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string decoded;
  std::uint32_t bits = 0;
  int count = 0;
  for (char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      decoded.push_back(static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xffU));
    }
  }
  return decoded;
}

// name=value and name="value", separated by commas.
std::map<std::string, std::string> parse_parameters(std::string_view text) {
  std::map<std::string, std::string> parameters;
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t equals = text.find('=', i);
    if (equals == std::string_view::npos) break;
    const std::string name = base::to_lower(base::trim(text.substr(i, equals - i)));
    std::string value;
    i = equals + 1;
    if (i < text.size() && text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        value.push_back(text[i]);
      }
      i = text.find(',', i);
    } else {
      const std::size_t comma = text.find(',', i);
      value = base::trim(text.substr(i, comma == std::string_view::npos ? comma : comma - i));
      i = comma;
    }
    parameters[name] = value;
    i = i == std::string_view::npos ? text.size() : i + 1;
  }
  return parameters;
}

}  // namespace

std::optional<Scheme> scheme_named(std::string_view name) {
  if (name == "basic") return Scheme::Basic;
  if (name == "digest") return Scheme::Digest;
  return std::nullopt;
}

Account::Account(Scheme scheme, std::string realm, std::string user, std::string password)
    : m_scheme(scheme),
      m_realm(std::move(realm)),
      m_user(std::move(user)),
      m_password(std::move(password)),
      m_nonce(md5(fmt::format("nonce:{}:{}", m_realm, m_user))) {}

iis::Logon Account::check(std::string_view method, std::string_view target,
                          std::optional<std::string_view> authorization) const {
  if (!authorization) return {};
  const std::size_t blank = authorization->find(' ');
  if (blank == std::string_view::npos) return {iis::LogonState::Rejected, m_scheme, "", ""};
  const std::string_view scheme = authorization->substr(0, blank);
  const std::string_view rest = base::trim(authorization->substr(blank + 1));
  bool is_right = false;
  if (m_scheme == Scheme::Basic && base::equals_ignoring_case(scheme, "Basic")) is_right = is_right_basic(rest);
  if (m_scheme == Scheme::Digest && base::equals_ignoring_case(scheme, "Digest")) {
    is_right = is_right_digest(method, target, rest);
  }
  if (!is_right) return {iis::LogonState::Rejected, m_scheme, "", ""};
  return {iis::LogonState::Accepted, m_scheme, m_user, ""};
}

bool Account::is_right_basic(std::string_view token) const {
  const std::optional<std::string> pair = decode_base64(token);
  return pair && *pair == m_user + ":" + m_password;
}

bool Account::is_right_digest(std::string_view method, std::string_view target, std::string_view parameters) const {
  std::map<std::string, std::string> p = parse_parameters(parameters);
  if (p["username"] != m_user || p["realm"] != m_realm || p["nonce"] != m_nonce || p["uri"] != target) return false;
  if (p["qop"] != "auth") return false;
  const std::string account = md5(fmt::format("{}:{}:{}", m_user, m_realm, m_password));
  const std::string session = md5(fmt::format("{}:{}:{}", account, m_nonce, p["cnonce"]));
  const std::string request = md5(fmt::format("{}:{}", method, p["uri"]));
  const std::string expected = md5(fmt::format("{}:{}:{}:{}:auth:{}", session, m_nonce, p["nc"], p["cnonce"], request));
  return !expected.empty() && p["response"] == expected;
}

}  // namespace webcid::testserver
