// URLs as an update client needs them: http only, RFC 3986.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace webcid::base {

// Percent-encodes each byte that RFC 3986 does not allow raw in a path segment ('/' stays). '+' stays raw, as an
// update client sends it.
std::string encode_path(std::string_view bytes);

// Decodes %XX once; a '%' without two hex digits stays as it is.
std::string decode_percent(std::string_view encoded);

// An http:// address, taken apart. No credentials, query or fragment by construction.
struct HttpUrl {
  std::string host;  // lower case; an IPv6 literal without its brackets
  std::uint16_t port = 80;
  std::string path = "/";  // encoded, begins with '/', no "." or ".." segments

  std::string authority() const;                      // host[:port], IPv6 in brackets, port only when not 80
  std::string text() const;                           // http://authority/path
  HttpUrl folder() const;                             // the same with exactly one '/' at the end
  HttpUrl with_path(std::string_view encoded) const;  // the same server, another path
  // The URL of a file below this folder: `relative` is bytes, and is encoded here.
  HttpUrl below(std::string_view relative) const;

  friend bool operator==(const HttpUrl&, const HttpUrl&) = default;
};

// Why an address cannot be an update address. One value a cause: address.* in causes.
enum class AddressProblem {
  Missing,      // empty
  NotHttp,      // another scheme: https:// and the like
  Unc,          // \\server\share or file://
  Malformed,    // not a URL, a port that is none, a query, a fragment
  Credentials,  // user[:password]@ inside
};

tl::expected<HttpUrl, AddressProblem> parse_address(std::string_view text);

// `location` (a redirect's target, absolute or not) resolved against `base`, http only; the text as it is otherwise.
std::string resolve_reference(const HttpUrl& base, std::string_view location);

// The address with user and password, if any, replaced by "***": fit for messages.
std::string without_credentials(std::string_view url);

}  // namespace webcid::base
