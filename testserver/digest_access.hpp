// Digest access authentication as IIS has it (RFC 2617 with MD5-sess and qop=auth, iis.md h).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "testserver/account.hpp"

namespace webcid::testserver {

// What the server challenged for and the request is. The realm is the configured one or the name that the client has
// for the server: whichever the client echoes counts, as its response is made with it.
struct DigestTerms {
  std::string_view nonce;
  std::string_view method;
  std::string_view target;  // as in the request line
};

// name=value and name="value" with commas between, names in lower case; nothing when it breaks the syntax or names one
// twice.
std::optional<std::map<std::string, std::string>> read_parameters(std::string_view text);

// A name with or without its domain, as a client sent it.
using FindSentName = std::function<const Account*(std::string_view name)>;

// Whose response it is; null when it is wrong, for another challenge, another request or another kind of Digest.
const Account* account_of_digest(std::string_view credentials, const DigestTerms& terms, const FindSentName& find);

}  // namespace webcid::testserver
