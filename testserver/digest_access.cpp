#include "testserver/digest_access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <webcid/base/text.hpp>

#include "testserver/ntlm_keys.hpp"

namespace webcid::testserver {
namespace {

std::string md5_hex(std::string_view text) {
  const std::string digest = md5(text);
  return base::to_hex(reinterpret_cast<const std::uint8_t*>(digest.data()), digest.size());
}

// RFC 2617, 3.2.2: nc-value = 8LHEX. It counts from 1. That it only grows is not held against a client: every
// connection has the same nonce here, and counts for itself.
bool is_count(std::string_view text) {
  return text.size() == 8 && base::from_hex(text) && text != "00000000";
}

// A quoted string whose first quote `at` stands behind; nothing when it does not end.
std::optional<std::string> read_quoted(std::string_view text, std::size_t& at) {
  std::string value;
  for (; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\' && ++at == text.size()) return std::nullopt;
    value.push_back(text[at]);
  }
  if (at == text.size()) return std::nullopt;
  ++at;
  return value;
}

}  // namespace

std::optional<std::map<std::string, std::string>> read_parameters(std::string_view text) {
  std::map<std::string, std::string> parameters;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t equals = text.find('=', at);
    if (equals == std::string_view::npos) return std::nullopt;
    std::string name = base::to_lower(base::trim(text.substr(at, equals - at)));
    at = equals + 1;
    std::string value;
    if (at < text.size() && text[at] == '"') {
      std::optional<std::string> quoted = read_quoted(text, ++at);
      if (!quoted) return std::nullopt;
      value = std::move(*quoted);
    }
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string_view rest = base::trim(text.substr(at, comma - at));
    if (!value.empty() && !rest.empty()) return std::nullopt;
    if (value.empty()) value = rest;
    if (name.empty() || !parameters.emplace(std::move(name), std::move(value)).second) return std::nullopt;
    at = comma == text.size() ? comma : comma + 1;
  }
  return parameters;
}

const Account* account_of_digest(std::string_view credentials, const DigestTerms& terms, const FindSentName& find) {
  std::optional<std::map<std::string, std::string>> read = read_parameters(credentials);
  if (!read) return nullptr;
  std::map<std::string, std::string>& p = *read;
  if (!p.contains("realm") || p["nonce"] != terms.nonce || p["uri"] != terms.target) return nullptr;
  if (p["qop"] != "auth" || !base::equals_ignoring_case(p["algorithm"], "MD5-sess")) return nullptr;
  if (!is_count(p["nc"]) || p["cnonce"].empty()) return nullptr;
  const Account* account = find(p["username"]);
  if (account == nullptr) return nullptr;
  // RFC 2617, 3.2.2.1 to 3.2.2.3
  const std::string secret = md5_hex(fmt::format("{}:{}:{}", p["username"], p["realm"], account->password));
  const std::string session = md5_hex(fmt::format("{}:{}:{}", secret, terms.nonce, p["cnonce"]));
  const std::string request = md5_hex(fmt::format("{}:{}", terms.method, p["uri"]));
  const std::string expected =
      md5_hex(fmt::format("{}:{}:{}:{}:auth:{}", session, terms.nonce, p["nc"], p["cnonce"], request));
  return are_equal_secrets(expected, p["response"]) ? account : nullptr;
}

}  // namespace webcid::testserver
